"""Source that no server can reach is read for its imports alone."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from healthtui.derive.inputs import facts_in, module_of
from healthtui.engine.workbench import Workbench
from healthtui.facts.source import Outline
from healthtui.live.scan import open_bench
from healthtui.readers.source import OUTLINE, SOURCE


def manifest(name: str, *dependencies: str) -> str:
    return json.dumps({"name": name, "dependencies": dict.fromkeys(dependencies, "*")})


FILES = {
    "package.json": json.dumps({"name": "root", "workspaces": ["packages/*"]}),
    "packages/api/package.json": manifest("@a/api", "express", "@a/shared"),
    "packages/api/app.ts": "import express from 'express';\nimport { x } from '@a/shared';\nexpress().use(x);\n",
    "packages/shared/package.json": manifest("@a/shared"),
    "packages/shared/index.ts": "export const x = 1;\n",
    "packages/web/package.json": manifest("@a/web", "react", "@a/shared"),
    "packages/web/page.tsx": "import React from 'react';\nexport const page = () => <p>{React.version}</p>;\n",
    "examples/small/package.json": manifest("small", "express", "@a/web"),
    "examples/small/app.ts": "import express from 'express';\n",
}


@pytest.fixture
def bench(tmp_path: Path) -> Workbench:
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    found = open_bench(tmp_path, cached=False)
    found.load()
    return found


def whole(bench: Workbench) -> list[str]:
    return [path for path in FILES if module_of(bench.db, path) is not None]


def test_a_server_and_what_it_depends_on_are_read_whole(bench: Workbench) -> None:
    assert whole(bench) == ["packages/api/app.ts", "packages/shared/index.ts"]


def test_of_the_rest_the_imports_are_known(bench: Workbench) -> None:
    (outline,) = facts_in(bench.db, Outline, "packages/web/page.tsx")
    assert outline == Outline(("react",), 2)


def test_a_manifest_that_changes_brings_its_source_in_and_out(bench: Workbench, tmp_path: Path) -> None:
    file = tmp_path / "packages/web/package.json"
    before = file.read_text()
    file.write_text(manifest("@a/web", "fastify"))
    bench.update(["packages/web/package.json"])
    assert "packages/web/page.tsx" in whole(bench)
    file.write_text(before)
    bench.update(["packages/web/package.json"])
    assert "packages/web/page.tsx" not in whole(bench)


def test_source_below_a_broken_manifest_is_read_whole(bench: Workbench, tmp_path: Path) -> None:
    (tmp_path / "packages/web/package.json").write_text("{")
    bench.update(["packages/web/package.json"])
    assert "packages/web/page.tsx" in whole(bench)


@pytest.mark.parametrize(
    "text",
    [
        "import a from 'a';\nexport * from './b';\nexport { c } from 'c';\nimport type { d } from 'd';\nimport 'e';\n",
        "const a = require('a');\nfunction f() { return require('./b'); }\nconst c = import('c');\nrequire(name);\n",
        "import a = require('a');\nexport = a;\n",
        "// import x from 'x'\nconst s = \"import y from 'y'\";\n",
    ],
)
def test_an_outline_says_what_the_whole_reading_says(text: str) -> None:
    (alone,) = OUTLINE.read("a.ts", text.encode())
    assert alone == SOURCE.read("a.ts", text.encode())[0]
