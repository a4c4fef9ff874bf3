"""Every endpoint is authenticated."""

from __future__ import annotations

from healthtui.engine.check import CRITICAL, Site, met, sites, unmet
from healthtui.facts.backend import Endpoint


@sites(
    risk=CRITICAL,
    none="There is no route that is not public by its nature",
    says="{met} of {of} routes are behind authentication",
)
def authenticated_endpoints(route: Endpoint) -> Site | None:
    if route.is_not_found or route.is_public:
        return None
    what = f"{route.method} {route.path}"
    if route.is_authenticated:
        return met(route.place, f"{what} is behind {route.auth_by}")
    return unmet(route.place, f"{what} asks nobody who they are")
