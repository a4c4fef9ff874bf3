"""Workspaces, compiler options, env files, ignore rules, tool configs."""

from __future__ import annotations

import pytest

from healthtui.facts.project import CompilerOptions, EnvFile, EnvVariable, IgnoreRule, ToolConfig, Workspaces
from healthtui.readers.base import ReadError
from healthtui.readers.compiler import COMPILER
from healthtui.readers.env import ENV
from healthtui.readers.ignore import IGNORE
from healthtui.readers.toolconfig import TOOLCONFIG
from healthtui.readers.workspaces import WORKSPACES


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (
            "pnpm-workspace.yaml",
            b"packages:\n  - 'apps/*'\n  - '!**/test/**'\n",
            Workspaces("pnpm", ("apps/*", "!**/test/**")),
        ),
        ("lerna.json", b'{"packages": ["packages/*"]}', Workspaces("lerna", ("packages/*",))),
        ("nx.json", b'{"workspaceLayout": {"appsDir": "apps"}} // note', Workspaces("nx", ("apps/**",))),
        ("turbo.json", b'{"tasks": {}}', Workspaces("turbo", ())),
    ],
)
def test_workspaces(name: str, data: bytes, expected: object) -> None:
    assert WORKSPACES.read(name, data) == (expected,)


def test_compiler_options_may_have_comments_and_trailing_commas() -> None:
    (options,) = COMPILER.read(
        "tsconfig.json",
        b"""{
  "extends": "./base", // one, or several
  "compilerOptions": {
    /* all checks */ "strict": true,
    "target": "es2022", "sourceMap": false,
    "baseUrl": ".",
    "paths": { "@/*": ["src/*"], },
  },
  "references": [{ "path": "../lib" }],
}""",
    )
    assert options == CompilerOptions(
        extends=("./base",),
        strict=True,
        strict_line=4,
        check_js=None,
        base_url=".",
        paths=(("@/*", ("src/*",)),),
        options={"target": "es2022", "sourceMap": "false"},
        references=("../lib",),
    )


@pytest.mark.parametrize(
    "data", [b"{'a': 1}", b"{a: 1}", b'{"a": f()}', b'{"a": `x`}', b"{} {}", b"{}); ({}", b'{"a" 1}', b"({})"]
)
def test_javascript_is_no_jsonc(data: bytes) -> None:
    with pytest.raises(ReadError, match=r"not valid JSON|expected an object"):
        COMPILER.read("tsconfig.json", data)


def test_names_of_compiler_options() -> None:
    claimed = ["tsconfig.json", "a/tsconfig.build.json", "jsconfig.json", "tsconfig-base.json"]
    assert [path for path in [*claimed, "config.json", "tsconfig.ts"] if COMPILER.claims(path)] == claimed


def test_values_are_kept_of_examples_alone() -> None:
    data = b"# note\nexport PORT=3000 # here\nURL='a # b'\nKEY=\"one\ntwo\"\nEMPTY=\nnonsense\nLAST: x\n"
    names = (("PORT", 2), ("URL", 3), ("KEY", 4), ("EMPTY", 6), ("LAST", 8))
    assert ENV.read(".env", data) == (EnvFile(False, tuple(EnvVariable(name, "", line) for name, line in names)),)
    (example,) = ENV.read(".env.example", data)
    assert isinstance(example, EnvFile)
    assert example.is_example
    assert [variable.value for variable in example.variables] == ["3000", "a # b", "one\ntwo", "", "x"]


def test_names_of_env_files() -> None:
    claimed = [
        ".env",
        "api/.env.production",
        ".env.example",
        "env.example",
        "example.env",
        "env-example",
        ".env_sample",
    ]
    others = ["env.ts", ".env.d.ts", "src/env.example.ts", "environment.example", ".envrc", "production.env"]
    assert [path for path in claimed + others if ENV.claims(path)] == claimed


def test_ignore_rules_have_lines_and_no_comments() -> None:
    assert IGNORE.read(".gitignore", b"# all\r\n.env  \r\n\n!keep\\ \n\\#odd") == (
        IgnoreRule(".env", 2),
        IgnoreRule("!keep\\ ", 4),
        IgnoreRule("\\#odd", 5),
    )


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        (".eslintrc.json", b"{}", [("eslint", "linter", 1)]),
        (
            "eslint.config.mjs",
            b"import x from 'y'\n// 'neostandard'\nimport n from 'neostandard'\n",
            [("eslint", "linter", 1), ("neostandard", "both", 3)],
        ),
        (
            ".eslintrc.js",
            b"module.exports = {\n  extends: ['standard', 'plugin:prettier/recommended'] }",
            [("eslint", "linter", 1), ("prettier", "formatter", 2), ("standard", "both", 2)],
        ),
        (".eslintrc", b"extends: ['prettier']", [("eslint", "linter", 1)]),
        (".prettierrc", b"semi: false", [("prettier", "formatter", 1)]),
        ("biome.jsonc", b"{} // both", [("biome", "both", 1)]),
        ("biome.json", b'{"formatter": {"enabled": false}}', [("biome", "linter", 1)]),
        ("vitest.config.ts", b"export default {}", [("vitest", "test-runner", 1)]),
        ("dependabot.yml", b"version: 2", [("dependabot", "off", 1)]),
        ("dependabot.yml", b"updates:\n- package-ecosystem: github-actions", [("dependabot", "off", 1)]),
        ("dependabot.yml", b"updates:\n- {package-ecosystem: docker}\n- package-ecosystem: 'npm'", [("dependabot", "", 1)]),
        ("renovate.json5", b"{extends: ['config:recommended']}", [("renovate", "", 1)]),
        ("renovate.json", b'{"packageRules": [{"enabled": false}]}', [("renovate", "", 1)]),
        (".renovaterc", b'{\n"enabled": false}', [("renovate", "off", 2)]),
    ],
)
def test_config_files_of_tools(name: str, data: bytes, expected: list[tuple[str, str, int]]) -> None:
    assert TOOLCONFIG.claims(f".github/{name}")
    facts = TOOLCONFIG.read(name, data)
    assert sorted(facts, key=str) == sorted((ToolConfig(*fields) for fields in expected), key=str)


@pytest.mark.parametrize("path", [".editorconfig", "prettier.ts", "my.eslint.config.md.bak", "jest.ts"])
def test_other_files_are_no_config_of_a_tool(path: str) -> None:
    assert not TOOLCONFIG.claims(path)
