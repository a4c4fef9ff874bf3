"""Where the environment is read."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.expressions import parts_of
from healthtui.derive.evaluation.values import External, external_of, options_of
from healthtui.derive.evaluation.written import called_name
from healthtui.derive.inputs import ModuleIndex, derives, exists, index_of, modules_in
from healthtui.derive.libraries.environment import (
    CHECKING,
    LOADERS,
    MAPPING_ENDINGS,
    MAPPING_OF_NODE_CONFIG,
    NEST_CHECKS,
    PACKAGES,
    PLUGINS,
    is_config_module,
)
from healthtui.derive.repository.areas import is_telemetry_preload, is_tool_config
from healthtui.derive.repository.graph import packages_named
from healthtui.derive.repository.packages import modules_used, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.source import Call, Expression, FunctionRef, Member, Module, Name, Object, Read
from healthtui.facts.structure import ConfigRead

_ENVIRONMENT = "process.env"
_STAGE = "process.env.NODE_ENV"  # says where the code runs, and configures nothing
_OF_NPM = "process.env.npm_"  # what npm says of the package that it runs


@derives(ConfigRead)
def config_reads(db: Database, package: str) -> tuple[ConfigRead, ...]:
    """Each read of `process.env`; a loader is one, and what is read through it is none of its own."""
    paths = (path for path in request_path_files(db, package) if not (is_tool_config(path) or is_telemetry_preload(path)))
    found = [read for path in paths for read in _reads(db, path)]
    return tuple(sorted((*found, *_mapped(db, package)), key=lambda one: one.place))


def _mapped(db: Database, package: str) -> Iterator[ConfigRead]:
    """The variables that node-config reads, by the file that names them."""
    if "config" in modules_used(db, package):
        folder = "" if package == "." else f"{package}/"
        for path in (f"{folder}{MAPPING_OF_NODE_CONFIG}{ending}" for ending in MAPPING_ENDINGS):
            if exists(db, path):
                yield ConfigRead(Place(path, 1, 1), "config", True)


@query
def _reads(db: Database, path: str) -> tuple[ConfigRead, ...]:
    index = index_of(db, path)
    if index is None:
        return ()
    loaders = list(_loaders(db, path, index))
    loaded = [_Loaded(index.module, call) for call, _ in loaders]
    found = [ConfigRead(Place(path, call.line, call.column), name, True) for call, name in loaders]
    if plugin := _plugin(db, path, index, bool(loaders)):
        found.append(plugin)
    in_config = is_config_module(path)
    for read in index.module.reads:
        if _is_setting(read.chain, in_config and not plugin) and not any(one.holds(read) for one in loaded):
            found.append(ConfigRead(Place(path, read.line, read.column), read.chain.split(".", 2)[-1], in_config))
    return tuple(dict.fromkeys(found))


def _is_setting(chain: str, counts_whole: bool) -> bool:
    """A variable. The environment as a whole (`process.env[name]`) is a setting's in a config module; elsewhere it is
    mostly handed to a child process."""
    if chain == _ENVIRONMENT:
        return counts_whole
    return chain.startswith(f"{_ENVIRONMENT}.") and chain != _STAGE and not chain.startswith((f"{_STAGE}.", _OF_NPM))


def _loaders(db: Database, path: str, index: ModuleIndex) -> Iterator[tuple[Call, str]]:
    evaluator = Evaluator(db, follow_calls=False)
    for call in index.module.calls:
        if name := _loader(evaluator, path, call):
            yield call, name


def _loader(evaluator: Evaluator, path: str, call: Call) -> str:
    """What loads the environment in a call, or ""."""
    method = called_name(call)
    if method in CHECKING and _is_given_environment(evaluator, path, call):
        return method
    if method in ("forRoot", "forRootAsync"):
        return "ConfigModule" if _is_checked_by_nest(call) else ""
    if packages_named(evaluator.db, path).isdisjoint(PACKAGES):
        return ""
    external = external_of(evaluator.callee(path, call))
    if external is not None and (external.module, external.name) in LOADERS:
        return external.module
    given = [external_of(value) for one in call.arguments[:1] for value in options_of(evaluator.of(path, one, call.function))]
    return next((one.module for one in given if one is not None and one.module in PLUGINS), "")


def _is_given_environment(evaluator: Evaluator, path: str, call: Call) -> bool:
    return any(
        value == External("process", "env")
        for argument in call.arguments
        for value in options_of(evaluator.of(path, argument, call.function, call.owner))
    ) or any(_mentions(argument) for argument in call.arguments)


def _mentions(argument: Expression) -> bool:
    """An object made of the environment: `{...process.env}`, `{PORT: process.env.PORT}`."""
    return isinstance(argument, Object) and any(chain_of(one).startswith(_ENVIRONMENT) for one in _all_parts(argument))


def _is_checked_by_nest(call: Call) -> bool:
    match call:
        case Call(Member(Name("ConfigModule"), _), (Object(entries), *_)):
            return any(key in NEST_CHECKS for key, _ in entries)
    return False


def _plugin(db: Database, path: str, index: ModuleIndex, is_called: bool) -> ConfigRead | None:
    """A plugin that loads the environment and is exported to be registered by its folder."""
    if is_called or PLUGINS.isdisjoint(modules_in(db, path)):
        return None
    for one in index.exports.get("default", ()):
        external = external_of(Evaluator(db).of(path, one.value))
        if external is not None and external.module in PLUGINS:
            return ConfigRead(Place(path, one.line, 1), external.module, True)
    return None


class _Loaded:
    """What a loader's call is given: its arguments, and the functions among them."""

    def __init__(self, module: Module, call: Call) -> None:
        self.call = call
        self.chains = {chain_of(part) for argument in call.arguments for part in _all_parts(argument)} | {_ENVIRONMENT}
        self.functions = _functions_within(module, call)

    def holds(self, read: Read) -> bool:
        if read.function in self.functions:
            return True
        is_near = read.function == self.call.function and (read.chain == _ENVIRONMENT or read.line >= self.call.line)
        return is_near and read.chain in self.chains


def _functions_within(module: Module, call: Call) -> set[int]:
    """The functions that a call is given, and those inside them."""
    given = {part.index for argument in call.arguments for part in _all_parts(argument) if isinstance(part, FunctionRef)}
    for number, function in enumerate(module.functions):
        if function.parent in given:
            given.add(number)
    return given


def _all_parts(expression: Expression) -> Iterator[Expression]:
    todo = [expression]
    while todo:
        one = todo.pop()
        yield one
        todo.extend(parts_of(one))


def chain_of(expression: Expression) -> str:
    """`process.env.PORT` as it is written, "" for what is no chain of names."""
    names: list[str] = []
    while isinstance(expression, Member):
        names.append(expression.name)
        expression = expression.of
    return ".".join([expression.id, *reversed(names)]) if isinstance(expression, Name) else ""
