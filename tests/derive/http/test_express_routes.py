"""Which routes the Express adapter finds, over the styles in which real backends are written: the cases of express_routes.md."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from healthtui.derive.inputs import derived
from healthtui.facts.http import Endpoint
from tests.literate import Case, bench_of, read_cases

CASES = read_cases(Path(__file__).parent / "express_routes.md")
MANIFEST = json.dumps({"name": "case", "dependencies": {"express": "4", "jsonwebtoken": "9"}})
AUTH = """
const jwt = require('jsonwebtoken');
module.exports = (req, res, next) => {
  const token = req.headers.authorization;
  if (!token) return res.status(401).json({});
  try { req.user = jwt.verify(token, process.env.SECRET); next(); } catch (e) { return res.status(401).end(); }
};
"""


def shown(route: Endpoint) -> str:
    flags = {
        "authenticated": route.is_authenticated,
        "reads-input": route.reads_input,
        "not-found": route.is_not_found,
        "public": route.is_public,
    }
    words = [
        route.method,
        route.path,
        f"{route.place.path}:{route.place.line}",
        *(name for name, is_on in flags.items() if is_on),
    ]
    return " ".join(words)


@pytest.mark.parametrize("case", CASES, ids=[case.title for case in CASES])
def test_routes_are_found(case: Case) -> None:
    files = dict(case.files)
    expected = files.pop("routes").split("\n")
    bench = bench_of({"package.json": MANIFEST, "auth.js": AUTH} | files)
    assert sorted(shown(one) for one in derived(bench.db, Endpoint, ".")) == sorted(filter(None, expected))
