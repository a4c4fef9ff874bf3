"""Which values are no credentials: placeholders, weak samples, hashes, references, words, identifiers."""

from __future__ import annotations

import json
import re
import time
from base64 import b64decode, urlsafe_b64decode
from math import log2
from urllib.parse import unquote

_PLACEHOLDER = re.compile(
    r"change[_ -]?(?:me|this|it)|your[_ -]?|[_ -]here$|^<.*>$|example|placeholder|dummy|sample|replace|insert[_ -]|generate[_ -]"
    r"|x{4,}|\*{3,}"
    r"|^\.{3}|\.{3}$|todo|redacted|not[_-]?set|undefined|lorem|\$\{|\$\(|\{\{|<%|%\(|#\{|%[A-Z_]+%|process\.env|secrets\."
    r"|^[a-z]+\d?(?:[-_][a-z]+\d?)*[-_](?:password|secret|token|key)$|^password(?:[^\w/]+[a-z]{3,})+$|my[_-]|some[_-]|fake|mock|0123456789|123456789|abcdefgh|qwerty|q1w2e3|1q2w3e",
    re.I,
)
_WEAK = re.compile(
    r"(?:passw(?:or)?d|pass|pwd|secret|postgres(?:ql)?|mysql|mongo(?:db)?|mariadb|redis|rabbit(?:mq)?|minio(?:admin)?|root|admin"
    r"|administrator|guest|user(?:name)?|test(?:er|ing)?|demo|dev(?:elopment)?|local|default|string|null|none|true|false|empty"
    r"|docker|prisma|strapi|app|api|db|database|key|token|jwt|auth|super|very|top|is|the|a|an|this|keep|it|keyboard|cat"
    r"|only|cookie|session|access|refresh|insecure|unsafe"
    r"|[\W_]|\d{1,6})+",
    re.I,
)
_STORED = re.compile(
    r"^\$(?:2[abxy]?|argon2\w*|scrypt|apr1|[156]|pbkdf2[\w-]*)\$|^pbkdf2|^\{(?:SSHA|SHA|cipher)|^ENC\[|^encrypted:"
)
_REFERENCE = re.compile(r"^\$|^(?:op|sm|ssm|vault|arn|secret|projects|env|file|ref)[:/]|^vault:|^!|^[./~]|://|^@|^#")
_PUBLIC_VALUE = re.compile(r"^pk_(?:test|live)_|^sha(?:1|256|384|512)-|^ssh-|^6L[a-zA-Z0-9_-]{38}$|^0x[0-9a-fA-F]{40}$")
_PUBLISHED = ("Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq", "SflKxwRJSMeKKF2QT4fwpMeJf36POk6yJV")
_NO_SECRET_NAME = re.compile(
    r"public|publishable|site[_-]?key|search[_-]?only|docsearch|csrf|xsrf|nonce|integrity|checksum|sha\d|captcha|translation"
    r"|(?:id|ids|name|names|address|type|types|url|uri|endpoint|path|file|field|header|label|hint|title|text|placeholder|message"
    r"|error|errors|code|expir\w*|ttl|age|seconds|minutes|days|length|size|min|max|regex|pattern|hash|hashed|digest|algorithm|alg"
    r"|issuer|audience|prefix|suffix|count|limit|limits|version|rounds|status|policy|strategy|service|schema|rule|rules|validator"
    r"|property|parameter|param|attribute|column|provider|enabled|required|kind|mode|scope|scopes|format|event|route|constant|cookie)$",
    re.I,
)
_WORDS = re.compile(r"[A-Za-z]+(?:[._:/\\|+-][A-Za-z]+)*[._:/-]?\d{0,4}[!?.]?")
_PARTS = re.compile(r"[._:/\\|+-]")
_HEX = re.compile(r"[0-9a-fA-F]+")
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.I)
_LEET = str.maketrans("@40$53", "aaosse")
_URL_PASSWORD = re.compile(r"^[\w+.-]+://([^:/?#@]*):(.*)@([^@/?#]*)", re.S)
_LOCAL_HOST = re.compile(
    r"^(?:localhost|127\.\d+\.\d+\.\d+|0\.0\.0\.0|\[::1\]|host\.docker\.internal|[A-Za-z_-]{1,30})(?::\d+)?$"
)


def is_placeholder(value: str) -> bool:
    """Stands for a value to be put in, is published for all, or has too few characters to be one."""
    if _PLACEHOLDER.search(value) or any(known in value for known in _PUBLISHED):
        return True
    return len(set(value)) <= 4


def is_weak(value: str) -> bool:
    """Made of the words that samples are made of: `postgres`, `my-secret`, `admin123`."""
    return bool(_WEAK.fullmatch(value))


def is_no_credential(value: str) -> bool:
    """A stored hash, a cipher text, a reference to where the secret lies, or a value that is public by design."""
    return bool(_STORED.search(value) or _REFERENCE.search(value) or _PUBLIC_VALUE.search(value))


def names_no_secret(name: str) -> bool:
    """Whether a secret-like name is of something about a secret: `tokenExpiry`, `SECRET_NAME`, `publicKey`."""
    return bool(_NO_SECRET_NAME.search(name))


def is_random(value: str) -> bool:
    """High entropy: no words, no identifier, no version; letters and digits well mixed."""
    if len(value) < 16 or _WORDS.fullmatch(value):
        return False
    if _UUID.fullmatch(value):
        return True
    if all(part.isalpha() or part.isdigit() or len(part) <= 4 for part in _PARTS.split(value)):
        return False  # auth/invalid-token-2fa
    return any(c.isdigit() for c in value) and entropy(value) >= (2.8 if _HEX.fullmatch(value) else 3.3)


def is_strong_password(value: str) -> bool:
    """Three kinds of characters of four, and not a word with a number behind."""
    kinds = (str.islower, str.isupper, str.isdigit, lambda c: not c.isalnum())
    count = sum(any(kind(c) for c in value) for kind in kinds)
    return value.isascii() and count >= 3 and not _WORDS.fullmatch(value)


def spells_password(value: str) -> bool:
    """Has the word in it, as samples of strong passwords do: `Str0ng!Password`, `P@ssw0rd1`."""
    return "password" in value.lower().translate(_LEET)


def entropy(value: str) -> float:
    """Shannon entropy in bits per character."""
    shares = [value.count(c) / len(value) for c in set(value)]
    return -sum(share * log2(share) for share in shares)


def password_of_url(url: str) -> tuple[str, str, str] | None:
    """(user, password, host) of a URL that holds a password."""
    match = _URL_PASSWORD.match(url)
    return (unquote(match[1]), unquote(match[2]), match[3]) if match else None


def password_of_basic(value: str) -> tuple[str, str] | None:
    """(user, password) of what HTTP's Basic scheme sends: `user:password` in base64."""
    try:
        user, colon, password = b64decode(value, validate=True).decode().partition(":")
    except ValueError:  # no base64, or no text
        return None
    return (user, password) if colon and user.isprintable() and password.isprintable() else None


def is_local_host(host: str) -> bool:
    """This machine, or a bare name as services of one compose file call each other."""
    return bool(_LOCAL_HOST.match(host))


def is_expired_token(token: str) -> bool:
    """A JWT whose `exp` has passed."""
    try:
        body = token.split(".")[1]
        claims = json.loads(urlsafe_b64decode(body + "=" * (-len(body) % 4)))
    except (IndexError, ValueError, RecursionError):
        return False
    expires = claims.get("exp") if isinstance(claims, dict) else None
    return isinstance(expires, int | float) and expires < time.time()
