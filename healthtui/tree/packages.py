"""The names of packages, from data alone."""

from __future__ import annotations

import msgspec


class _Manifest(msgspec.Struct):
    name: str = ""


def package_name(manifest: bytes) -> str:
    """The `name` of a `package.json`, or "" when it has none or is broken."""
    try:
        return msgspec.json.decode(manifest.removeprefix(b"\xef\xbb\xbf"), type=_Manifest).name
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return ""
