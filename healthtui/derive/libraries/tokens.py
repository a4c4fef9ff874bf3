"""Libraries that sign tokens, and what the names of tokens say of their use."""

from __future__ import annotations

import re

import msgspec


class Signer(msgspec.Struct, frozen=True, gc=False):
    """Where a signing call has its payload and options (-1: nowhere)."""

    payload: int
    options: int
    number: float = 1.0  # the seconds of a number without a unit
    defaults: str = ""  # the module whose registration gives options where the call has none


JSONWEBTOKEN = Signer(payload=0, options=2)
SIGNERS = {
    ("jsonwebtoken", "sign"): JSONWEBTOKEN,
    ("jsonwebtoken", "default.sign"): JSONWEBTOKEN,
    ("@nestjs/jwt", "JwtService.sign"): Signer(payload=0, options=1, defaults="@nestjs/jwt"),
    ("@nestjs/jwt", "JwtService.signAsync"): Signer(payload=0, options=1, defaults="@nestjs/jwt"),
    ("jwt-simple", "encode"): Signer(payload=0, options=-1),
    ("jose", "SignJWT.sign"): Signer(payload=0, options=-1),
}
FASTIFY_JWT = frozenset({"@fastify/jwt", "fastify-jwt"})
FASTIFY_SIGNER = Signer(payload=0, options=1, defaults="@fastify/jwt")
METHODS = {"sign", "signAsync", "encode"}

ACCESS, REFRESH, RESET, VERIFY, API_KEY, OTHER = "access", "refresh", "reset", "verify", "api-key", "other"
_WORDS = {
    REFRESH: "refresh refreshes renewal rt",
    ACCESS: "access",
    RESET: "reset forgot forgotten forget recovery recover",
    VERIFY: "verify verification confirm confirmation activate activation",
    OTHER: "invite invitation invites magic otp mfa totp unsubscribe upload download csrf state socket temp temporary preview"
    " share apple zoom meeting room webhook apns",
}
_KIND = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_LINKS = {"url", "urls", "link", "links", "file"}  # what is signed for itself; a signed JWT is any
_WEAK = {"auth", "login", "bearer", "authentication", "session"}
_WORD = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+")
# A function that begins so says what it does to a token, not which it makes.
_DOING = {"refresh", "renew", "rotate", "verify", "confirm", "activate", "validate", "check", "reset", "recover", "handle", "use"}


def words_of(text: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(text)]


def kind_named(text: str) -> str:
    """The kind of token that a name speaks of; "" where it says nothing, or several things."""
    words = set(words_of(text))
    if {"api", "key"} <= words or "apikey" in words:
        return API_KEY
    kinds = {_KIND[word] for word in words if word in _KIND} | ({OTHER} if "signed" in words and words & _LINKS else set())
    if len(kinds) == 1:
        return kinds.pop()
    return ACCESS if not kinds and words & _WEAK else ""


def kind_made(function: str) -> str:
    """The kind of token that a function makes, by its name."""
    words = words_of(function)
    return kind_named(function) if words and words[0] not in _DOING else ""


# What makes a token unreadable where it is stored, and what makes a token: packages, and names of functions.
HASHING = {
    "bcrypt",
    "bcryptjs",
    "bcrypt-nodejs",
    "bcrypt-ts",
    "@node-rs/bcrypt",
    "argon2",
    "@node-rs/argon2",
    "crypto-js",
    "hash.js",
    "js-sha256",
    "hasha",
}
NAMES_HASH = re.compile(
    r"^(?:hash|digest|sha\d*|hmac|encrypt|bcrypt|scrypt|pbkdf2|cipher)|(?:Hash|Hashed|Digest)$|createH(?:ash|mac)"
)
MAKES_TOKEN = re.compile(
    r"^(?:randomBytes|randomUUID|randomInt|getRandomValues|random|uuid\w*|v[1-7]|nanoid|customAlphabet|cuid|createId|ulid|uid\w*|hat"
    r"|shortid|generateApiKey|cryptoRandomString|genKey|random(?:Hex|Alphanumeric)?(?:String|Token|Code|Key))$"
)
# What is stored of a token beside itself.
BESIDE = {
    "expires", "expire", "expiry", "expiration", "exp", "at", "date", "time", "count", "version", "ttl", "used", "attempts",
    "url", "link", "id", "ids", "enabled", "valid", "revoked", "sent", "limit", "type", "in", "age", "days", "minutes",
    "requested", "secret",
}  # fmt: skip
ITSELF = {"token", "tokens", "key", "keys", "hash", "code", "rt", "digest", "jwt"}
STORES = re.compile(
    r"^(?:update|create|save|insert|upsert|set|patch|store|add|push|persist|findOneAnd|findByIdAnd|findAnd|put|hset|merge|assign)"
)
BUILDERS = {"values", "set", "doUpdateSet", "onConflictDoUpdate"}  # what is given the record, a step after the write
NO_STORE = re.compile(
    r"(?:^|\.)(?:res|reply|response|ctx|cookies|session|localStorage|axios|http|https|client|fetch|logger|log|console|jwt\w*|mail\w*"
    r"|email\w*|Object|Map|headers|req|request|schema|z|Joi|Schema|swagger\w*|builder)(?:\(\))?\.\w+$",
    re.I,
)
CACHES = re.compile(r"redis|cache|\bkv\b|keyv", re.I)
# What an assignment to a property of is no write of a record.
NO_RECORDS = {"res", "req", "reply", "request", "exports", "module", "process", "window"}
