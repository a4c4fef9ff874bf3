"""Finds the checks: every module of every pack in the entry point group, the built-in pack among them. The derivations
that they read are declared by being loaded, so every module of those is loaded too."""

from __future__ import annotations

import pkgutil
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from types import ModuleType

from healthtui.engine.check import Check

GROUP = "healthtui.checks"
BUILT_IN = "healthtui.checks"
DERIVATIONS = "healthtui.derive"
SECTIONS = (
    "structure", "quality", "security", "errors", "database", "auth", "jobs", "realtime", "performance", "testing",
)  # fmt: skip


@cache
def load_checks() -> tuple[Check, ...]:
    """All checks, in the order of the catalogue's sections, then of their ids."""
    _modules_of(DERIVATIONS)
    packs = dict.fromkeys([BUILT_IN, *(point.value for point in entry_points(group=GROUP))])
    found = [check for pack in packs for check in _checks_of(pack)]
    return tuple(sorted(found, key=lambda check: (SECTIONS.index(check.section), check.id)))


def _checks_of(pack: str) -> list[Check]:
    return [value for module in _modules_of(pack) for value in vars(module).values() if isinstance(value, Check)]


def _modules_of(package: str) -> list[ModuleType]:
    root = import_module(package)
    found = pkgutil.walk_packages(root.__path__, f"{package}.")
    return [import_module(info.name) for info in found if not info.ispkg]
