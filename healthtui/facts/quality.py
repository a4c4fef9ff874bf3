"""How a project holds its code to a standard."""

from __future__ import annotations

from healthtui.facts.derived import Derived


class TypeStrictness(Derived, frozen=True):
    """How strictly the source under one compiler configuration is typed. The place is the setting, the configuration or
    the manifest. `language` is that of most of the package's source: typescript or javascript."""

    language: str
    is_strict: bool
    checks_javascript: bool
    absent: str = ""  # the configuration that it extends and that is not in the repository, where that may decide
    broken: str = ""  # why the configuration cannot be read


class ConfiguredTool(Derived, frozen=True):
    """A linter or formatter is configured for the package, in it or above. `role` is linter, formatter or both."""

    tool: str
    role: str
