"""Apps and routers: which values are one, and what happens to them."""

from __future__ import annotations

import msgspec

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator, Situation
from healthtui.derive.evaluation.pieces import base_of
from healthtui.derive.evaluation.values import (
    UNKNOWN,
    Attribute,
    Called,
    ClassValue,
    External,
    Instance,
    Value,
    external_of,
)
from healthtui.derive.http.express.parameters import APP, ROUTER
from healthtui.derive.libraries.controllers import EXPRESS_MAKERS, INVERSIFY_BUILD, INVERSIFY_CONFIGS
from healthtui.facts.base import Place
from healthtui.facts.source import Expression

VERBS = {"get", "post", "put", "patch", "delete", "head", "options", "all", "del", "search", "propfind", "copy", "move"}
ROUTER_MODULES = {"express-promise-router", "express-router", "@awaitjs/express", "router", "express-async-router"}
SETTINGS = {"set", "enable", "disable", "engine"}
OTHERS = {"use", "param"}  # that register functions
CHAINED = VERBS | SETTINGS | OTHERS  # they return the app or router itself
_GIVE_THE_APP = CHAINED | {*INVERSIFY_CONFIGS, INVERSIFY_BUILD}


class Event(msgspec.Struct, frozen=True, gc=False):
    """Something done to a node (an app or router, or the parameter that stands for one).

    `kind` is route, use, param, pass or serve; of a route `method` and `route` (the expression of its path), of a param
    `route` (that of its name); of a pass `target` is the parameter that receives the node; of a serve `method` is the
    library that puts its controllers on the node, which the arguments are given to beside it. The arguments are
    expressions in `function` of `path`, with `given` in force.
    """

    node: Value
    kind: str
    path: str
    place: Place
    function: int
    owner: int
    arguments: tuple[Expression, ...]
    method: str = ""
    route: Expression | None = None
    target: Value | None = None
    given: Situation = ()
    is_last: bool = False  # after all else that happens to the node, wherever it stands


def kind_of(value: Value) -> str | None:
    """Whether a value is an Express app or router that is made here."""
    match value:
        case Called(External("express", ""), _, _):
            return APP
        case Called(External("express", name), _, _) if name.rpartition(".")[2] == "Router":
            return ROUTER
        case Called(External(module, name), _, _) if name in EXPRESS_MAKERS.get(module, ()):
            return APP
        case Called(External(module, _), _, _) if module in ROUTER_MODULES:
            return ROUTER
    return None


def node_of(db: Database, value: Value) -> Value | None:
    """The app or router that a value is: also the end of a chain `Router().get(…)`, or an object of a class that extends one."""
    while isinstance(value, Called) and isinstance(value.callee, Attribute) and value.callee.name in _GIVE_THE_APP:
        value = value.callee.of
    if kind_of(value):
        return value
    return value if isinstance(value, Instance) and _extends_router(db, value) else None


def _extends_router(db: Database, value: Instance) -> bool:
    one, seen = value.of, set[Value]()
    while isinstance(one, ClassValue) and one not in seen:
        seen.add(one)
        base = base_of(db, one.path, one.index)
        one = Evaluator(db).of(one.path, base, -1, one.index) if base is not None else UNKNOWN
    external = external_of(one)
    return external is not None and (external.module in ROUTER_MODULES or external == External("express", "Router"))
