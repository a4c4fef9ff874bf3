"""NestJS: gateways, event streams and GraphQL subscriptions, with the guards and checks before them."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import UNKNOWN, ClassValue, FunctionValue, Literally, external_of, options_of
from healthtui.derive.http.classes.decorators import Decoration, class_decorations
from healthtui.derive.http.classes.members import decorated_classes, decorated_methods, lineage
from healthtui.derive.http.nest.assemble import bound_by, surroundings_of
from healthtui.derive.http.nest.controllers import controllers_in
from healthtui.derive.http.nest.guards import auth_of
from healthtui.derive.http.nest.metadata import marks_of
from healthtui.derive.http.nest.settings import COMMON
from healthtui.derive.inputs import index_of
from healthtui.derive.libraries.realtime import GATEWAYS
from healthtui.derive.realtime.handshakes import NO, YES, Gate, handshake_of, joined
from healthtui.derive.realtime.servers import OPEN, origin_allowed
from healthtui.derive.repository.packages import request_path_files
from healthtui.facts.base import Place
from healthtui.facts.realtime import Socket
from healthtui.facts.source import Object

_CONNECTING = ("handleConnection", "afterInit")
_ADAPTERS = {"@nestjs/platform-socket.io": {"IoAdapter"}, "@nestjs/platform-ws": {"WsAdapter"}}


@query
def gateways_in(db: Database, path: str) -> tuple[Socket, ...]:
    """The gateways of a file, by themselves: an adapter may add to them."""
    return tuple(_gateway(db, one) for one in decorated_classes(db, path, GATEWAYS, "WebSocketGateway"))


def _gateway(db: Database, gateway: ClassValue) -> Socket:
    marks = tuple(mark for one in lineage(db, gateway) for mark in class_decorations(db, one))
    mark = next(one for one in marks if one.is_one(GATEWAYS, "WebSocketGateway"))
    is_guarded = _is_guarded(db, gateway, marks)
    gate = joined([Gate(YES if is_guarded else NO), *_connecting(db, gateway)])
    origin = "named" if gate.binds_origin else _origin(db, mark)
    return Socket(mark.place, "gateway", gate.auth, origin)


def _is_guarded(db: Database, gateway: ClassValue, marks: tuple[Decoration, ...]) -> bool:
    """Guards of the gateway, or of every message that it takes."""
    if _guards(db, marks):
        return True
    messages = [one.decorations for one in decorated_methods(db, gateway)]
    taking = [one for one in messages if any(mark.is_one(GATEWAYS, "SubscribeMessage") for mark in one)]
    return bool(taking) and all(_guards(db, one) for one in taking)


def _guards(db: Database, marks: tuple[Decoration, ...]) -> bool:
    for _, guard in bound_by(db, marks, "guard"):
        if auth_of(db, [guard.value], marks_of(db, marks))[0]:
            return True
        for value in options_of(guard.value):
            one = value.of if hasattr(value, "of") and isinstance(value.of, ClassValue) else value
            if isinstance(one, ClassValue):
                check = Evaluator(db).class_member(one.path, one.index, "canActivate")
                if isinstance(check, FunctionValue) and handshake_of(db, check.path, check.index).authenticates:
                    return True
    return False


def _connecting(db: Database, gateway: ClassValue) -> Iterator[Gate]:
    """What `handleConnection` and `afterInit` do with those who connect."""
    for name in _CONNECTING:
        value = Evaluator(db).class_member(gateway.path, gateway.index, name)
        if isinstance(value, FunctionValue):
            found = handshake_of(db, value.path, value.index)
            yield Gate(YES if found.authenticates else NO, found.binds_origin)


def _origin(db: Database, mark: Decoration) -> str:
    for argument in mark.arguments:
        for value in options_of(mark.scope.value(db, argument)):
            if isinstance(value, Literally) and isinstance(value.expression, Object):
                policy = Evaluator(db).member(value, "cors")
                if policy != UNKNOWN or any(key == "cors" for key, _ in value.expression.entries):
                    return origin_allowed(db, policy)
    return OPEN


@query
def adapter_of(db: Database, package: str) -> Socket | None:
    """What an adapter of the package does for all gateways."""
    for path in request_path_files(db, package):
        index = index_of(db, path)
        for number, declared in enumerate(index.module.classes if index else ()):
            base = external_of(Evaluator(db).of(path, declared.extends, -1, number)) if declared.extends else None
            if base is not None and base.name in _ADAPTERS.get(base.module, ()):
                return _adapter(db, path, number)
    return None


def _adapter(db: Database, path: str, number: int) -> Socket:
    index = index_of(db, path)
    assert index is not None
    declared = index.module.classes[number]
    functions = [one.function for one in declared.members if one.function >= 0]
    found = [handshake_of(db, path, one) for one in functions]
    is_auth = any(one.authenticates for one in found)
    return Socket(
        Place(path, declared.line, declared.column), "adapter", YES if is_auth else NO, _adapted_origin(db, path, functions)
    )


def _adapted_origin(db: Database, path: str, functions: list[int]) -> str:
    """`super.createIOServer(port, { ...options, cors: { origin } })`, `options.cors = { origin }`."""
    index = index_of(db, path)
    assert index is not None
    evaluator, found = Evaluator(db), list[str]()
    for call in (one for one in index.module.calls if one.function in functions):
        for at in range(len(call.arguments)):
            value = evaluator.argument(path, call, at)
            if isinstance(value, Literally) and isinstance(value.expression, Object):
                found += [
                    origin_allowed(db, evaluator.within(value, it)) for key, it in value.expression.entries if key == "cors"
                ]
    for one in index.module.assignments:
        if one.function in functions and one.target.endswith(".cors"):
            found.append(origin_allowed(db, evaluator.of(path, one.value, one.function)))
    return next(iter(found), OPEN)


@query
def streams_in(db: Database, path: str) -> tuple[Socket, ...]:
    """The `@Sse` routes of a file; their origins are those of the application's CORS policy."""
    found: list[Socket] = []
    for controller in controllers_in(db, path):
        above = tuple(mark for one in lineage(db, controller) for mark in class_decorations(db, one))
        for member in decorated_methods(db, controller):
            for mark in member.decorations:
                if mark.is_one(COMMON, "Sse"):
                    marks = (*above, *member.decorations)
                    chain = [*surroundings_of(db, path).bound, *bound_by(db, marks, "guard")]
                    by, _ = auth_of(db, [one.value for role, one in chain if role == "guard"], marks_of(db, marks))
                    found.append(Socket(mark.place, "event stream", YES if by else NO, OPEN))
    return tuple(found)
