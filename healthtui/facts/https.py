"""Whether a backend is reached by HTTPS alone."""

from __future__ import annotations

from healthtui.facts.derived import Derived


class HttpsSign(Derived, frozen=True):
    """Evidence of HTTPS: a server with a certificate, HSTS, a redirect, a trusted proxy, a gateway that ends TLS."""

    by: str


class CookieSetting(Derived, frozen=True):
    """A cookie that the code sets. `secure` is on (at least in production), off (`false` as written), missing, or unknown
    where it comes from elsewhere."""

    by: str
    secure: str


class PlainUrl(Derived, frozen=True):
    """A URL of production that begins with `http://`."""

    url: str
