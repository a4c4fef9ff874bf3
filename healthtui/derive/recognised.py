"""What the persona names, seen at work in a package."""

from __future__ import annotations

from healthtui.derive.database import Database
from healthtui.derive.inputs import derives
from healthtui.derive.packages import packages
from healthtui.facts.backend import Recognised

_FRAMEWORKS = {"express": "Express", "fastify": "Fastify", "nestjs": "NestJS"}


@derives(Recognised)
def recognised(db: Database, package: str) -> tuple[Recognised, ...]:
    found = [one for one in packages(db) if one.path == package]
    return tuple(Recognised(one.place, _FRAMEWORKS[name]) for one in found for name in one.frameworks)
