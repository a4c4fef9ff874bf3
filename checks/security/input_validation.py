"""Validate all input with schemas."""

from __future__ import annotations

from healthtui.engine.check import CRITICAL, Site, met, sites, unmet
from healthtui.facts.http import Endpoint, Operation


@sites(
    risk=CRITICAL,
    none="No route reads body, query or params, and no operation takes arguments",
    says="{met} of {of} {what} that read input validate it",
    asks_handlers=True,
)
def input_validation(route: Endpoint | Operation) -> Site | None:
    if not route.reads_input or (isinstance(route, Endpoint) and route.is_not_found):
        return None
    if route.is_validated:
        return met(route.place, f"{route.label} is validated by {route.validated_by}")
    return unmet(route.place, f"{route.label} reads input that no schema checks")
