"""Which routes are found of libraries that put decorated classes on an app of Express: the cases of controllers_on_express.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from healthtui.derive.http.unread import unread_routes
from healthtui.derive.inputs import derived
from healthtui.facts.http import Endpoint
from tests.literate import Case, bench_of, read_cases

CASES = read_cases(Path(__file__).parent / "controllers_on_express.md")


def shown(route: Endpoint) -> str:
    by = {"auth": route.auth_by, "valid": route.validated_by, "limited": "yes" if route.is_limited else ""}
    words = [route.method, route.path, f"{route.place.path}:{route.place.line}"]
    words += ["reads-input"] if route.reads_input else []
    words += ["public"] if route.is_public else []
    return " ".join([*words, *(f"{name}={said.replace(' ', '-')}" for name, said in by.items() if said)])


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_routes_are_found(case: Case) -> None:
    files = dict(case.files)
    expected = files.pop("routes").split("\n")
    bench = bench_of(files)
    found = [shown(one) for one in derived(bench.db, Endpoint, ".")]
    found += [f"unread: {one.by}" for one in unread_routes(bench.db, ".")]
    assert sorted(found) == sorted(filter(None, expected))
