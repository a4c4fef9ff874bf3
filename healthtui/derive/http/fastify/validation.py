"""Route schemas: whether what a route reads is checked by the schema that it declares."""

from __future__ import annotations

from collections.abc import Iterable

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import Constant, Value
from healthtui.derive.http.fastify.options import entry, literals
from healthtui.derive.http.reading import parts_read

# In the order of the catalogue: a route is validated when its body is, else its query, else its params.
_KEYS = {"body": ("body",), "query": ("querystring", "query"), "params": ("params",)}


def validated_by(db: Database, options: Value, functions: Iterable[tuple[str, int]]) -> str | None:
    """ "schema" when the route's schema checks the first of body, query, params that it reads; None when it does not."""
    found = entry(db, options, "schema")
    if found is None:
        return None
    schema = Evaluator(db).within(*found)
    if not list(literals(db, schema)):
        return None if isinstance(schema, Constant) else "schema"  # made by what cannot be followed
    read = parts_read(db, functions)
    wanted = next((part for part in _KEYS if part in read), None)
    keys = _KEYS[wanted] if wanted else [key for part in _KEYS.values() for key in part]
    return "schema" if any(_declares(db, schema, key) for key in keys) else None


def _declares(db: Database, schema: Value, key: str) -> bool:
    found = entry(db, schema, key)
    return found is not None and Evaluator(db).within(*found) not in (Constant(None), Constant(False))
