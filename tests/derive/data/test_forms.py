"""What each library's forms are read as: the cases are in `forms.md`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from healthtui.derive.inputs import derived
from healthtui.engine.loader import load_checks
from healthtui.facts.data import DataAccess
from tests.literate import bench_of

load_checks()  # declares the derivations
FENCE = re.compile(r"^```\w+ (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
MARK = re.compile(r"// ([WRLB]+)$")
TEXT = (Path(__file__).parent / "forms.md").read_text(encoding="utf-8")
CASES = {part.partition("\n")[0]: dict(FENCE.findall(part)) for part in TEXT.split("\n## ")[1:]}


def marked(files: dict[str, str]) -> dict[tuple[str, int], str]:
    lines = ((path, number, line) for path, text in files.items() for number, line in enumerate(text.split("\n"), 1))
    return {(path, number): "".join(sorted(mark[1])) for path, number, line in lines if (mark := MARK.search(line))}


def said(access: DataAccess) -> str:
    if access.is_write:
        return "W"
    return "R" if not access.is_list else "B" if access.is_bounded else "L"


@pytest.mark.parametrize("files", CASES.values(), ids=CASES.keys())
def test_forms(files: dict[str, str]) -> None:
    bench = bench_of(files)
    found: dict[tuple[str, int], str] = {}
    for package in bench.packages():
        for one in derived(bench.db, DataAccess, package.path):
            place = (one.place.path, one.place.line)
            found[place] = "".join(sorted(found.get(place, "") + said(one)))
    assert found == marked(files)
