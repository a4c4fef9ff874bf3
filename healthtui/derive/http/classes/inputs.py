"""What a handler takes of a request through its decorated parameters, and which part of it decides."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.evaluation.written import inner_functions
from healthtui.derive.http.bodies import body_of
from healthtui.derive.inputs import index_of
from healthtui.facts.source import Parameter

PARTS = ("body", "query", "params")
PART_READ = re.compile(r"\.(body|query|params)(?:\.|$)")


class InputUse(msgspec.Struct, frozen=True, gc=False):
    """A part of the request that a handler takes, and what validates it ("" for nothing)."""

    part: str
    validated_by: str


def judged(db: Database, function: FunctionValue, uses: Iterable[InputUse]) -> tuple[bool, str]:
    """(whether a handler reads input, what validates it): its body decides, else its query, else its params."""
    found = list(uses)
    if not found:
        return False, ""
    deciding = next(part for part in PARTS if any(one.part == part for one in found))
    by = next((one.validated_by for one in found if one.part == deciding and one.validated_by), "")
    return True, by or body_of(db, function.path, function.index).validates_input


def read_of_request(db: Database, function: FunctionValue, parameter: Parameter) -> list[str]:
    """The parts that a handler reads of the request that it is given, or that functions read which it is passed to."""
    index = index_of(db, function.path)
    if index is None:
        return []
    found = [one for one in parameter.keys if one in PARTS]
    inside = inner_functions(index, function.index)
    chains = [read.chain for read in index.module.reads if read.function in inside]
    chains = [one for one in chains if parameter.name and one.startswith(parameter.name + ".")]
    found += [match.group(1) for one in chains if (match := PART_READ.search(one))]
    for passed, _ in body_of(db, function.path, function.index).passes_request:
        found += [one.part for one in body_of(db, passed.path, passed.index).inputs]
    return found
