"""Whatever the bytes: facts or a `ReadError`, in at most a second."""

from __future__ import annotations

import time

import msgspec
import pytest

from healthtui.readers import READERS
from healthtui.readers.base import ReadError

NAMES = [
    *("package.json", "project.json", "pnpm-workspace.yaml", "lerna.json", "nx.json", "tsconfig.json"),
    *("package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb"),
    *(".env", ".env.example", ".gitignore", ".eslintrc.json", "biome.json", "renovate.json"),
    *(".github/workflows/ci.yml", ".gitlab-ci.yml", ".circleci/config.yml", "azure-pipelines.yml"),
]
DEEP = 100_000
SAMPLES = {
    "empty": b"",
    "blank": b" \n\t\n",
    "binary": bytes(range(256)) * 40,
    "not utf-8": b'{"a": "\xff\xfe"}\n',
    "utf-16": '{"a": 1}'.encode("utf-16"),
    "byte order mark": b'\xef\xbb\xbf{"a": 1}',
    "list": b"[]",
    "list of lists": b"[[[1, 2]], {}]",
    "number": b"17",
    "huge number": b'{"lockfileVersion": 1e999, "a": ' + b"9" * 5000 + b"}",
    "text": b'"text"',
    "null": b"null",
    "lone surrogate": b'{"name": "\\ud800", "packages": ["\\udc00"]}',
    "wrong types": b'{"name": [], "packages": {"": 1}, "dependencies": 3, "compilerOptions": [], "exports": 1}',
    "open lists": b"[" * DEEP,
    "nested lists": b"[" * DEEP + b"]" * DEEP,
    "nested objects": b'{"a":' * DEEP + b"1" + b"}" * DEEP,
    "nested in a section": b'{"packages": ' + b"[" * DEEP + b"]" * DEEP + b"}",
    "nested blocks": b"".join(b" " * depth + b"a:\n" for depth in range(1200)),
    "nested dashes": b"- " * DEEP,
    "nested tags": b"<a>" * DEEP + b"</a>" * DEEP,
    "quotes": b'"' * 100_001,
    "alias bomb": b"a: &a [x, x]\n"
    + b"".join(b"%c: &%c [%s]\n" % (c, c, b", ".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 122)),
    "alias of itself": b"jobs: &a\n  steps: [*a]\n  run: *a\n",
    "unknown alias": b"a: *b\n",
    "one long line": b"a" * 500_000,
    "escapes": b"\x1b[31m\x1b]0;title\x07" * 100,
}


def _reads_or_refuses(path: str, data: bytes) -> None:
    for reader in READERS:
        if reader.claims(path) and len(data) <= reader.max_size:
            try:
                facts = reader.read(path.rpartition("/")[2], data)
            except ReadError as error:
                assert error.reason and error.line >= 0
                continue
            msgspec.msgpack.encode(facts)  # what is read can be cached
            assert all(isinstance(fact, reader.kinds) for fact in facts)


@pytest.mark.parametrize("path", NAMES)
@pytest.mark.parametrize("sample", SAMPLES)
def test_hostile_bytes(path, sample):
    start = time.perf_counter()
    _reads_or_refuses(path, SAMPLES[sample])
    assert time.perf_counter() - start < 1


@pytest.mark.parametrize("path", NAMES)
def test_every_name_is_claimed(path):
    assert any(reader.claims(path) for reader in READERS)
