"""What the parameters of an action ask of a request: input, and what checks it; and that somebody is known."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database
from healthtui.derive.evaluation.values import UNKNOWN, ClassValue, Constant, Value
from healthtui.derive.http.classes.decorators import Decoration
from healthtui.derive.http.classes.dto import CLASS_VALIDATOR, typed_class, validation_of
from healthtui.derive.http.classes.inputs import InputUse, judged, read_of_request
from healthtui.derive.http.classes.members import marked, parameters_of
from healthtui.derive.http.classes.options import Options, options_in
from healthtui.derive.http.routing_controllers.actions import Action
from healthtui.derive.libraries.controllers import ROUTING, ROUTING_INPUTS, ROUTING_PARSED, ROUTING_TEXTS
from healthtui.facts.source import Parameter

_OFF = Constant(False)


def input_of(db: Database, action: Action, server: Options) -> tuple[bool, str]:
    """(whether an action reads input, what validates it)."""
    return judged(db, action.function, _uses(db, action, server))


def requires_user(db: Database, action: Action) -> bool:
    """`@CurrentUser({ required: true })`: the library answers 401 where the checker of the server knows nobody."""
    marks = [mark for _, found in parameters_of(db, action.function) for mark in marked(found, (ROUTING,), "CurrentUser")]
    return any(_options_of(db, mark).value(db, "required") == Constant(True) for mark in marks)


def _uses(db: Database, action: Action, server: Options) -> Iterator[InputUse]:
    for parameter, marks in parameters_of(db, action.function):
        for mark in marked(marks, (ROUTING,), *ROUTING_INPUTS):
            yield InputUse(ROUTING_INPUTS[mark.name], _checked_by(db, action, server, parameter, mark))
        if marked(marks, (ROUTING,), "Req"):
            yield from (InputUse(one, "") for one in read_of_request(db, action.function, parameter))


def _checked_by(db: Database, action: Action, server: Options, parameter: Parameter, mark: Decoration) -> str:
    """A class with its validators, unless they are turned off; a text that must be a number, a truth value or a date."""
    if mark.name in ROUTING_TEXTS and parameter.type in ROUTING_PARSED:
        return ROUTING
    options = _options_of(db, mark)
    given = options.value(db, "type")
    declared = given if isinstance(given, ClassValue) else typed_class(db, action.function.path, parameter.type)
    is_validated = declared is not None and validation_of(db, declared) == CLASS_VALIDATOR
    return ROUTING if is_validated and _is_on(db, server, options.value(db, "validate")) else ""


def _is_on(db: Database, server: Options, own: Value) -> bool:
    """Values are made objects of their classes, and validated, unless the server or the parameter says otherwise."""
    if server.value(db, "classTransformer") == _OFF:
        return False
    return server.value(db, "validation") != _OFF if own == UNKNOWN else own != _OFF


def _options_of(db: Database, mark: Decoration) -> Options:
    """The options are the last argument of a decorator, after the name of what it takes."""
    found = [options_in(db, mark.scope.value(db, one)) for one in mark.arguments[-1:]]
    return next((one for one in found if one is not None), Options({}))
