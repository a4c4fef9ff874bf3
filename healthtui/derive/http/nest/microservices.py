"""NestJS processes that answer no HTTP: microservices, and contexts of workers and commands.

Their handlers (`@MessagePattern`, `@EventPattern`, `@GrpcMethod`) are entry points, not routes.
"""

from __future__ import annotations

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.http.endpoints import registrations
from healthtui.derive.http.nest.application import bootstraps_in
from healthtui.derive.inputs import derived, derives
from healthtui.derive.repository.packages import modules_used
from healthtui.facts.base import Place
from healthtui.facts.http import Operation, WithoutHttp

_OTHER_SERVERS = {"express", "fastify"}
_KINDS = {"createMicroservice": "a NestJS microservice", "createApplicationContext": "a NestJS context without a server"}


@derives(WithoutHttp)
def without_http(db: Database, package: str) -> tuple[WithoutHttp, ...]:
    """Where the package makes its processes, if none of them answers HTTP."""
    used = modules_used(db, package)
    if "@nestjs/core" not in used or used & _OTHER_SERVERS:
        return ()
    made = _made(db, package)
    if any(name not in _KINDS for name, _ in made) or registrations(db, package) or derived(db, Operation, package):
        return ()
    return tuple(WithoutHttp(place, _KINDS[name]) for name, place in made)


@query
def _made(db: Database, package: str) -> tuple[tuple[str, Place], ...]:
    return tuple(in_each_file(db, package, bootstraps_in))
