"""Lockfiles of npm, yarn (classic and berry), pnpm and Bun: which versions are installed.

Those of yarn, pnpm and Bun are read by line, as a YAML or JSONC parser would take seconds over them. They do not say
which packages are for development only (pnpm did until v8): all count as production.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from hashlib import sha256
from itertools import zip_longest
from posixpath import basename

from healthtui.facts.project import LockedPackage, Lockfile
from healthtui.readers.base import Reader, ReadError
from healthtui.readers.text import decode
from healthtui.readers.values import as_dict, as_text, load_object

_YARN_ENTRY = re.compile(r'^"?((?:@[^/\s"@]+/)?[^@\s"]+)@[^\n]*:\r?\n  version:? "?([^"\s]+)"?', re.MULTILINE)
_PNPM_ENTRY = re.compile(r"^  (?:'([^'\n]+)'|([^\s'][^\n]*?)):[ \t\r]*(?:\{\})?$", re.MULTILINE)
_PNPM_KEY = re.compile(r"/?((?:@[^/@]+/)?[^/@]+)[/@]([^/@(_]+)")
_PNPM_DEVELOPMENT = re.compile(r"^    dev: true", re.MULTILINE)
_BUN_ENTRY = re.compile(r'^\s+"[^"\n]+": \["((?:@[^/"\n]+/)?[^@"\n]+)@([^"\n]+)"', re.MULTILINE)


def _npm(data: bytes) -> tuple[str, Iterator[LockedPackage]]:
    root = load_object(data, "a lockfile of npm")
    if "lockfileVersion" not in root and "dependencies" not in root:
        raise ReadError("expected a lockfile of npm, found no lockfileVersion")
    packages = as_dict(root.get("packages"))
    return "npm", _npm_packages(packages) if packages else _npm_tree(as_dict(root.get("dependencies")))


def _npm_packages(packages: dict[str, object]) -> Iterator[LockedPackage]:
    """Versions 2 and 3: by the path in `node_modules`; other paths are workspaces."""
    for path, value in packages.items():
        entry = as_dict(value)
        _, inside, name = path.rpartition("node_modules/")
        if inside and entry.get("link") is not True:
            yield LockedPackage(as_text(entry.get("name")) or name, as_text(entry.get("version")), entry.get("dev") is True)


def _npm_tree(dependencies: dict[str, object]) -> Iterator[LockedPackage]:
    """Version 1: nested."""
    waiting = [dependencies]
    while waiting:
        for name, value in waiting.pop().items():
            entry = as_dict(value)
            yield LockedPackage(name, as_text(entry.get("version")), entry.get("dev") is True)
            waiting.append(as_dict(entry.get("dependencies")))


def _yarn(data: bytes) -> tuple[str, Iterator[LockedPackage]]:
    text = decode(data)
    is_berry = "__metadata:" in text
    if not is_berry and "# yarn lockfile v1" not in text:
        raise ReadError("expected a lockfile of yarn, found neither its header nor its metadata")
    return "yarn-berry" if is_berry else "yarn", _yarn_packages(text)


def _yarn_packages(text: str) -> Iterator[LockedPackage]:
    for match in _YARN_ENTRY.finditer(text):
        if match[2] != "0.0.0-use.local":  # a workspace
            yield LockedPackage(match[1], match[2], False)


def _pnpm(data: bytes) -> tuple[str, Iterator[LockedPackage]]:
    text = decode(data)
    if "lockfileVersion:" not in text:
        raise ReadError("expected a lockfile of pnpm, found no lockfileVersion")
    return "pnpm", _pnpm_packages(_pnpm_section(text))


def _pnpm_section(text: str) -> str:
    """The text under `packages:`, up to the next top-level key."""
    start = re.search(r"^packages:[ \t\r]*\n", text, re.MULTILINE)
    if not start:
        return ""
    end = re.compile(r"^\w", re.MULTILINE).search(text, start.end())
    return text[start.end() : end.start() if end else len(text)]


def _pnpm_packages(section: str) -> Iterator[LockedPackage]:
    entries = list(_PNPM_ENTRY.finditer(section))
    for entry, following in zip_longest(entries, entries[1:]):
        end = following.start() if following else len(section)
        if key := _PNPM_KEY.match(entry[1] or entry[2]):
            is_development = _PNPM_DEVELOPMENT.search(section, entry.end(), end) is not None
            yield LockedPackage(key[1], key[2], is_development)


def _bun(data: bytes) -> tuple[str, Iterator[LockedPackage]]:
    text = decode(data)
    if '"lockfileVersion"' not in text:
        raise ReadError("expected a lockfile of Bun, found no lockfileVersion")
    return "bun", (LockedPackage(match[1], match[2], False) for match in _BUN_ENTRY.finditer(text))


def _bun_binary(_data: bytes) -> tuple[str, Iterator[LockedPackage]]:
    return "bun", iter(())


_FORMATS: dict[str, Callable[[bytes], tuple[str, Iterator[LockedPackage]]]] = {
    "package-lock.json": _npm,
    "npm-shrinkwrap.json": _npm,
    "yarn.lock": _yarn,
    "pnpm-lock.yaml": _pnpm,
    "bun.lock": _bun,
    "bun.lockb": _bun_binary,
}


def _read(name: str, data: bytes) -> tuple[Lockfile, ...]:
    manager, packages = _FORMATS[name](data)
    return (Lockfile(manager, tuple(packages), sha256(data).hexdigest()),)


LOCKFILE = Reader(
    name="lockfile",
    version=1,
    kinds=(Lockfile,),
    claims=lambda path: basename(path) in _FORMATS,
    read=_read,
)
