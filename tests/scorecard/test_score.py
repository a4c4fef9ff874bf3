"""The catalogue's section "Score": examples by hand, and the laws that hold for any results."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import fsum, isclose

import pytest
from hypothesis import given
from hypothesis import strategies as st

from healthtui.engine.check import CRITICAL, HIGH, LOW, MEDIUM, Check
from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Outcome, Reason, Verdict, failed, not_applicable, passed, ratio, unknown, warned
from healthtui.scorecard.model import Scorecard
from healthtui.scorecard.sections import TITLES

Raw = Callable[..., RawResult]
Make = Callable[..., Scorecard]

_STEPS = st.sampled_from(
    [
        passed(""),
        warned(""),
        failed(""),
        not_applicable(""),
        unknown(Reason.NO_EVIDENCE, "no output", command="npm audit"),
    ]
)
_RATIOS = st.tuples(st.integers(0, 30), st.integers(1, 30)).map(lambda pair: ratio(min(pair), max(pair), "", []))
_CHECKS = st.builds(
    lambda section, name, risk: Check(f"{section}.{name}", risk, (), passed),
    st.sampled_from([*TITLES, "team"]),
    st.sampled_from(["secrets", "secrets-history", "cors", "a", "b"]),
    st.sampled_from([CRITICAL, HIGH, MEDIUM, LOW]),
)
_RESULTS = st.lists(
    st.builds(RawResult, _CHECKS, st.sampled_from([".", "apps/a", "apps/b"]), _STEPS | _RATIOS),
    max_size=30,
    unique_by=lambda result: (result.check.id, result.package),
)


def _with(result: RawResult, verdict: Verdict) -> RawResult:
    return replace(result, verdict=verdict)


def test_a_package_is_the_risk_weighted_mean_of_what_is_known(make_raw: Raw, make_card: Make) -> None:
    card = make_card(
        make_raw("security.a", "C", "pass"),
        make_raw("security.b", "H", "fail"),
        make_raw("testing.a", "M", "warn"),
        make_raw("testing.b", "H", "unknown"),
        make_raw("jobs.a", "M", "n/a"),
    )
    assert card.score == pytest.approx(100 * (10 + 2.5) / 22.5)
    assert card.completeness == pytest.approx(22.5 / 30)
    assert card.range == pytest.approx((100 * 12.5 / 30, 100 * 20 / 30))
    scores = {section.id: section.score for section in card.sections}
    assert scores["security"] == pytest.approx(100 * 10 / 17.5)
    assert scores["testing"] == pytest.approx(50)
    assert scores["jobs"] is None


def test_packages_weigh_as_much_as_their_applicable_risk(make_raw: Raw, make_card: Make) -> None:
    card = make_card(
        make_raw("security.a", "C", "pass", "apps/a"),
        make_raw("security.b", "C", "unknown", "apps/a"),
        make_raw("security.a", "C", "fail", "apps/b"),
    )
    assert card.score == pytest.approx(100 * (20 * 1 + 10 * 0) / 30)
    assert [(package.path, package.score, package.weight) for package in card.packages] == [
        ("apps/a", 100, 20),
        ("apps/b", 0, 10),
    ]


def test_nothing_known_is_no_score(make_raw: Raw, make_card: Make) -> None:
    for results in ([], [make_raw("jobs.a", "M", "n/a")], [make_raw("jobs.a", "M", "unknown")]):
        card = make_card(*results)
        assert (card.score, card.grade) == (None, "?")


@pytest.mark.parametrize(
    ("met", "of", "grade"), [(9, 10, "A"), (89, 100, "B"), (3, 4, "B"), (6, 10, "C"), (4, 10, "D"), (39, 100, "E")]
)
def test_grades_begin_at_their_thresholds(make_raw: Raw, make_card: Make, met: int, of: int, grade: str) -> None:
    verdict = Verdict(Outcome.WARN, met / of, "")
    assert make_card(make_raw("security.a", "C", verdict)).grade == grade


def test_no_grade_below_60_percent_completeness(make_raw: Raw, make_card: Make) -> None:
    known, unknown_ = (
        [make_raw(f"errors.k{n}", "M", "pass") for n in range(3)],
        [make_raw(f"jobs.u{n}", "M", "unknown") for n in range(3)],
    )
    assert make_card(*known, *unknown_[:2]).grade == "A"
    assert make_card(*known, *unknown_).grade == "?"


def test_no_a_while_a_high_or_critical_check_is_unknown(make_raw: Raw, make_card: Make) -> None:
    known = [make_raw(f"errors.k{n}", "M", "pass") for n in range(9)]
    assert make_card(*known, make_raw("jobs.u", "M", "unknown")).grade == "A"
    card = make_card(*known, make_raw("security.audit", "H", "unknown"))
    assert (card.grade, card.capped_by, card.score) == ("B", ("security.audit",), 100)


def test_a_failing_capping_check_caps_at_c_and_two_at_d(make_raw: Raw, make_card: Make) -> None:
    known = [make_raw(f"errors.k{n}", "C", "pass") for n in range(20)]
    one = make_card(*known, make_raw("security.secrets", "C", "fail"))
    assert (one.grade, one.capped_by) == ("C", ("security.secrets",))
    assert one.score == pytest.approx(100 * 20 / 21)
    two = make_card(*known, make_raw("security.secrets", "C", "fail"), make_raw("security.password-hashing", "C", "fail"))
    assert (two.grade, two.capped_by) == ("D", ("security.secrets", "security.password-hashing"))
    twice = make_card(*known, make_raw("security.secrets", "C", "fail"), make_raw("security.secrets", "C", "fail", "b"))
    assert twice.grade == "C"


def test_a_cap_that_lowers_nothing_is_not_named(make_raw: Raw, make_card: Make) -> None:
    card = make_card(make_raw("security.secrets", "C", "fail"), make_raw("errors.a", "L", "pass"))
    assert (card.grade, card.capped_by) == ("E", ())


@given(results=_RESULTS)
def test_contributions_and_points_add_up(make_card: Make, results: list[RawResult]) -> None:
    card = make_card(*results)
    if card.score is None:
        assert all(check.contribution == check.points == 0 for check in card.checks)
        return
    assert isclose(fsum(check.contribution for check in card.checks), card.score, abs_tol=1e-9)
    assert isclose(fsum(check.points for check in card.checks), 100 - card.score, abs_tol=1e-9)


@given(results=_RESULTS)
def test_the_range_holds_the_score_and_completeness_is_a_share(make_card: Make, results: list[RawResult]) -> None:
    card = make_card(*results)
    low, high = card.range
    assert 0 <= low <= high <= 100 + 1e-9
    assert 0 <= card.completeness <= 1
    if card.score is not None:
        assert low - 1e-9 <= card.score <= high + 1e-9
        if card.completeness == 1:
            assert isclose(low, high) and isclose(low, card.score, abs_tol=1e-9)


@given(results=_RESULTS)
def test_mending_everything_gives_100(make_card: Make, results: list[RawResult]) -> None:
    mended = [_with(r, passed("")) if r.verdict.outcome.is_known else r for r in results]
    assert make_card(*mended).score in (None, pytest.approx(100))


@given(results=_RESULTS, data=st.data())
def test_mending_one_check_adds_its_points(make_card: Make, results: list[RawResult], data: st.DataObject) -> None:
    known = [n for n, result in enumerate(results) if result.verdict.outcome.is_known]
    if not known:
        return
    chosen = data.draw(st.sampled_from(known))
    before = make_card(*results)
    after = make_card(*(_with(r, passed("")) if n == chosen else r for n, r in enumerate(results)))
    assert before.score is not None and after.score is not None
    assert isclose(after.score, before.score + before.checks[chosen].points, abs_tol=1e-9)
    assert after.score >= before.score - 1e-9


@given(results=_RESULTS)
def test_an_unknown_is_known_to_lie_in_the_range(make_card: Make, results: list[RawResult]) -> None:
    low, high = make_card(*results).range
    for verdict, bound in ((failed(""), low), (passed(""), high)):
        settled = [_with(r, verdict) if r.verdict.outcome is Outcome.UNKNOWN else r for r in results]
        assert make_card(*settled).score in (None, pytest.approx(bound))


@given(results=_RESULTS)
def test_sections_come_in_the_order_of_the_catalogue(make_card: Make, results: list[RawResult]) -> None:
    assert list(TITLES) == [section.id for section in make_card(*results).sections][: len(TITLES)]
