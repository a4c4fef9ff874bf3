"""Linters and formatters that are configured for a package."""

from __future__ import annotations

from healthtui.derive.database import Database
from healthtui.derive.inputs import derives, facts_in
from healthtui.derive.project.nearby import settings_for
from healthtui.facts.base import Place
from healthtui.facts.project import ToolConfig
from healthtui.facts.quality import ConfiguredTool

_ROLES = ("linter", "formatter", "both")


@derives(ConfiguredTool)
def configured_tools(db: Database, package: str) -> tuple[ConfiguredTool, ...]:
    """Each tool once, where it is configured nearest."""
    found: dict[str, ConfiguredTool] = {}
    for path in settings_for(db, ToolConfig, package):
        for config in facts_in(db, ToolConfig, path):
            if config.role in _ROLES:
                found.setdefault(config.tool, ConfiguredTool(Place(path, config.line, 1), config.tool, config.role))
    return tuple(sorted(found.values(), key=lambda one: one.place))
