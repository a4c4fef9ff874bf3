"""Uploads: whether they are streamed, bounded, or kept whole in memory without a bound."""

from __future__ import annotations

from collections.abc import Iterator

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import UNKNOWN, Constant, Literally, Value, external_of, is_object, options_of
from healthtui.derive.evaluation.written import dotted
from healthtui.derive.inputs import ModuleIndex, index_of
from healthtui.derive.libraries.performance import MULTER, MULTER_INTERCEPTORS, STREAMING_UPLOADS
from healthtui.derive.repository.graph import package_of, packages_named
from healthtui.derive.repository.packages import packages_taken, request_path_files
from healthtui.facts.base import Place
from healthtui.facts.performance import FileTransfer
from healthtui.facts.source import Call, Member, Name, Object

_NEST_MULTER = {"@nestjs/platform-express", "nestjs-multer"}


def uploads(db: Database, package: str) -> list[FileTransfer]:
    """Each place where uploads are read."""
    files = request_path_files(db, package)
    found = [one for path in files for one in _uploads_in(db, path)]
    default = next((one.memory for one in found if one.by == "MulterModule"), "whole")
    return [one if one.memory else FileTransfer(one.place, one.by, default, True) for one in found]


@query
def _uploads_in(db: Database, path: str) -> tuple[FileTransfer, ...]:
    """`memory` is "" where the module's own options decide."""
    modules = packages_named(db, path)
    if modules.isdisjoint(MULTER | STREAMING_UPLOADS | _NEST_MULTER | {"express-fileupload"}):
        return ()
    found = [FileTransfer(place, name, "streamed", True) for place, name in packages_taken(db, path) if name in STREAMING_UPLOADS]
    index, evaluator = index_of(db, path), Evaluator(db)
    for call in index.module.calls if index else ():
        if index is not None and isinstance(call.callee, Name | Member):
            found += _upload(evaluator, path, index, call)
    return tuple(found)


def _upload(evaluator: Evaluator, path: str, index: ModuleIndex, call: Call) -> Iterator[FileTransfer]:
    external = external_of(evaluator.callee(path, call))
    if external is None:
        return
    module, name, place = package_of(external.module), external.name, Place(path, call.line, call.column)
    if module in MULTER and not name:
        yield FileTransfer(place, "multer", _multer(evaluator, evaluator.argument(path, call, 0), bool(call.arguments)), True)
    elif module == "express-fileupload" and not name:
        yield FileTransfer(place, module, _fileupload(evaluator, evaluator.argument(path, call, 0)), True)
    elif module in _NEST_MULTER and name in MULTER_INTERCEPTORS:
        position = MULTER_INTERCEPTORS[name]
        memory = _multer(evaluator, evaluator.argument(path, call, position), True) if len(call.arguments) > position else ""
        is_checked = any(dotted(index, one.callee).endswith("MaxFileSizeValidator") for one in index.module.calls)
        yield FileTransfer(place, name, "bounded" if is_checked and memory in ("", "whole") else memory, True)
    elif module in _NEST_MULTER and name == "MulterModule.register":
        yield FileTransfer(place, "MulterModule", _multer(evaluator, evaluator.argument(path, call, 0), True), True)
    elif module in _NEST_MULTER and name == "MulterModule.registerAsync":
        yield FileTransfer(place, "MulterModule", "unknown", True)


def _multer(evaluator: Evaluator, options: Value, is_given: bool) -> str:
    """How multer keeps what it reads, by its options; without any, in memory and without a bound."""
    if not is_given:
        return "whole"
    if not is_object(options):
        return "unknown"
    limits, storage = evaluator.member(options, "limits"), evaluator.member(options, "storage")
    if evaluator.member(options, "dest") != UNKNOWN or _has(options, "dest"):
        return "streamed"
    if _has(options, "limits") and (not is_object(limits) or _has(limits, "fileSize")):
        return "bounded"
    if not _has(options, "storage"):
        return "unknown" if _has(options, "...") else "whole"
    made = [one for value in options_of(storage) if (one := external_of(value)) is not None]
    return "whole" if any(one.name.endswith("memoryStorage") for one in made) else "streamed"


def _fileupload(evaluator: Evaluator, options: Value) -> str:
    """express-fileupload keeps files in memory unless it is told to use temporary ones."""
    if evaluator.member(options, "useTempFiles") == Constant(True):
        return "streamed"
    return "bounded" if _has(evaluator.member(options, "limits"), "fileSize") else "whole"


def _has(value: Value, key: str) -> bool:
    return isinstance(value, Literally) and isinstance(value.expression, Object) and key in dict(value.expression.entries)
