"""Which file of the repository a report means: its paths may be absolute, of another machine, or under another root."""

from __future__ import annotations

import re
from collections import defaultdict
from posixpath import basename, join, normpath

from healthtui.derive.database import Database, query
from healthtui.derive.inputs import exists, paths_with
from healthtui.derive.repository.folders import folder_of
from healthtui.facts.source import Outline

_DRIVE = re.compile(r"^(?:file://)?/?(?:[A-Za-z]:)?")


@query
def _by_name(db: Database) -> dict[str, tuple[str, ...]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for path in paths_with(db, Outline):
        found[basename(path)].append(path)
    return {name: tuple(paths) for name, paths in found.items()}


def match(db: Database, report: str, reported: str, root: str = "") -> str | None:
    """The known file that `reported` means in a report (its own path) that names a source root, or none."""
    path = normpath(reported.replace("\\", "/"))
    folder = folder_of(db, report)
    is_absolute = path.startswith("/") or bool(re.match(r"[A-Za-z]:", path))
    if not is_absolute:
        for base in (folder, ""):
            if exists(db, inside := normpath(join(base, path))):
                return inside
        path = join(root.replace("\\", "/"), path) if root else path
    return _by_suffix(db, folder, _DRIVE.sub("", path).strip("/").split("/"))


def _by_suffix(db: Database, folder: str, parts: list[str]) -> str | None:
    """The known file with the longest common ending, where there is one such; of several that of the report's package."""
    best, length = list[str](), 0
    for known in _by_name(db).get(parts[-1], ()):
        own = known.split("/")
        common = _common(own, parts)
        if common < 2 and common < min(len(own), len(parts)):
            continue
        if common > length:
            best, length = [known], common
        elif common == length:
            best.append(known)
    inside = [path for path in best if folder_of(db, path) == folder]
    return best[0] if len(best) == 1 else inside[0] if len(inside) == 1 else None


def _common(first: list[str], second: list[str]) -> int:
    """How many parts are equal from the end."""
    count = 0
    for one, other in zip(reversed(first), reversed(second), strict=False):
        if one != other:
            break
        count += 1
    return count
