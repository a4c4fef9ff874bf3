from __future__ import annotations

import time
from hashlib import sha256

import pytest

from healthtui.facts.project import LockedPackage, Lockfile
from healthtui.readers.base import ReadError
from healthtui.readers.lockfile import LOCKFILE

NPM_1 = b"""{"lockfileVersion": 1, "dependencies": {
  "a": {"version": "1.0.0", "dependencies": {"@s/b": {"version": "2.0.0"}}}, "c": {"version": "3.0.0", "dev": true}}}"""
NPM_3 = b"""{"lockfileVersion": 3, "packages": {"": {"name": "root"}, "libs/x": {"version": "0.1.0"},
  "node_modules/x": {"link": true}, "node_modules/a": {"version": "1.0.0"},
  "node_modules/a/node_modules/@s/b": {"version": "2.0.0"}, "node_modules/c": {"version": "3.0.0", "dev": true}}}"""
YARN = b"""# yarn lockfile v1


a@^1.0.0, a@^1.0.1:
  version "1.0.0"
  dependencies:
    "@s/b" "^2.0.0"

"@s/b@^2.0.0":
  version "2.0.0"

c@3:
  version "3.0.0"
"""
BERRY = b"""__metadata:
  version: 8

"a@npm:^1.0.0, a@npm:^1.0.1":
  version: 1.0.0
  resolution: "a@npm:1.0.0"

"@s/b@npm:^2.0.0":
  version: 2.0.0

"c@npm:3":
  version: 3.0.0

"root@workspace:.":
  version: 0.0.0-use.local
"""
PNPM_5 = b"""lockfileVersion: 5.4
dependencies:
  a: 1.0.0
packages:

  /a/1.0.0:
    resolution: {integrity: x}
    dev: false

  /@s/b/2.0.0_a@1.0.0:
    dev: false

  /c/3.0.0:
    dev: true
"""
PNPM_6 = PNPM_5.replace(b"/a/1", b"/a@1").replace(b"/b/2.0.0_a@1.0.0", b"/b@2.0.0(a@1.0.0)").replace(b"/c/3", b"/c@3")
PNPM_9 = b"""lockfileVersion: '9.0'
packages:

  a@1.0.0:
    resolution: {integrity: x}

  '@s/b@2.0.0':
    resolution: {integrity: x}

  c@3.0.0: {}

snapshots:

  a@1.0.0:
    dependencies:
      c: 3.0.0
"""
BUN = b"""{
  "lockfileVersion": 1,
  "packages": {
    "a": ["a@1.0.0", "", {}, "x"],

    "@s/b": ["@s/b@2.0.0", "", {}, "x"],

    "a/c": ["c@3.0.0", "", {}, "x"],
  }
}
"""


def _read(name: str, data: bytes) -> Lockfile:
    (lockfile,) = LOCKFILE.read(name, data)
    assert isinstance(lockfile, Lockfile)
    return lockfile


@pytest.mark.parametrize(
    ("name", "data", "manager", "knows_development"),
    [
        ("package-lock.json", NPM_1, "npm", True),
        ("npm-shrinkwrap.json", NPM_3, "npm", True),
        ("yarn.lock", YARN, "yarn", False),
        ("yarn.lock", YARN.replace(b"\n", b"\r\n"), "yarn", False),
        ("yarn.lock", BERRY, "yarn-berry", False),
        ("pnpm-lock.yaml", PNPM_5, "pnpm", True),
        ("pnpm-lock.yaml", PNPM_6, "pnpm", True),
        ("pnpm-lock.yaml", PNPM_9, "pnpm", False),
        ("bun.lock", BUN, "bun", False),
    ],
)
def test_every_manager_says_the_same(name: str, data: bytes, manager: str, knows_development: bool) -> None:
    lockfile = _read(name, data)
    assert lockfile.manager == manager
    assert lockfile.digest == sha256(data).hexdigest()
    assert sorted(lockfile.packages, key=lambda package: package.version) == [
        LockedPackage("a", "1.0.0", False),
        LockedPackage("@s/b", "2.0.0", False),
        LockedPackage("c", "3.0.0", knows_development),
    ]


def test_the_binary_lockfile_of_bun_is_known_by_its_name() -> None:
    lockfile = _read("bun.lockb", b"#!/usr/bin/env bun\nbun-lockfile-format-v0\n\0\0")
    assert (lockfile.manager, lockfile.packages) == ("bun", ())


@pytest.mark.parametrize("name", ["package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock"])
def test_another_file_under_the_name_is_refused(name: str) -> None:
    with pytest.raises(ReadError, match="expected a lockfile of"):
        LOCKFILE.read(name, b'{"name": "x"}')


@pytest.mark.parametrize(
    ("name", "head", "line"),
    [
        ("yarn.lock", "# yarn lockfile v1\n", 'p{0}@^1.0.0:\n  version "1.0.{0}"\n  dependencies:\n    q "^1.0.0"\n\n'),
        (
            "pnpm-lock.yaml",
            "lockfileVersion: '6.0'\npackages:\n",
            "  /p{0}@1.0.{0}:\n    resolution: {{integrity: x}}\n    dev: true\n\n",
        ),
    ],
)
def test_two_megabytes_are_read_in_well_under_a_second(name: str, head: str, line: str) -> None:
    data = (head + "".join(line.format(number) for number in range(35_000))).encode()
    assert len(data) > 1.8e6
    start = time.process_time()
    lockfile = _read(name, data)
    assert time.process_time() - start < 0.8
    assert len(lockfile.packages) == 35_000
