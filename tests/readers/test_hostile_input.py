"""Whatever the bytes: facts or a `ReadError`, in at most a second of our own time (the machine may be busy)."""

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
    *("lcov.info", "coverage-final.json", "coverage-summary.json", "clover.xml", "cobertura-coverage.xml"),
    *("nginx.conf", "Caddyfile", ".htaccess", "haproxy.cfg", "traefik.yml"),
    *("npm-audit.json", "yarn-audit.jsonl", "jest-results.json", "mocha-results.json", "junit.xml"),
    *("k6-summary.json", "autocannon.json", "load.yml", "plan.jmx", "bench.sh", "Simulation.scala"),
    *("schema.prisma", "001.sql", "config/default.json"),
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
    "quotes": b'"' * 60_001,
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
def test_hostile_bytes(path: str, sample: str) -> None:
    start = time.process_time()
    _reads_or_refuses(path, SAMPLES[sample])
    assert time.process_time() - start < 5  # against hangs: the goal is a second, and machines differ


@pytest.mark.parametrize("path", NAMES)
def test_every_name_is_claimed(path: str) -> None:
    assert any(reader.claims(path) for reader in READERS)


VALID = {
    "package.json": b'{"name": "a", "scripts": {"test": "jest"}, "dependencies": {"express": "^5"}, "exports": {".": "./a.js"}}',
    "tsconfig.json": b'{ // note\n "compilerOptions": {"strict": true, "paths": {"@/*": ["src/*"]}}, }',
    "pnpm-lock.yaml": b"lockfileVersion: '9.0'\npackages:\n\n  a@1.0.0:\n    resolution: {integrity: x}\n",
    "yarn.lock": b'# yarn lockfile v1\n\na@^1.0.0:\n  version "1.0.0"\n',
    ".env.example": b"A=1\nB='two\nlines'\n",
    ".github/workflows/ci.yml": b"on: {push: {}}\njobs:\n  a:\n    steps:\n    - run: |\n        npm ci\n    - uses: &a a@v1\n",
    "lcov.info": b"TN:\nSF:a.js\nDA:1,1\nDA:2,0\nLF:2\nLH:1\nend_of_record\n",
    "coverage-final.json": b'{"/a.js": {"path": "/a.js", "statementMap": {"0": {"start": {"line": 1}}}, "s": {"0": 1}}}',
    "clover.xml": b'<coverage clover="3"><project><file path="a.js"><line num="1" count="1"/></file></project></coverage>',
    "npm-audit.json": b'{"auditReportVersion": 2, "vulnerabilities": {"a": {"severity": "low", "via": ["b"]}}}',
    "yarn-audit.jsonl": b'{"type": "auditAdvisory", "data": {"advisory": {"title": "x"}}}\n{"type": "auditSummary"}\n',
    "jest-results.json": b'{"numTotalTests": 1, "testResults": [{"name": "a", "assertionResults": [{"status": "failed"}]}]}',
    "config/default.json": b'{ // note\n "jwt": {"secret": "x", "expiresIn": -1, "of": [1.5, null, true]}, }',
    "junit.xml": b'<testsuites><testsuite name="a"><testcase name="b"><failure message="c"/></testcase></testsuite></testsuites>',
}


@pytest.mark.parametrize("path", VALID)
def test_a_file_that_is_cut_off_anywhere(path: str) -> None:
    for length in range(len(VALID[path])):
        _reads_or_refuses(path, VALID[path][:length])
        _reads_or_refuses(path, VALID[path][length:])


@pytest.mark.parametrize("path", VALID)
def test_a_byte_that_is_flipped_anywhere(path: str) -> None:
    for at in range(len(VALID[path])):
        flipped = bytearray(VALID[path])
        flipped[at] ^= 0x15
        _reads_or_refuses(path, bytes(flipped))


@pytest.mark.parametrize("path", VALID)
@pytest.mark.parametrize("size", [100 << 10, 7 << 20, 20 << 20])
def test_a_huge_file_is_refused_or_read_within_a_second(path: str, size: int) -> None:
    data = VALID[path] * (size // len(VALID[path]))
    start = time.process_time()
    _reads_or_refuses(path, data)
    assert time.process_time() - start < 5  # against hangs: the goal is a second, and machines differ
