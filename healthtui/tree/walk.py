"""Goes through a folder without git, which would know what belongs to it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import islice

from healthtui.tree.disk import Disk
from healthtui.tree.ignore import IgnoreRules

# Folders that are never source, where nothing else says so.
PRUNED_NAMES = frozenset(
    {".git", ".hg", ".svn", ".cache", ".next", ".nuxt", ".nyc_output", ".output", ".parcel-cache", ".pnpm-store"}
    | {".svelte-kit", ".turbo", ".vercel", ".yarn", "bower_components", "build", "coverage", "dist", "node_modules"}
)
MOST_NAMES = 100_000  # files and folders: a home folder holds more of them, no backend does


def names(disk: Disk, rules: IgnoreRules, known: set[str]) -> Iterator[tuple[str, bool]]:
    """Every path in folders that are neither pruned nor ignored, with whether it is a folder."""
    folders = [""]
    while folders:
        folder = folders.pop()
        for name, is_folder in _children(disk.full(folder)):
            path = folder + name
            yield path, is_folder
            if is_folder and name not in PRUNED_NAMES and is_text(path) and not rules.is_ignored(path + "/", known):
                folders.append(path + "/")


def is_too_large(disk: Disk, rules: IgnoreRules) -> bool:
    """Whether there are more paths than a backend has; told without looking any farther."""
    return next(islice(names(disk, rules, set()), MOST_NAMES, None), None) is not None


def is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _children(folder: str) -> list[tuple[str, bool]]:
    """In order, as far as they count: a single folder may hold millions."""
    try:
        with os.scandir(folder) as found:
            return sorted((child.name, child.is_dir(follow_symlinks=False)) for child in islice(found, MOST_NAMES + 1))
    except OSError:
        return []
