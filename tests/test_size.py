"""Laws over the size of the code: what is read must be short."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
FILE, FUNCTION = 250, 30  # lines
VOCABULARIES = {  # read up in, never through: records and their fields
    "healthtui/facts/source.py",
}
CODE = sorted(path for folder in ("healthtui", "checks") for path in (ROOT / folder).rglob("*.py"))
NAMES = [path.relative_to(ROOT).as_posix() for path in CODE]


def long_functions(text: str) -> list[str]:
    """`name: lines` of each function that is too long."""
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    lengths = [(node.name, (node.end_lineno or 0) - node.lineno + 1) for node in functions]
    return [f"{name}: {length}" for name, length in lengths if length > FUNCTION]


@pytest.mark.parametrize("name", NAMES)
def test_files_and_functions_are_short(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(text.splitlines()) <= FILE or name in VOCABULARIES
    assert long_functions(text) == []


@pytest.mark.parametrize("name", sorted(VOCABULARIES))
def test_a_vocabulary_holds_records_and_is_long(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert len(text.splitlines()) > FILE
    assert not [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
