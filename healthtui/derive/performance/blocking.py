"""Synchronous calls that hold up every request."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.batches import in_each_file
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import external_of, options_of
from healthtui.derive.evaluation.written import called_name, dotted
from healthtui.derive.inputs import derives, index_of
from healthtui.derive.libraries.environment import is_config_module
from healthtui.derive.libraries.performance import BLOCKING, BLOCKING_NAMES
from healthtui.derive.performance.startup import is_startup
from healthtui.derive.repository.areas import is_telemetry_preload, is_tool_config
from healthtui.derive.repository.graph import package_of, packages_named
from healthtui.facts.base import Place
from healthtui.facts.performance import BlockingCall
from healthtui.facts.source import Call


@derives(BlockingCall)
def blocking_calls(db: Database, package: str) -> tuple[BlockingCall, ...]:
    found = in_each_file(db, package, _in_file)
    return tuple(sorted(found, key=lambda one: one.place))


@query
def _in_file(db: Database, path: str) -> tuple[BlockingCall, ...]:
    """Those in functions that may run while requests wait: not at the top of a file, at start-up or in configuration."""
    modules = packages_named(db, path)
    if BLOCKING.isdisjoint(modules) or is_config_module(path) or is_tool_config(path) or is_telemetry_preload(path):
        return ()
    return tuple(_blocking(db, path))


def _blocking(db: Database, path: str) -> Iterator[BlockingCall]:
    index, evaluator = index_of(db, path), Evaluator(db)
    for call in index.module.calls if index else ():
        if call.function < 0 or not _may_block(call) or is_startup(db, path, call.function):
            continue
        externals = [external_of(value) for value in options_of(evaluator.callee(path, call))]
        if any(one is not None and _blocks(package_of(one.module), one.name.rpartition(".")[2]) for one in externals):
            assert index is not None
            yield BlockingCall(Place(path, call.line, call.column), dotted(index, call.callee))


def _may_block(call: Call) -> bool:
    name = called_name(call)
    return name.endswith("Sync") or name in ("exec", "sync")


def _blocks(package: str, name: str) -> bool:
    return package in BLOCKING and (name.endswith("Sync") or (package, name) in BLOCKING_NAMES)
