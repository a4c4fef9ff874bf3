"""What the bootstrap and the modules set up for the whole application, file by file."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.pieces import call_at, call_taking
from healthtui.derive.evaluation.values import (
    Attribute,
    Called,
    ClassValue,
    Constant,
    External,
    FunctionValue,
    Instance,
    Literally,
    ParameterValue,
    Value,
    either,
    external_of,
    options_of,
)
from healthtui.derive.http.classes.decorators import Scope, class_decorations, items_of, object_of
from healthtui.derive.http.model import Handler
from healthtui.derive.inputs import index_of
from healthtui.facts.base import Place
from healthtui.facts.source import Call, Expression, Member, Object

COMMON = ("@nestjs/common",)
_ADAPTERS = (External("@nestjs/platform-fastify", "FastifyAdapter"), External("@nestjs/platform-express", "ExpressAdapter"))
_APP_TYPES = re.compile(r"^(?:I?Nest\w*Application)$")
_GLOBALS = {
    "useGlobalGuards": "guard",
    "useGlobalPipes": "pipe",
    "useGlobalFilters": "filter",
    "useGlobalInterceptors": "interceptor",
}
_TOKENS = {"APP_GUARD": "guard", "APP_PIPE": "pipe", "APP_FILTER": "filter", "APP_INTERCEPTOR": "interceptor"}
_WITH_MIDDLEWARE = {"nestjs-pino": "LoggerModule"}  # what these modules bind stands before all routes
_SETTINGS = {"setGlobalPrefix": "prefix", "enableVersioning": "versioning", "enableCors": "cors"}


class Setting(msgspec.Struct, frozen=True, gc=False):
    """Something that a file does to the whole application.

    `kind` is guard, pipe, filter, interceptor, middleware, plugin (the handler says which), or prefix, versioning, cors (the
    arguments say how; of a plugin they are its options).
    """

    kind: str
    place: Place
    scope: Scope
    handler: Handler | None = None
    arguments: tuple[Expression, ...] = ()
    prefixes: tuple[str, ...] = ()  # of a middleware: the paths that it is for; () for all


@query
def settings_in(db: Database, path: str) -> tuple[Setting, ...]:
    """What a file sets up for the whole application."""
    index = index_of(db, path)
    if index is None:
        return ()
    found = [one for call in index.module.calls for one in _of_call(db, path, call)]
    for number, declared in enumerate(index.module.classes):
        if declared.decorators:
            found += _provided(db, ClassValue(path, number))
    return tuple(found)


def _of_call(db: Database, path: str, call: Call) -> Iterator[Setting]:
    callee, scope, place = call.callee, Scope(path, call.function, call.owner), Place(path, call.line, call.column)
    if not isinstance(callee, Member):
        return
    if kind := _GLOBALS.get(callee.name):
        for argument in call.arguments:
            for value in items_of(db, scope, argument):
                yield Setting(kind, place, scope, Handler(place, path, argument, call.function, call.owner, value))
    elif (kind := _SETTINGS.get(callee.name)) and not _is_of_repository(scope.value(db, callee.of)):
        yield Setting(kind, place, scope, None, call.arguments)
    elif callee.name in ("use", "register") and call.arguments and is_app(db, scope.value(db, callee.of)):
        yield from _used(db, path, scope, call)
    elif callee.name == "create" and is_factory(scope.value(db, callee)):
        for argument in call.arguments[1:]:
            for value in options_of(scope.value(db, argument)):
                if isinstance(value, Literally) and isinstance(value.expression, Object):
                    inner = Scope(value.path, value.function, value.owner)
                    for key, option in value.expression.entries:
                        if key == "cors" and inner.value(db, option) != Constant(False):
                            given = () if inner.value(db, option) == Constant(True) else (option,)
                            yield Setting("cors", place, inner, None, given)


def _used(db: Database, path: str, scope: Scope, call: Call) -> Iterator[Setting]:
    """The middleware of `app.use(…)`, for the paths that stand first; the plugin of Fastify's `app.register(…)`."""
    place = Place(path, call.line, call.column)
    is_plugin = isinstance(call.callee, Member) and call.callee.name == "register"
    arguments = call.arguments[:1] if is_plugin else call.arguments
    values = [items_of(db, scope, one, follow_calls=False) for one in arguments]
    prefixes = [one.value for one in values[0] if isinstance(one, Constant) and isinstance(one.value, str)]
    for argument, found in zip(arguments[bool(prefixes) :], values[bool(prefixes) :], strict=True):
        for value in found:
            handler = Handler(place, path, argument, call.function, call.owner, value)
            given = call.arguments[1:] if is_plugin else ()
            yield Setting("plugin" if is_plugin else "middleware", place, scope, handler, given, tuple(prefixes))


def is_factory(value: Value) -> bool:
    """`NestFactory.create`."""
    return value == External("@nestjs/core", "NestFactory.create")


