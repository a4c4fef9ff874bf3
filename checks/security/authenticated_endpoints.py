"""Every endpoint is authenticated."""

from __future__ import annotations

from healthtui.engine.check import CRITICAL, Site, met, sites, unmet
from healthtui.facts.http import Endpoint, Operation


@sites(
    risk=CRITICAL,
    none="There is no route or operation that is not public by its nature",
    says="{met} of {of} {what} are behind authentication",
)
def authenticated_endpoints(route: Endpoint | Operation) -> Site | None:
    if route.is_public or (isinstance(route, Endpoint) and route.is_not_found):
        return None
    if route.is_authenticated:
        return met(route.place, f"{route.label} is behind {route.auth_by}")
    return unmet(route.place, f"{route.label} asks nobody who they are")
