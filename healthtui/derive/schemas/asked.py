"""The conditions of one query, wherever its library takes them."""

from __future__ import annotations

from healthtui.derive.evaluation.values import ClassValue, Literally, options_of
from healthtui.derive.evaluation.written import method_of
from healthtui.derive.libraries.schemas import (
    MIKRO_DIRECT,
    MONGO_DIRECT,
    TYPEORM_DIRECT,
    TYPEORM_OPTIONS,
    WHERE_IN_FIRST,
    WHERE_IN_SECOND,
)  # fmt: skip
from healthtui.derive.schemas.conditions import Conditions, Fields
from healthtui.facts.source import Array, Call, Object


def conditions_in_call(conditions: Conditions, library: str, path: str, call: Call) -> list[Fields]:
    """The fields of the filters that a call is given as objects, one tuple for each alternative."""
    method = method_of(call)
    arguments = list(call.arguments)
    if arguments and any(isinstance(one, ClassValue) for one in options_of(conditions.evaluator.argument(path, call, 0))):
        arguments = arguments[1:]  # `manager.find(User, …)`
    found = [conditions.objects(path, one, call.function, call.owner) for one in arguments[:2]]
    given = [*found, [], []]
    match library:
        case "mongoose" if method in MONGO_DIRECT:
            taken = given[0]
        case "mongoose" if method == "distinct":
            taken = given[1]
        case "mongoose" if method == "aggregate":
            taken = [it for one in given[0] for it in _first_match(conditions, one)]
        case "typeorm" if method in TYPEORM_DIRECT:
            taken = given[0]
        case "typeorm" if method in WHERE_IN_FIRST:
            taken = [it for one in given[0] for it in (conditions.entry(one, "where") or _without_options(one))]
        case "mikro-orm" if method in MIKRO_DIRECT:
            taken = given[0]
        case "sequelize" if method in WHERE_IN_SECOND:
            taken = [it for one in given[1] for it in conditions.entry(one, "where")]
        case "prisma" | "sequelize" | "drizzle" if method in WHERE_IN_FIRST:
            taken = [it for one in given[0] for it in conditions.entry(one, "where")]
        case _:
            taken = []
    return [fields for one in taken for fields in conditions.alternatives(one)]


def _without_options(value: Literally) -> list[Literally]:
    """`findOne({ email })` of TypeORM 0.2: conditions without a `where`."""
    if not isinstance(value.expression, Object):
        return []
    return [] if TYPEORM_OPTIONS & {key for key, _ in value.expression.entries} else [value]


def _first_match(conditions: Conditions, pipeline: Literally) -> list[Literally]:
    """The `$match` with which an aggregation begins: a later one is not on the collection."""
    stages = pipeline.expression.items if isinstance(pipeline.expression, Array) else ()
    if not stages or not isinstance(stages[0], Object):
        return []
    return conditions.entry(Literally(pipeline.path, stages[0], pipeline.function, pipeline.owner), "$match")
