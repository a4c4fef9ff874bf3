"""How a backend is watched while it runs."""

from __future__ import annotations

from healthtui.facts.derived import Derived


class Monitor(Derived, frozen=True):
    """An error tracker, metrics or tracing that is set at work, by its name."""

    by: str


class HealthEndpoint(Derived, frozen=True):
    """Something answers whether the service is well: a route, a mount, or a plugin that adds one."""

    by: str  # `GET /health`, or the plugin
