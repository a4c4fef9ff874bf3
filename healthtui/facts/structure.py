"""How a backend is laid out: roles, services, the places where it reads its configuration."""

from __future__ import annotations

from healthtui.facts.base import Place
from healthtui.facts.derived import Derived


class ServiceModule(Derived, frozen=True):
    """A service module. `http` are the places where it touches an HTTP framework; `tested_by` the tests that import it.

    Where no file is one by its name or folder (`is_named`), handlers of a bus and use cases are, else data modules.
    """

    is_named: bool

    http: tuple[Place, ...]
    tested_by: tuple[str, ...]


LAYOUT_ROLES = ("config", "controllers", "services", "repositories", "middleware", "utils", "types", "app entry")


class RoleSighting(Derived, frozen=True):
    """A folder or file-name part that plays one of the eight layout roles."""

    role: str


class ConfigRead(Derived, frozen=True):
    """A read of the environment in request-path code."""

    name: str
    in_config: bool  # in a config module, or by a loader
