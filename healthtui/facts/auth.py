"""Who may do what, and the tokens that say so: how long they live, where they are kept, how they are renewed."""

from __future__ import annotations

from healthtui.facts.base import Place
from healthtui.facts.derived import Derived


class Authentication(Derived, frozen=True):
    """The first place where a request is authenticated."""

    by: str


class RoleGuard(Derived, frozen=True):
    """A guard that looks at a role or a permission is applied to a route; `written` is the guard as the code has it."""

    written: str


class DeclaredRole(Derived, frozen=True):
    """A role in a schema, an entity or an enum."""

    written: str


class IssuedToken(Derived, frozen=True):
    """A JWT that is signed; the place is the call that says what for. `kind` is access, refresh, reset, verify or other.

    `expiry` is known, never or unknown; `seconds` is its lifetime where it is known, `said` and `quoted` the variable of
    the committed example that says it, and where."""

    kind: str
    expiry: str
    seconds: float
    said: str
    quoted: Place | None
    names_session: bool  # its payload has the key of a stored session


class StoredToken(Derived, frozen=True):
    """A refresh token, reset token or API key is written to a store. `form` is hashed, clear, unknown, or reference where
    the record only is what the token names. `replaces` where it is written over the one before."""

    kind: str
    field: str
    form: str
    replaces: bool


class TokenCookie(Derived, frozen=True):
    """A refresh token is set as a cookie; `http_only` is on, off or unknown."""

    http_only: str


class TokenRenewal(Derived, frozen=True):
    """A function that takes a refresh token and issues anew. `revoked_at` is where the old one stops to work, None where
    nothing does; `is_read` is False where it calls what is not followed."""

    name: str
    revoked_at: Place | None
    is_read: bool
