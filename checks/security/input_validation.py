"""Validate all input with schemas."""

from __future__ import annotations

from healthtui.engine.check import CRITICAL, Site, met, sites, unmet
from healthtui.facts.backend import Endpoint


@sites(risk=CRITICAL, none="No route reads body, query or params", says="{met} of {of} routes that read input validate it")
def input_validation(route: Endpoint) -> Site | None:
    if not route.reads_input or route.is_not_found:
        return None
    what = f"{route.method} {route.path}"
    if route.is_validated:
        return met(route.place, f"{what} is validated by {route.validated_by}")
    return unmet(route.place, f"{what} reads input that no schema checks")
