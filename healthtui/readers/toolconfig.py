"""Config files of linters, formatters, test runners and dependency robots: that they are there, and what they do."""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import basename

from healthtui.facts.project import ToolConfig
from healthtui.readers.base import Reader, ReadError
from healthtui.readers.json_tree import parse_jsonc
from healthtui.readers.nodes import NOTHING, Node, mapping
from healthtui.readers.text import decode
from healthtui.readers.tools import ESLINT_MENTIONS, FILES, OFF, ROLES
from healthtui.readers.yaml_tree import parse_yaml

_ECOSYSTEMS = {"npm", "bun"}  # npm stands for yarn and pnpm too
_COMMENTS = ("//", "*", "/*", "#")


def _tool(name: str) -> str:
    return next((tool for pattern, tool in FILES if pattern.fullmatch(name)), "")


def _read(name: str, data: bytes) -> tuple[ToolConfig, ...]:
    tool = _tool(name)
    text = decode(data)
    if tool == "biome":
        return (ToolConfig(tool, _biome_role(data), 1),)
    if tool == "dependabot":
        return (ToolConfig(tool, _dependabot_role(data), 1),)
    if tool == "renovate":
        return (renovate_config(_renovate_settings(name, data), 1),)
    config = ToolConfig(tool, ROLES[tool], 1)
    return (config, *eslint_mentions(_code_lines(text))) if tool == "eslint" else (config,)


def _biome_role(data: bytes) -> str:
    """Biome lints and formats, unless one of the two is switched off."""
    root = mapping(parse_jsonc(data), "an object of Biome's settings")
    lints, formats = (root.get(part, "enabled").flag() is not False for part in ("linter", "formatter"))
    return "both" if lints and formats else "linter" if lints else "formatter" if formats else ""


def _dependabot_role(data: bytes) -> str:
    """Dependabot updates what it is told to: one that only knows of actions and images leaves npm's packages alone."""
    updates = mapping(parse_yaml(data), "Dependabot's settings").get("updates").items()
    return "" if any(one.get("package-ecosystem").text() in _ECOSYSTEMS for one in updates) else OFF


def _renovate_settings(name: str, data: bytes) -> Node:
    try:
        return mapping(parse_jsonc(data), "an object of Renovate's settings")
    except ReadError:
        if name.endswith("5"):
            return NOTHING  # JSON5 has forms that JSON with comments has not
        raise


def renovate_config(settings: Node, line: int) -> ToolConfig:
    """Renovate, which its own settings can switch off."""
    switch = settings.get("enabled")
    is_off = switch.flag() is False
    return ToolConfig("renovate", OFF if is_off else "", switch.line if is_off else line)


def eslint_mentions(lines: Iterable[tuple[str, int]]) -> list[ToolConfig]:
    """The tools whose job an ESLint configuration does too, each at the first line that names it."""
    first: dict[str, int] = {}
    for text, line in lines:
        for pattern, tool in ESLINT_MENTIONS:
            if tool not in first and pattern.search(text):
                first[tool] = line
    return [ToolConfig(tool, ROLES[tool], line) for tool, line in first.items()]


def _code_lines(text: str) -> Iterable[tuple[str, int]]:
    lines = enumerate(text.splitlines(), 1)
    return ((line, number) for number, line in lines if not line.lstrip().startswith(_COMMENTS))


TOOLCONFIG = Reader(
    name="toolconfig",
    version=2,
    kinds=(ToolConfig,),
    claims=lambda path: bool(_tool(basename(path))),
    read=_read,
    max_size=1 << 20,
)
