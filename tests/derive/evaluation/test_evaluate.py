"""What names stand for, over the forms in which real backends write them: each a small repository in `values/*.md`."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthtui.derive.database import Database
from healthtui.derive.evaluation.evaluate import Evaluator
from healthtui.derive.evaluation.values import (
    Attribute,
    Called,
    ClassValue,
    Constant,
    Environment,
    External,
    FunctionValue,
    Instance,
    Namespace,
    ParameterValue,
    Value,
    options_of,
)
from healthtui.derive.inputs import index_of
from tests.literate import Case, bench_of, read_cases

CASES = [case for file in sorted((Path(__file__).parent / "values").glob("*.md")) for case in read_cases(file)]


def said(db: Database, value: Value) -> str:
    """A value in words: `'text'`, `app.ts handler()`, `app.ts Service`, `a Service`, `joi.object`, `$PORT`."""
    match value:
        case Constant(constant):
            return f"{constant:g}" if isinstance(constant, float) else repr(constant)
        case FunctionValue(path, number):
            return f"{path} {index_of(db, path).module.functions[number].name}()"  # type: ignore[union-attr]
        case ClassValue(path, number):
            return f"{path} {index_of(db, path).module.classes[number].name}"  # type: ignore[union-attr]
        case External(module, name):
            return f"{module}.{name}".rstrip(".")
        case Environment(name):
            return f"${name}"
        case Instance(of):
            return f"a {said(db, of)}"
        case Attribute(of, name):
            return f"{said(db, of)}.{name}"
        case Called(callee):
            return f"{said(db, callee)}()"
        case Namespace(path):
            return f"all of {path}"
        case ParameterValue():
            return "what it is given"
    return type(value).__name__.lower()


def probed(files: dict[str, str], *, follow_calls: bool = True) -> str:
    """What the argument of the one call of `probe(…)` stands for."""
    db = bench_of(files).db
    for path in files:
        index = index_of(db, path) if path.endswith(("ts", "js")) else None
        for call in index.module.calls if index else ():
            evaluator = Evaluator(db, follow_calls=follow_calls)
            if getattr(call.callee, "id", "") == "probe":
                return " | ".join(said(db, one) for one in options_of(evaluator.argument(path, call, 0)))
    raise AssertionError("no call of probe")


@pytest.mark.parametrize("case", CASES, ids=[one.title for one in CASES])
def test_a_name_stands_for(case: Case) -> None:
    assert probed(case.files) == case.expected["says"]


def test_a_wrapper_stays_a_call_where_calls_are_not_followed() -> None:
    files = {
        "app.ts": "import { wrap } from './wrap';\nprobe(wrap(() => {}));\n",
        "wrap.ts": "export const wrap = (fn) => (req, res, next) => fn(req, res, next).catch(next);\n",
    }
    assert probed(files, follow_calls=False) == "wrap.ts wrap()()"