def is_app(db: Database, value: Value) -> bool:
    """Whether a value is a Nest application, also that of `NestFactory.create(AppModule).then((app) => …)`."""
    for one in map(_application_of, options_of(value)):
        match one:
            case Called(callee, _, _) if any(is_factory(inner) or inner in _ADAPTERS for inner in options_of(callee)):
                return True
            case Instance(External(module, name)) if module.startswith("@nestjs/") and _APP_TYPES.match(name):
                return True
            case ParameterValue(path, function, 0, ""):
                return _is_promised(db, path, function)
    return False


def _application_of(value: Value) -> Value:
    """The application whose HTTP adapter or framework instance a value is: `app.getHttpAdapter().getInstance()`."""
    while True:
        match value:
            case Attribute(of, "httpAdapter") | Called(Attribute(of, "getHttpAdapter" | "getInstance")):
                value = of
            case _:
                return value


def _is_promised(db: Database, path: str, function: int) -> bool:
    """Whether a function is what follows the making of an application."""
    number = call_taking(db, path, function)
    taker = call_at(db, path, number) if number is not None and number >= 0 else None
    if taker is None or not isinstance(taker.callee, Member) or taker.callee.name != "then":
        return False
    made = options_of(Scope(path, taker.function, taker.owner).value(db, taker.callee.of))
    return any(isinstance(one, Called) and any(map(is_factory, options_of(one.callee))) for one in made)


def _is_of_repository(value: Value) -> bool:
    return any(isinstance(one, Instance) and isinstance(one.of, ClassValue) for one in options_of(value))


class ModuleOptions(msgspec.Struct, frozen=True, gc=False):
    """What a module lists: expressions by key, and where they stand."""

    entries: dict[str, Expression]
    scope: Scope
    place: Place

    def items(self, db: Database, key: str) -> list[Value]:
        """The values under a key, each of several that one may be."""
        found = items_of(db, self.scope, self.entries[key]) if key in self.entries else []
        return [option for one in found for option in options_of(one)]


def module_options(db: Database, one: ClassValue) -> list[ModuleOptions]:
    """The options of a `@Module`, and those that its static methods (`forRoot`) return."""
    marks = [mark for mark in class_decorations(db, one) if mark.is_one(COMMON, "Module")]
    found = [ModuleOptions(object_of(db, mark, 0), mark.scope, mark.place) for mark in marks]
    index = index_of(db, one.path)
    makers = [member for member in index.module.classes[one.index].members if member.is_static] if index and marks else []
    for member in makers:
        for returned in index.module.functions[member.function].returns if index and member.function >= 0 else ():
            for value in options_of(Scope(one.path, member.function).value(db, returned)):
                if isinstance(value, Literally) and isinstance(value.expression, Object):
                    scope = Scope(value.path, value.function, value.owner)
                    place = Place(one.path, member.line, member.column)
                    found.append(ModuleOptions(dict(value.expression.entries), scope, place))
    return found


def _provided(db: Database, one: ClassValue) -> Iterator[Setting]:
    """`{ provide: APP_GUARD, useClass: JwtAuthGuard }` in the providers of a module; imported modules with a middleware."""
    for options in module_options(db, one):
        for imported in options.items(db, "imports"):
            external = external_of(imported)
            if external is not None and external.name.partition(".")[0] == _WITH_MIDDLEWARE.get(external.module):
                entry, scope = options.entries["imports"], options.scope
                handler = Handler(options.place, scope.path, entry, scope.function, scope.owner, imported)
                yield Setting("middleware", options.place, scope, handler)
        for provider in options.items(db, "providers"):
            if isinstance(provider, Literally) and isinstance(provider.expression, Object):
                yield from _provider(db, provider, dict(provider.expression.entries), options.place)


def _provider(db: Database, provider: Literally, entries: dict[str, Expression], place: Place) -> Iterator[Setting]:
    scope = Scope(provider.path, provider.function, provider.owner)
    token = scope.value(db, entries["provide"]) if "provide" in entries else None
    if not isinstance(token, External) or token.module != "@nestjs/core" or token.name not in _TOKENS:
        return
    for key in ("useClass", "useExisting", "useValue", "useFactory"):
        if key not in entries:
            continue
        value = scope.value(db, entries[key])
        if key == "useFactory":
            value = made_by(db, value)
        yield Setting(
            _TOKENS[token.name], place, scope, Handler(place, scope.path, entries[key], scope.function, scope.owner, value)
        )


def made_by(db: Database, factory: Value) -> Value:
    """What a factory function returns."""
    found: list[Value] = []
    for one in options_of(factory):
        index = index_of(db, one.path) if isinstance(one, FunctionValue) else None
        if index is not None and isinstance(one, FunctionValue):
            found += [Scope(one.path, one.index).value(db, returned) for returned in index.module.functions[one.index].returns]
    return either(found)
