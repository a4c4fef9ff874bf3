"""Which tools lint, format and run tests, and the signs by which each is known. Data only."""

from __future__ import annotations

import re

OFF = "off"  # the role of a tool that is configured to do nothing
ROLES = {
    **dict.fromkeys(("eslint", "tslint", "oxlint", "jshint"), "linter"),
    **dict.fromkeys(("prettier", "dprint", "oxfmt"), "formatter"),
    **dict.fromkeys(("biome", "rome", "standard", "neostandard", "semistandard", "ts-standard", "xo"), "both"),
    **dict.fromkeys(("jest", "vitest", "mocha", "ava", "tap", "jasmine", "node:test"), "test-runner"),
    **dict.fromkeys(("dependabot", "renovate"), ""),
}

# a key of package.json → the tool that it configures
MANIFEST_KEYS = {"eslintConfig": "eslint", "renovate": "renovate"} | {
    tool: tool for tool in ("prettier", "standard", "semistandard", "ts-standard", "xo", "jest", "mocha", "ava", "tap", "jasmine")
}

# a command of a script → the tool; those that do nothing without a config file of their own (ESLint) are not here
COMMANDS = {"borp": "node:test"} | {
    tool: tool
    for tool in (
        *("prettier", "biome", "oxlint", "standard", "neostandard", "semistandard", "ts-standard", "xo"),
        *("jest", "vitest", "mocha", "ava", "tap", "jasmine"),
    )
}

# a file name → the tool that it configures
FILES = (
    (re.compile(r"\.eslintrc(\.\w+)?|eslint\.config\.\w+"), "eslint"),
    (re.compile(r"\.prettierrc(\.\w+)?|prettier\.config\.\w+"), "prettier"),
    (re.compile(r"\.?biome\.jsonc?"), "biome"),
    (re.compile(r"rome\.json"), "rome"),
    (re.compile(r"\.xo-config(\.\w+)?|xo\.config\.\w+"), "xo"),
    (re.compile(r"\.?dprint\.jsonc?"), "dprint"),
    (re.compile(r"tslint\.(json|ya?ml|js)"), "tslint"),
    (re.compile(r"\.?oxlintrc\.jsonc?|oxlint\.config\.\w+"), "oxlint"),
    (re.compile(r"\.?oxfmtrc\.jsonc?"), "oxfmt"),
    (re.compile(r"\.jshintrc"), "jshint"),
    (re.compile(r"jest\.config\.\w+|jest[.-][\w-]+\.json"), "jest"),
    (re.compile(r"vitest\.(config|workspace)\.\w+"), "vitest"),
    (re.compile(r"\.mocharc(\.\w+)?"), "mocha"),
    (re.compile(r"ava\.config\.\w+"), "ava"),
    (re.compile(r"\.taprc"), "tap"),
    (re.compile(r"dependabot\.ya?ml"), "dependabot"),
    (re.compile(r"\.?renovate(rc)?(\.json5?)?"), "renovate"),
)

# what an ESLint configuration names → the tool whose job it does too; `eslint-config-prettier` only switches rules off
ESLINT_MENTIONS = (
    (re.compile(r"plugin:prettier/|prettier/prettier|eslint-plugin-prettier"), "prettier"),
    (re.compile(r"""['"]neostandard['"]"""), "neostandard"),
    (
        re.compile(r"""['"](eslint-config-)?standard(-with-typescript|-typescript|-jsx)?['"]|eslint-config-love"""),
        "standard",
    ),
    (re.compile(r"""['"](eslint-config-)?semistandard['"]"""), "semistandard"),
    (re.compile(r"""['"](eslint-config-)?xo(-typescript|-space)?['"]"""), "xo"),
)

_RUNNERS = {"npx", "bunx", "pnpx", "pnpm", "yarn", "bun", "exec", "dlx", "run", "cross-env", "env", "c8", "nyc", "node"}
_SEPARATORS = re.compile(r"&&|\|\||[;|&]")
_ASSIGNMENT = re.compile(r"\w+=\S*")


def tools_of_script(script: str) -> list[str]:
    """The tools that a script of `package.json` runs, in order."""
    return [tool for command in _SEPARATORS.split(script) if (tool := _tool_of_command(command.split()))]


def _tool_of_command(words: list[str]) -> str:
    if words[:1] == ["node"] and "--test" in words:
        return "node:test"
    for word in words:
        name = word.rpartition("/")[2].removesuffix(".js")
        if name in COMMANDS:
            return COMMANDS[name]
        if name not in _RUNNERS and not word.startswith("-") and not _ASSIGNMENT.fullmatch(word):
            return ""
    return ""
