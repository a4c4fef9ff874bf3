from __future__ import annotations

import json

import pytest

from healthtui.facts.project import Manifest, ToolConfig
from healthtui.readers.base import ReadError
from healthtui.readers.manifest import MANIFEST

PACKAGE = b"""{
  "name": "@shop/api",
  "version": "1.2.0",
  "type": "module",
  "private": true,
  "workspaces": { "packages": ["libs/*"] },
  "exports": { ".": { "types": "./a.d.ts", "import": "./a.js" }, "./b": ["./b.js"] },
  "scripts": { "lint": "standard && NODE_ENV=x npx prettier --check .",
               "test": "node --test" },
  "dependencies": {
    "express": "^5.0.0"
  },
  "eslintConfig": {
    "extends": ["plugin:prettier/recommended"]
  }
}
"""


def test_a_package_is_read_with_the_lines_of_its_keys_and_dependencies() -> None:
    manifest = MANIFEST.read("package.json", PACKAGE)[0]
    assert isinstance(manifest, Manifest)
    assert (manifest.kind, manifest.name, manifest.module_type, manifest.private) == (
        "npm",
        "@shop/api",
        "module",
        True,
    )
    assert manifest.dependencies == {"express": "^5.0.0"}
    assert manifest.workspaces == ("libs/*",)
    assert manifest.exports == {".": "./a.js", "./b": "./b.js"}
    assert manifest.lines["scripts"] == 8
    assert manifest.lines["dependencies.express"] == 11


def test_keys_and_scripts_configure_tools() -> None:
    tools = [fact for fact in MANIFEST.read("package.json", PACKAGE) if isinstance(fact, ToolConfig)]
    assert tools == [
        ToolConfig("eslint", "linter", 13),
        ToolConfig("standard", "both", 8),
        ToolConfig("prettier", "formatter", 8),
        ToolConfig("node:test", "test-runner", 9),
        ToolConfig("prettier", "formatter", 14),
    ]


@pytest.mark.parametrize("script", ["eslint .", "echo jest", "node standard.mjs", "npm run prettier", ""])
def test_a_script_that_only_mentions_a_tool_configures_none(script: str) -> None:
    facts = MANIFEST.read("package.json", json.dumps({"scripts": {"x": script}}).encode())
    assert len(facts) == 1


def test_an_nx_project_is_a_manifest_and_another_project_json_is_none() -> None:
    nx = b'{"name": "api", "tags": ["type:app"], "targets": {"build": {"options": {"main": "apps/api/src/main.ts"}}}}'
    (manifest,) = MANIFEST.read("project.json", nx)
    assert isinstance(manifest, Manifest)
    assert (manifest.kind, manifest.nx_tags, manifest.main) == ("nx", ("type:app",), "apps/api/src/main.ts")
    assert MANIFEST.read("project.json", b'{"frameworks": {}}') == ()


@pytest.mark.parametrize(
    ("data", "reason", "line"),
    [
        (b'{\n  "a": 1,\n}', "not valid JSON: trailing comma in object", 3),
        (b'{\n  "a": 1\n', "not valid JSON: the file is cut off", 3),
        (b"[]", "expected an object of package settings, found a list", 1),
        (b"", "empty file, expected JSON", 0),
        (b"\x00\x01", "binary content, not text", 0),
        (b'{"a":\n"\xff"}', "not UTF-8 text", 2),
    ],
)
def test_what_is_wrong_is_said_with_its_line(data: bytes, reason: str, line: int) -> None:
    with pytest.raises(ReadError) as raised:
        MANIFEST.read("package.json", data)
    assert (raised.value.reason, raised.value.line) == (reason, line)


def test_aliases_of_node_of_module_alias_and_of_jest() -> None:
    text = """{ "imports": { "#db/*": "./src/db/*.js", "#app": { "types": "./app.d.ts", "default": "./src/app.js" } },
      "_moduleAliases": { "@models": "src/models/" },
      "jest": { "moduleNameMapper": { "^@/(.*)$": "<rootDir>/src/$1", "\\\\.(css|less)$": "<rootDir>/empty.js" } } }"""
    (manifest,) = (one for one in MANIFEST.read("package.json", text.encode()) if isinstance(one, Manifest))
    assert manifest.aliases == (
        ("#db/*", "./src/db/*.js"),
        ("#app", "./src/app.js"),
        ("@models", "src/models/"),
        ("@models/*", "src/models/*"),
        ("@/*", "src/*"),
    )
