"""Environment config in one place."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Site, met, sites, unmet
from healthtui.facts.structure import ConfigRead


@sites(
    risk=MEDIUM,
    none="The environment is not read in request-path code",
    says="{met} of {of} reads of the environment stand in a config module",
)
def config(read: ConfigRead) -> Site | None:
    if read.in_config:
        return met(read.place, f"{read.name}: in a config module, or by a loader")
    return unmet(read.place, f"{read.name} is read outside the config")
