"""Who may ask: `@Authorized()` and users that are required, where the server is given what tells them."""

from __future__ import annotations

from healthtui.derive.database import Database
from healthtui.derive.evaluation.pieces import parameter_count
from healthtui.derive.evaluation.values import FunctionValue, options_of
from healthtui.derive.evaluation.written import inner_functions
from healthtui.derive.http.classes.decorators import Decoration
from healthtui.derive.http.classes.members import marked
from healthtui.derive.http.classes.options import Options
from healthtui.derive.http.routing_controllers.actions import Action
from healthtui.derive.http.routing_controllers.parameters import requires_user
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.controllers import ROUTING
from healthtui.facts.source import Array, Literal

_CHECKER, _FINDER = "authorizationChecker", "currentUserChecker"


def auth_of(db: Database, server: Options, action: Action) -> str:
    """What authenticates an action, or ""."""
    if _authorized(action) and _is_checked(db, server, _CHECKER):
        return "@Authorized"
    return "@CurrentUser" if requires_user(db, action) and _is_checked(db, server, _FINDER) else ""


def role_of(db: Database, server: Options, action: Action) -> str:
    """`@Authorized('admin')`, where the checker takes the roles; "" where none is asked for."""
    asked = any(one != Array(()) for mark in _authorized(action) for one in mark.arguments)
    takes_roles = all(parameter_count(db, one.path, one.index) not in (0, 1) for one in _functions(db, server, _CHECKER))
    return "@Authorized" if asked and takes_roles and _is_checked(db, server, _CHECKER) else ""


def _authorized(action: Action) -> list[Decoration]:
    """Those of the class and of the method: their roles are taken together."""
    return marked((*action.above, *action.own), (ROUTING,), "Authorized")


def _functions(db: Database, server: Options, name: str) -> list[FunctionValue]:
    return [one for one in options_of(server.value(db, name)) if isinstance(one, FunctionValue)]


def _is_checked(db: Database, server: Options, name: str) -> bool:
    """Whether a checker is given that does not say yes to everybody: without one the library fails, and nobody is known."""
    functions = _functions(db, server, name)
    return server.is_given(name) and not (functions and all(_says_yes(db, one) for one in functions))


def _says_yes(db: Database, checker: FunctionValue) -> bool:
    """`() => true`."""
    index = index_of(db, checker.path)
    if index is None:
        return False
    inside = inner_functions(index, checker.index)
    does_more = any(index.calls_in.get(one) for one in inside) or any(one.function in inside for one in index.module.throws)
    returned = index.module.functions[checker.index].returns
    return not does_more and bool(returned) and all(one == Literal(True) for one in returned)
