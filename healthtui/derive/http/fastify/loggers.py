"""Fastify's own logger: the instances that are made with it, and the command that starts one with it."""

from __future__ import annotations

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Called, Constant, External, Literally, options_of
from healthtui.derive.http.fastify.events import is_made
from healthtui.derive.http.fastify.options import entry
from healthtui.derive.inputs import facts_in, index_of
from healthtui.derive.libraries.logging import FASTIFY_COMMAND
from healthtui.derive.repository.packages import FRAMEWORKS, modules_used
from healthtui.facts.base import Place
from healthtui.facts.project import Manifest
from healthtui.facts.source import Expression

_FASTIFY = {name for name, framework in FRAMEWORKS.items() if framework == "fastify"} | {"@nestjs/platform-fastify"}
_ADAPTER = External("@nestjs/platform-fastify", "FastifyAdapter")
_LOGGER_OPTIONS = ("logger", "loggerInstance")


@query
def fastify_loggers(db: Database, package: str) -> tuple[Place, ...]:
    """Where instances are made whose logger is on; a condition is ignored, as `logger: isProduction` may be on."""
    if modules_used(db, package).isdisjoint(_FASTIFY):
        return ()
    made = list(in_each_file(db, package, _loggers_in))
    return (*made, *_by_command(db, package))


def _by_command(db: Database, package: str) -> list[Place]:
    """`fastify start -l info app.js`: the level is asked for on the command line."""
    path = "package.json" if package == "." else f"{package}/package.json"
    return [
        Place(path, manifest.lines.get("scripts", 1), 1)
        for manifest in facts_in(db, Manifest, path)
        if any(FASTIFY_COMMAND.search(script) for script in manifest.scripts.values())
    ]


@query
def _loggers_in(db: Database, path: str) -> tuple[Place, ...]:
    index = index_of(db, path)
    evaluator = Evaluator(db)
    found: list[Place] = []
    for number, call in enumerate(index.module.calls if index else ()):
        callees = options_of(evaluator.callee(path, call)) if call.arguments else ()
        if any(one == _ADAPTER or is_made(Called(one, path, number)) for one in callees):
            options = evaluator.argument(path, call, 0)
            if any(_is_on(db, entry(db, options, key)) for key in _LOGGER_OPTIONS):
                found.append(Place(path, call.line, call.column))
    return tuple(found)


def _is_on(db: Database, found: tuple[Literally, Expression] | None) -> bool:
    if found is None:
        return False
    value = Evaluator(db).within(*found)
    return any(one not in (Constant(False), Constant(None)) for one in options_of(value))
