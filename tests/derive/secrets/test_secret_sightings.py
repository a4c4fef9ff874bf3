"""What the place of a credential makes of it."""

from __future__ import annotations

import pytest

from healthtui.derive.database import Database
from healthtui.derive.inputs import derived
from healthtui.derive.secrets.facts import area_of
from healthtui.facts.outputs import Finding, SecretScan
from healthtui.facts.project import Manifest
from healthtui.facts.security import ScanGap, SecretSighting


def repository(**scans: SecretScan) -> Database:
    """A repository whose files were scanned; `__` in a name is `/`, and `_dot_` a dot."""
    db = Database()
    paths = {name.replace("__", "/").replace("_dot_", "."): scan for name, scan in scans.items()}
    for path, scan in paths.items():
        db.set((SecretScan, path), (scan,))
    db.set(("paths", SecretScan), tuple(sorted(paths)))
    db.set(("paths", Manifest), ())
    return db


def scan(rule: str, context: str = "") -> SecretScan:
    return SecretScan((Finding(rule, "Token", "high", 3, 5, "… (40 characters)", context, "abc"),))


@pytest.mark.parametrize(
    ("path", "context", "area"),
    [
        ("src/config.ts", "", "code"),
        (".env", "", "code"),
        ("dist/main.js", "", "code"),
        ("docker-compose.yml", "", "code"),
        ("scripts/deploy.sh", "", "code"),
        ("src/migrations/1.ts", "", "code"),
        ("src/config.ts", "comment", "code"),
        ("src/config.ts", "docs", "docs"),
        ("docs/api.yml", "", "docs"),
        ("README.md", "", "docs"),
        ("test/a.test.ts", "", "test"),
        ("test/key.pem", "", "test"),
        (".env.example", "", "example"),
        (".env.test", "", "example"),
        ("prisma/seed.ts", "", "seed"),
        (".github/workflows/ci.yml", "", "ci"),
    ],
)
def test_areas(path: str, context: str, area: str) -> None:
    assert area_of(path, context) == area


def test_a_finding_keeps_its_place_and_its_mask() -> None:
    (sighting,) = derived(repository(src__a_dot_ts=scan("jwt")), SecretSighting, ".")
    assert (sighting.place.path, sighting.place.line, sighting.place.column) == ("src/a.ts", 3, 5)
    assert (sighting.title, sighting.preview, sighting.area) == ("Token", "… (40 characters)", "code")


def test_a_token_past_its_time_is_none() -> None:
    assert derived(repository(src__a_dot_ts=scan("jwt", "expired")), SecretSighting, ".") == ()


def test_a_password_of_a_ci_service_is_mild_and_an_issued_key_is_not() -> None:
    db = repository(_dot_github__workflows__a_dot_yml=scan("configured-password"), _dot_travis_dot_yml=scan("github-pat"))
    found = {one.place.path: one.area for one in derived(db, SecretSighting, ".")}
    assert found == {".github/workflows/a.yml": "ci", ".travis.yml": "code"}


def test_a_file_that_was_not_scanned_is_a_gap() -> None:
    (gap,) = derived(repository(a_dot_ts=SecretScan((), "no engine")), ScanGap, ".")
    assert (gap.place.path, gap.reason) == ("a.ts", "no engine")
