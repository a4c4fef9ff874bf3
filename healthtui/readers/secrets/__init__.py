"""Secrets in texts: issued formats, private keys, URLs with a password, random values under a telling name.

A finding says what and where, never the value. What a path means for it (a test, an example) is decided later.
"""

from __future__ import annotations

import re
from posixpath import basename

from healthtui.facts.outputs import Finding, SecretScan
from healthtui.readers.base import Reader
from healthtui.readers.secrets.engine import EngineError, engine_problem, engine_release, hits_in
from healthtui.readers.secrets.findings import findings_of, lasting

__all__ = ["SECRETS", "EngineError", "engine_problem", "lasting_findings", "masked"]

_VERSION = 15
_SKIPPED = re.compile(
    r"(?:^|/)(?:node_modules|bower_components|\.yarn|\.git)/"
    r"|(?:^|/)(?:package-lock[^/]*\.json|npm-shrinkwrap\.json|yarn[^/]*\.lock|pnpm-lock[^/]*\.yaml|bun\.lockb?|deno\.lock"
    r"|cargo\.lock|composer\.lock|poetry\.lock|gemfile\.lock|go\.sum)$"
    r"|\.min\.(?:js|css|mjs|cjs)$|\.pub$"
    r"|\.(?:map|snap|png|jpe?g|gif|svg|ico|webp|avif|bmp|tiff?|woff2?|ttf|eot|otf|pdf|zip|gz|tgz|bz2|xz|7z|rar|jar|wasm|node"
    r"|mp[34]|m4[av]|mov|avi|webm|ogg|wav|flac|psd|ai|exe|dll|so|dylib|class|pyc|sqlite3?|db|bin|dat|parquet|onnx)$",
    re.I,
)
_SNIFFED = 8 << 10
_INK = re.compile(rb"[^\r\n]+")


def _claims(path: str) -> bool:
    return not _SKIPPED.search(path)


def _read(name: str, data: bytes) -> tuple[SecretScan, ...]:
    if not data or b"\0" in data[:_SNIFFED]:
        return ()
    try:
        findings = findings_of(name, data, hits_in(name, data))
    except EngineError as error:
        return (SecretScan((), str(error)),)
    return (SecretScan(findings),) if findings else ()


def lasting_findings(name: str, data: bytes) -> tuple[Finding, ...]:
    """What an old version of a file gave away. Raises `EngineError`."""
    if not data or b"\0" in data[:_SNIFFED]:
        return ()
    return tuple(one for one in findings_of(name, data, hits_in(name, data)) if lasting(name, one))


def masked(path: str, data: bytes) -> bytes:
    """The bytes with each credential in them blotted out; lines stay lines. Nothing where they cannot be scanned."""
    name = basename(path)
    try:
        found = [hit for hit in hits_in(name, data) if findings_of(name, data, [hit])]
    except EngineError:
        return b""
    for hit in found:
        secret = hit.secret.encode("utf-8", "surrogateescape")
        data = data.replace(secret, _INK.sub("…".encode(), secret))
    return data


SECRETS = Reader(
    name="secrets",
    version=_VERSION * 1_000_000 + engine_release(),  # another engine sees other things
    kinds=(SecretScan,),
    claims=_claims,
    read=_read,
    in_threads=True,
    max_size=2 << 20,
)
