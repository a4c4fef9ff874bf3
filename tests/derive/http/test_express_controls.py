"""What authenticates a route and what validates its input: the cases of express_authentication.md and express_validation.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthtui.derive.inputs import derived
from healthtui.facts.http import Endpoint
from tests.literate import Case, bench_of, read_cases

HERE = Path(__file__).parent
CASES = [case for name in ("express_authentication.md", "express_validation.md") for case in read_cases(HERE / name)]


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_a_route_is(case: Case) -> None:
    files = dict(case.files)
    *negation, word = files.pop("expect").split()
    (route,) = derived(bench_of(files).db, Endpoint, ".")
    assert {"authenticated": route.is_authenticated, "validated": route.is_validated}[word] == (not negation)
