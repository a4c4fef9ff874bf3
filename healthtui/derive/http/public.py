"""Paths that are public by their nature: the catalogue's list for `security.authenticated-endpoints`."""

from __future__ import annotations

import re

_VERSION = re.compile(r"^(?:api|v\d+(?:\.\d+)?)$", re.I)
_ACCOUNT = re.compile(
    r"^(?:log-?in|log-?out|sign-?in|sign-?out|sign-?up|register|registration|refresh|refresh-?tokens?|token|tokens"
    r"|forgot(?:-?password)?|reset(?:-?password)?|password-?reset|recover(?:-?password)?|request-?password-?reset"
    r"|verify(?:-?e?-?mail)?|verification|confirm(?:-?e?-?mail|ation)?|e-?mail-?confirmation|activate|activation"
    r"|resend(?:-?(?:verification|confirmation))?(?:-?e?-?mail)?|change-?password-?request)$",
    re.I,
)
_SIGN_IN = re.compile(r"^(?:log-?in|log-?out|sign-?in|sign-?out|sign-?up|forgot-?password|reset-?password)$", re.I)  # of whomever
_SOCIAL = re.compile(
    r"^(?:google|facebook|github|gitlab|twitter|x|linkedin|apple|microsoft|azure|discord|slack|oauth2?|oidc|sso|saml|callback)$",
    re.I,
)
_SERVICE = re.compile(
    r"^(?:health|healthz|health-?check|healthcheck|livez?|liveness|readyz?|readiness|status|ping|heartbeat|metrics|version|up"
    r"|docs?|api-?docs?|swagger(?:-ui)?|swagger\.json|openapi(?:\.json|\.ya?ml)?|redoc|explorer|graphiql|playground|favicon\.ico|robots\.txt"
    r"|public)$",
    re.I,
)
_STATIC = re.compile(r"^(?:static|assets)$", re.I)
_FILE = re.compile(r"^[*({]|^:\w*(?:file|path|name)|^:\w+[*(]|\.\w{2,5}$", re.I)  # but not /assets/:id: a resource
_ACCOUNT_FOLDER = re.compile(
    r"^(?:auth|authentication|account|accounts|session|sessions|users?|members?|customers?|admins?"
    r"|passport|login|e-?mail|passwords?|local|oauth2?|sso|connect|security|identity)$",
    re.I,
)

_STEP = re.compile(r"^(?:passwords?|e-?mail|new|request|link|code|otp|resend)$", re.I)
_READS = ("GET", "HEAD", "ALL")


def is_account_path(path: str) -> bool:
    """Whether a route logs in, registers, or mends an account: where a limiter matters most."""
    names = [part for part in path.split("/") if part and not part.startswith((":", "{"))]
    return bool(names) and any(_ACCOUNT.match(name) for name in names[-2:])


def is_prefix_root(path: str) -> bool:
    """The root of a prefix, such as `/api/v1`: a page that is public unless it is guarded."""
    parts = [part for part in path.split("/") if part]
    return bool(parts) and all(_VERSION.match(part) for part in parts)


def _is_of_service(parts: list[str], names: list[str]) -> bool:
    """`/health/db`, `/users/health`, `/assets/*`; but not `/orders/:id/status`, nor `/assets/:id`."""
    if _STATIC.match(names[0]):
        return any(_FILE.search(one) for one in parts[1:])
    return bool(_SERVICE.match(names[0]) or (_SERVICE.match(names[-1]) and names == parts))


def is_public_path(method: str, path: str) -> bool:
    """Whether a route is public by what its path says."""
    parts = [part for part in path.split("/") if part and not _VERSION.match(part)]
    names = [part for part in parts if not part.startswith((":", "{", "*", "("))]
    if not parts:
        return method in _READS
    if not names:
        return False
    if names[0].lower() == "public" or (method in _READS and _is_of_service(parts, names)):
        return True
    last, folders = names[-1], names[:-1]
    if _SIGN_IN.match(last):
        return True
    if _ACCOUNT.match(last) and (not folders or all(_ACCOUNT_FOLDER.match(one) or _ACCOUNT.match(one) for one in folders[-1:])):
        return True
    if len(names) > 1 and _ACCOUNT.match(names[-2]) and (parts[-1] != last or _STEP.match(last)):
        return True  # /reset-password/:token, /forgot/password
    return any(_SOCIAL.match(one) for one in names) and any(_ACCOUNT_FOLDER.match(one) or _ACCOUNT.match(one) for one in names)
