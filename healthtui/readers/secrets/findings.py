"""From what the engine sees to what is said: drops what is no credential, masks the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable

from healthtui.facts.outputs import Finding
from healthtui.readers.secrets import values
from healthtui.readers.secrets.context import context_of, is_ignored
from healthtui.readers.secrets.engine import Hit
from healthtui.readers.secrets.masking import digest, preview

_NAME = re.compile(r"([\w.-]+)[\"'`]?\]?\s*(?::\s*(?:string|Buffer)\s*)?(?:=>|\?\?=|[=:])\s*(?:Buffer\.from\(\s*)?[\"'`]?$", re.I)
_URL_USER = re.compile(r"://([^:/?#@\s]*):$")
_URL_HOST = re.compile(r"@([^/?#\s\"'`,]+)")
_ENV_FILE = re.compile(r"^\.env|\.env$|^env\.", re.I)
_NAME_REACH = 200
_LONG_LINE = 2000
_GENERIC = {"named-secret", "named-password", "configured-secret", "configured-password", "key-material", "authorization-header"}
_REPLACED = {"generic-api-key", "generic-password", "generic-username", "generic-credential"}  # by rules of our own
_TITLE_START = re.compile(
    r"^(?:Detected|Identified|Discovered|Found|Uncovered|Possible)(?: and \w+)? (?:an?|the)?\s*(?:potential |possible )?", re.I
)
_TITLE_END = re.compile(r",| used as | which | embedded in | with embedded |\.$|\. ")


def findings_of(name: str, data: bytes, hits: Iterable[Hit]) -> tuple[Finding, ...]:
    """The findings of a file, in order, one for each stretch of text: a specific rule before a general one."""
    lines: list[bytes] = []
    texts: list[str] = []
    kept: list[tuple[Hit, Finding]] = []
    for hit in sorted(hits, key=lambda hit: (hit.rule in _GENERIC, hit.start)):
        if any(hit.start < other.end and other.start < hit.end for other, _ in kept):
            continue
        if not lines:
            lines = data.split(b"\n")
            texts = [line.decode("utf-8", "replace") for line in lines]
        if 0 < hit.line <= len(lines) and (finding := _finding(name, hit, lines, texts)):
            kept.append((hit, finding))
    return tuple(sorted((finding for _, finding in kept), key=lambda finding: (finding.line, finding.column)))


def lasting(name: str, finding: Finding) -> bool:
    """Whether a finding in an old version of a file still tells: what an issuer or a server would know again, and
    whatever an env file held. A value that is only random under a telling name is judged where it stands today."""
    return finding.rule not in _GENERIC or bool(_ENV_FILE.search(name))


def _finding(name: str, hit: Hit, lines: list[bytes], texts: list[str]) -> Finding | None:
    before = lines[hit.line - 1][: hit.column].decode("utf-8", "replace")
    text = texts[hit.line - 1]
    if len(text) > _LONG_LINE:  # a bundle on one line: only what is near speaks of the finding
        text = text[max(0, len(before) - _NAME_REACH) : len(before) + _LONG_LINE]
    if is_ignored(text) or not _is_credential(name, hit, before[-_NAME_REACH:]):
        return None
    after = lines[hit.line - 1][hit.column :][len(hit.secret.encode("utf-8", "replace")) :][:_NAME_REACH].decode(
        "utf-8", "replace"
    )
    context = _nature(hit.secret, after) or context_of(texts, hit.line - 1)
    title = title_of(hit.description)
    shown = preview(hit.secret)
    return Finding(hit.rule, title, hit.confidence, hit.line, len(before) + 1, shown, context, digest(hit.secret))


def _is_credential(file: str, hit: Hit, before: str) -> bool:
    value = hit.secret
    if hit.rule in _REPLACED:
        return False
    if url := values.password_of_url(value):
        return _is_password(url[1], user=url[0])
    if hit.rule == "authorization-header" and (basic := values.password_of_basic(value)):
        return _is_password(basic[1], user=basic[0])
    if user := _URL_USER.search(before):
        return _is_password(value, user=user[1])
    if values.is_placeholder(value) or values.is_weak(value):
        return False
    if hit.rule not in _GENERIC:
        return True
    match = _NAME.search(before)
    if values.is_no_credential(value) or (match and values.names_no_secret(match[1])):
        return False
    if hit.rule.startswith("configured-") and _ENV_FILE.search(file):
        return True  # there a value is in use as it stands, however plain
    return values.is_random(value) or (hit.rule.endswith("-password") and values.is_strong_password(value))


def _is_password(value: str, user: str) -> bool:
    """Whether a URL's password is more than a sample."""
    return not (values.is_placeholder(value) or values.is_weak(value) or value == user or values.is_no_credential(value))


def _nature(secret: str, after: str) -> str:
    """`expired` for a JWT past its time, `sample` for a password that spells the word, `local` for a URL, or the password
    of one, to this machine."""
    if secret.startswith("eyJ") and values.is_expired_token(secret):
        return "expired"
    url = values.password_of_url(secret)
    host = _URL_HOST.match(after)
    name = url[2] if url else host[1] if host else ""
    if values.is_local_host(name):
        return "local"
    return "sample" if not name and values.spells_password(secret) else ""


def title_of(description: str) -> str:
    """`GitHub Personal Access Token` of the engine's sentence about it."""
    start = _TITLE_START.sub("", description)
    title = _TITLE_END.split(start, maxsplit=1)[0].strip()
    return (title[:1].upper() + title[1:])[:80] or "Secret"
