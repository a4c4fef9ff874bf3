"""The Prisma schema of a package: which files it is, and their tables."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import basename, dirname, join, normpath

from healthtui.derive.data.facts import data_layers
from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Called, Constant, Literally, Value, external_of, options_of
from healthtui.derive.inputs import exists, facts_in, index_of, paths_with
from healthtui.derive.project.nearby import folders_for
from healthtui.derive.repository.areas import is_doc, is_example, is_generated, is_test, is_test_data
from healthtui.derive.repository.packages import parts_of
from healthtui.derive.schemas.model import Field, Table
from healthtui.facts.base import Place, Unreadable
from healthtui.facts.project import Manifest
from healthtui.facts.schema import PrismaModel, PrismaSchema
from healthtui.facts.source import Object

_CONFIGS = ("prisma.config.ts", "prisma.config.mts", "prisma.config.js", "prisma.config.mjs", ".config/prisma.ts")
_DEFAULTS = ("prisma/schema.prisma", "schema.prisma")
_ENGINES = {"postgres": "postgresql"}


@query
def prisma_files(db: Database, package: str) -> tuple[str, ...]:
    """Of its config file, of `package.json`, of Prisma's own places, or the nearest that a bounded search finds."""
    known = _known(db)
    for folder in (*folders_for(package), *parts_of(db, package)):
        named = _configured(db, folder) or _named_in_manifest(db, folder)
        if named:
            return _at(known, normpath(join(folder, named)))
        for default in _DEFAULTS:
            if join(folder, default) in known:
                return _with_parts(db, known, join(folder, default))
    return _searched(db, known, package)


def _known(db: Database) -> tuple[str, ...]:
    """All that may be schemas, those that cannot be read included."""
    broken = [path for path in paths_with(db, Unreadable) if path.endswith(".prisma")]
    return tuple(sorted({*paths_with(db, PrismaSchema), *broken}))


def _at(known: tuple[str, ...], path: str) -> tuple[str, ...]:
    """The file, or all files of the folder."""
    return tuple(one for one in known if one == path or one.startswith(f"{path}/"))


def _configured(db: Database, folder: str) -> str:
    for path in (join(folder, name) for name in _CONFIGS):
        if exists(db, path):
            return _schema_of_config(db, path)
    return ""


@query
def _schema_of_config(db: Database, path: str) -> str:
    """The `schema` of `export default defineConfig({ schema: … })`: a text, or `path.join` of texts."""
    index = index_of(db, path)
    evaluator = Evaluator(db)
    todo: list[Value] = [evaluator.export(path, "default")] if index is not None else []
    for value in todo:
        match value:
            case Called(_, at, number) if len(todo) < 10:
                inner = index_of(db, at)
                todo += list(options_of(evaluator.argument(at, inner.module.calls[number], 0))) if inner else []
            case Literally(at, Object(entries), function, owner):
                for expression in [one for key, one in entries if key == "schema"]:
                    return _joined(evaluator, at, evaluator.of(at, expression, function, owner))
    return ""


def _joined(evaluator: Evaluator, path: str, value: Value) -> str:
    if isinstance(value, Constant):
        return str(value.value)
    external = external_of(value)
    if not isinstance(value, Called) or external is None or external.module not in ("path", "node:path"):
        return ""
    index = index_of(evaluator.db, value.path)
    call = index.module.calls[value.index] if index else None
    parts = [evaluator.argument(path, call, at) for at in range(len(call.arguments))] if call else []
    return join("", *(str(one.value) for one in parts if isinstance(one, Constant)))


def _named_in_manifest(db: Database, folder: str) -> str:
    return next((one.prisma_schema for one in facts_in(db, Manifest, join(folder, "package.json"))), "")


def _searched(db: Database, known: tuple[str, ...], package: str) -> tuple[str, ...]:
    """The nearest schema of the package, else of the repository, that has a datasource; `schema.prisma` before others."""
    apart = (is_generated, is_example, is_doc, is_test, is_test_data)
    found = [one for one in known if _has_datasource(db, one) and not any(is_one(one) for is_one in apart)]
    own = [one for one in found if package == "." or one.startswith(f"{package}/")]
    is_used = any(one.library == "prisma" for one in data_layers(db, package))
    ordered = sorted(own or (found if is_used else []), key=lambda one: (basename(one) != "schema.prisma", one.count("/"), one))
    return _with_parts(db, known, ordered[0]) if ordered else ()


def _has_datasource(db: Database, path: str) -> bool:
    return any(one.provider for one in facts_in(db, PrismaSchema, path))


def _with_parts(db: Database, known: tuple[str, ...], main: str) -> tuple[str, ...]:
    """A schema with the other files of its folder that are parts of it: a copy has a datasource of its own."""
    beneath = f"{dirname(main)}/" if dirname(main) else ""
    parts = [one for one in known if one != main and beneath and one.startswith(beneath) and not _has_datasource(db, one)]
    return (main, *(one for one in parts if facts_in(db, PrismaSchema, one)))


@query
def prisma_tables(db: Database, package: str) -> tuple[Table, ...]:
    """The tables of the package's schema."""
    files = [(path, one) for path in prisma_files(db, package) for one in facts_in(db, PrismaSchema, path)]
    provider = next((one.provider for _, one in files if one.provider), "")
    engine = _ENGINES.get(provider, provider)
    is_emulated = engine == "mongodb" or any(one.relation_mode == "prisma" for _, one in files)
    models = frozenset(model.name for _, one in files for model in one.models)
    return tuple(
        Table(
            name=model.name,
            library="prisma",
            place=Place(path, model.line, 1),
            fields=tuple(_fields(path, model, models)),
            keys=model.keys,
            names=tuple(filter(None, (model.name[:1].lower() + model.name[1:], model.mapped))),
            engine=engine,
            has_real_foreign_keys=not is_emulated,
        )
        for path, one in files
        for model in one.models
    )


def _fields(path: str, model: PrismaModel, models: frozenset[str]) -> Iterator[Field]:
    """The stored fields. A filter may name one by its relation, and a key of several by its name or all of theirs."""
    others: dict[str, list[str]] = {}
    for relation, fields in model.relations:
        others.setdefault(fields[0] if fields else "", []).append(relation)
    for key in model.keys:
        if len(key.fields) > 1 and key.kind in ("primary", "unique"):
            others.setdefault(key.fields[0], []).append(key.name or "_".join(key.fields))
    for one in model.columns:
        if one.type not in models:
            yield Field(one.name, Place(path, one.line, one.column), tuple(others.get(one.name, ())))
