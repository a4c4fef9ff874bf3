"""A check or a derivation that breaks says so, and takes no other with it."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from healthtui.derive.database import Database
from healthtui.derive.inputs import derives, facts_in
from healthtui.engine import loader
from healthtui.engine.verdict import Outcome, Reason, Verdict
from healthtui.engine.workbench import Workbench
from healthtui.facts.base import Place
from healthtui.facts.derived import Derived
from healthtui.facts.source import Outline

APP = "src/app.ts"
BROKEN = """
from healthtui.engine.check import HIGH, Facts, check
from healthtui.engine.verdict import passed
from healthtui.facts.derived import Package
from test_judge_facts import Fragile

@check(risk=HIGH)
def broken(package: Package):
    return passed(package.nonsense)

@check(risk=HIGH)
def silent(package: Package):
    return None

@check(risk=HIGH)
def fragile(facts: Facts[Fragile]):
    return passed(f"{len(facts)} facts")
"""


class Fragile(Derived, frozen=True):
    """A fact whose derivation breaks as long as there is an application."""


@derives(Fragile)
def _fragile(db: Database, package: str) -> tuple[Fragile, ...]:
    if facts_in(db, Outline, APP):
        raise LookupError("no such thing\nat all")
    return (Fragile(Place("package.json")),)


@pytest.fixture
def broken_pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A pack of checks that break, beside the built-in one."""
    pack = tmp_path / "packs" / "broken_pack"
    (pack / "errors").mkdir(parents=True)
    (pack / "__init__.py").touch()
    (pack / "errors" / "__init__.py").touch()
    for name in ("broken", "silent", "fragile"):
        (pack / "errors" / f"{name}.py").write_text(BROKEN.partition("@check")[0] + _part(name))
    monkeypatch.syspath_prepend(pack.parent)
    monkeypatch.setitem(sys.modules, "test_judge_facts", sys.modules[__name__])
    load = loader.load_checks.__wrapped__
    monkeypatch.setattr(loader, "entry_points", lambda group: [type("Point", (), {"value": "broken_pack"})])
    monkeypatch.setattr("healthtui.engine.workbench.load_checks", load)
    yield
    for name in [name for name in sys.modules if name.startswith("broken_pack")]:
        del sys.modules[name]


def _part(name: str) -> str:
    return next("@check" + part for part in BROKEN.split("@check") if f"def {name}(" in part)


def verdicts(bench: Workbench) -> dict[str, Verdict]:
    return {one.check.id: one.verdict for one in bench.results()}


@pytest.mark.usefixtures("broken_pack")
def test_what_breaks_is_unknown_and_says_where(acme: Path, loaded: Callable[[Path], Workbench]) -> None:
    found = verdicts(loaded(acme))
    for name in ("broken", "silent", "fragile"):
        verdict = found[f"errors.{name}"]
        assert (verdict.outcome, verdict.reason_code) == (Outcome.UNKNOWN, Reason.ERROR)
        assert "\n" not in verdict.summary
    assert "AttributeError" in found["errors.broken"].summary
    assert "(broken.py:" in found["errors.broken"].summary
    assert "errors.silent returned NoneType, not a verdict" in found["errors.silent"].summary
    assert "LookupError: no such thing at all (test_judge.py:" in found["errors.fragile"].summary
    assert found["security.cors"].outcome is Outcome.FAIL


@pytest.mark.usefixtures("broken_pack")
def test_what_broke_is_judged_again_when_its_cause_is_gone(acme: Path, loaded: Callable[[Path], Workbench]) -> None:
    bench = loaded(acme)
    (acme / APP).unlink()
    bench.update({APP})
    assert verdicts(bench)["errors.fragile"].outcome is Outcome.PASS
