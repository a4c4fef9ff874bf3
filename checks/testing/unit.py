"""Unit tests for services."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Site, met, sites, unmet
from healthtui.facts.structure import ServiceModule


@sites(
    risk=HIGH,
    pass_at=0.8,
    warn_at=0.4,
    none="There are no service modules, and no repositories, models or database modules that query",
    says="Tests import {met} of {of} service modules",
)
def unit(service: ServiceModule) -> Site:
    if service.tested_by:
        return met(service.place, f"imported by {service.tested_by[0]}")
    return unmet(service.place, "no test imports it")
