"""Packages of a repository, from data alone: names and workspace folders."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

import msgspec


class _Manifest(msgspec.Struct):
    name: str = ""


def package_name(manifest: bytes) -> str:
    """The `name` of a `package.json`, or "" when it has none or is broken."""
    try:
        return msgspec.json.decode(manifest.removeprefix(b"\xef\xbb\xbf"), type=_Manifest).name
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
        return ""


def workspace_folders(globs: Iterable[str], manifest_folders: Iterable[str]) -> list[str]:
    """The folders, of those that hold a manifest, that the workspace globs of npm, pnpm or yarn name, in order.

    "" is the root, named by `.` alone. A leading `!` excludes, wherever it stands. `node_modules` holds no workspaces.
    """
    named = [_segments(glob) for glob in globs if not glob.startswith("!")]
    excluded = [_segments(glob[1:]) for glob in globs if glob.startswith("!")]
    found = []
    for folder in sorted(set(manifest_folders)):
        parts = _segments(folder)
        is_named = any(_matches(glob, parts) for glob in named if bool(glob) == bool(parts))
        if is_named and "node_modules" not in parts and not any(_matches(glob, parts) for glob in excluded):
            found.append(folder)
    return found


def _segments(path: str) -> list[str]:
    return [part for part in path.split("/") if part not in ("", ".")]


def _matches(glob: list[str], parts: list[str]) -> bool:
    """Walks all places of the glob at once, so that many `**` cost no more than their number."""
    places = _passed({0}, glob)
    for part in parts:
        stay = {at for at in places if at < len(glob) and glob[at] == "**"}
        step = {at + 1 for at in places - stay if at < len(glob) and fnmatchcase(part, glob[at])}
        places = _passed(stay | step, glob)
    return len(glob) in places


def _passed(places: set[int], glob: list[str]) -> set[int]:
    """The places with those behind each `**`, which may stand for nothing."""
    passed = set(places)
    for at, segment in enumerate(glob):
        if at in passed and segment == "**":
            passed.add(at + 1)
    return passed
