"""Settings that are stored in JSON files: what `require('./config.json')` gives, and what node-config reads."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from healthtui.derive.database import Database, query
from healthtui.derive.evaluation.shared import Evaluation
from healthtui.derive.evaluation.values import UNKNOWN, Constant, Environment, Literally, Value, either
from healthtui.derive.inputs import exists, facts_in, folders_up
from healthtui.derive.libraries.environment import DEFAULTS_OF_NODE_CONFIG, MAPPING_OF_NODE_CONFIG
from healthtui.facts.source import Settings

_CODE = (".js", ".cjs", ".mjs", ".ts")


@query
def settings_taken(db: Database, path: str, specifier: str) -> Value | None:
    """What a file takes of a JSON file by a specifier; a bare one is from a folder above it."""
    folders = [dirname(path)] if specifier.startswith(".") else list(folders_up(path))
    found = (_stored(db, normpath(join(folder, specifier))) for folder in folders)
    return next((one for one in found if one is not None), None)


def node_setting(evaluator: Evaluation, path: str, key: str, depth: int) -> Value:
    """What `config.get('jwt.secret')` may give: the variable that sets it, and its default."""
    variable = _below(evaluator, _beside(evaluator, path, MAPPING_OF_NODE_CONFIG, depth), key, depth)
    default = _below(evaluator, _beside(evaluator, path, DEFAULTS_OF_NODE_CONFIG, depth), key, depth)
    named = [Environment(variable.value)] if isinstance(variable, Constant) and isinstance(variable.value, str) else []
    return either([*named, default])


def _below(evaluator: Evaluation, value: Value, key: str, depth: int) -> Value:
    for name in key.split("."):
        value = evaluator.member(value, name, depth)
    return value


def _beside(evaluator: Evaluation, path: str, stem: str, depth: int) -> Value:
    """The file of that name in the nearest folder above a file."""
    found = (evaluator.export(one, "default", depth) for one in _code(evaluator.db, path, stem))
    return settings_taken(evaluator.db, path, f"{stem}.json") or next(found, UNKNOWN)


def _code(db: Database, path: str, stem: str) -> Iterator[str]:
    files = (join(folder, stem + ending) for folder in folders_up(path) for ending in _CODE)
    return (one for one in files if exists(db, one))


def _stored(db: Database, path: str) -> Value | None:
    return next((Literally(path, one.value, -1, -1) for one in facts_in(db, Settings, path)), None)
