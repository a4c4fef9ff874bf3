"""What a method takes of a request; tsoa checks each part against the type that is declared, where that says anything."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import FunctionValue
from healthtui.derive.http.classes.decorators import Decoration
from healthtui.derive.http.classes.inputs import InputUse, read_of_request
from healthtui.derive.http.classes.members import parameters_of
from healthtui.derive.libraries.controllers import TSOA, TSOA_INPUTS, TSOA_MODULES, TSOA_UNCHECKED
from healthtui.facts.source import Parameter

_WITH_BODY = {"POST", "PUT", "PATCH"}


def uses_of(db: Database, function: FunctionValue, verb: str, path: str) -> Iterator[InputUse]:
    """The parameters of a method, also those without a decorator: of the path by their name, of the body, or of the query."""
    for parameter, marks in parameters_of(db, function):
        own = [mark for mark in marks if mark.module in TSOA_MODULES]
        if any(mark.name == "Request" for mark in own):
            yield from (InputUse(part, "") for part in read_of_request(db, function, parameter))
        elif part := _part(parameter, own, verb, path):
            yield InputUse(part, "" if parameter.type.strip() in TSOA_UNCHECKED else TSOA)


def _part(parameter: Parameter, marks: list[Decoration], verb: str, path: str) -> str:
    named = (TSOA_INPUTS[mark.name] for mark in marks if mark.name in TSOA_INPUTS)
    if marks or parameter.decorators:
        return next(named, "")
    if f"/:{parameter.name}" in path:
        return "params"
    return "body" if verb in _WITH_BODY else "query"
