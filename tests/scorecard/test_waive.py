"""Waivers: what is taken out, what is left, and the laws that no waiver breaks."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from healthtui.config import Waiver
from healthtui.engine.check import HIGH, MEDIUM, Check
from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Evidence, Outcome, Reason, Verdict, failed, not_applicable, passed, ratio, unknown, warned
from healthtui.facts.base import Place
from healthtui.scorecard.compare import compare
from healthtui.scorecard.model import Scorecard, Standing
from healthtui.scorecard.score import Lookups, Waivers, score
from healthtui.tree.base import Repository

Raw = Callable[..., RawResult]
Make = Callable[..., Scorecard]

TODAY = date(2026, 11, 24)
CORS = "security.cors"


def _places(count: int, path: str = "src/app.ts") -> list[Evidence]:
    return [Evidence(Place(path, number, number), "open") for number in range(1, count + 1)]


def _waiver(**fields: str | date) -> Waiver:
    return Waiver(**{"check": CORS, "reason": "known", "until": TODAY} | fields)  # type: ignore[arg-type]


def _on(*waivers: Waiver, today: date = TODAY) -> Waivers:
    return Waivers(waivers, today)


def _standings(card: Scorecard) -> list[Standing]:
    return [one.standing for one in card.waivers]


@pytest.fixture
def two(make_raw: Raw, make_card: Make) -> Callable[..., Scorecard]:
    """A card of a verdict on CORS beside a check that passes and one that fails."""

    def make(verdict: Verdict, *waivers: Waiver, today: date = TODAY) -> Scorecard:
        others = make_raw("errors.a", "H", "pass"), make_raw("errors.b", "H", "fail")
        return make_card(make_raw(CORS, "H", verdict), *others, waivers=_on(*waivers, today=today))

    return make


@pytest.mark.parametrize("verdict", [failed("open", _places(2)), warned("open"), unknown(Reason.NO_EVIDENCE, "not seen")])
def test_a_waived_check_is_left_out_and_the_true_score_stands_beside_it(two: Make, verdict: Verdict) -> None:
    card, true = two(verdict, _waiver()), two(verdict)
    check = card.checks[0]
    assert (check.outcome, check.value, check.points, check.share) == (Outcome.WAIVED, None, 0.0, 0.0)
    assert (check.true_outcome, check.waiver, check.evidence) == (verdict.outcome, _waiver(), ())
    assert [place.entry for place in check.waived] == list(true.checks[0].evidence)
    assert card.score == pytest.approx(50) and card.completeness == pytest.approx(1.0)
    assert card.true_score == true.score == true.true_score
    assert _standings(card) == [Standing.AT_WORK]


@pytest.mark.parametrize("verdict", [passed("named", _places(2)), not_applicable("no CORS")])
@pytest.mark.parametrize("fields", [{}, {"path": "src/app.ts"}])
def test_where_nothing_is_wrong_a_waiver_is_unused(two: Make, verdict: Verdict, fields: dict[str, str]) -> None:
    card = two(verdict, _waiver(**fields))
    assert structs.replace(card, waivers=()) == two(verdict)
    assert _standings(card) == [Standing.UNUSED]


def test_a_waived_place_leaves_the_count(two: Make) -> None:
    verdict = ratio(6, 10, "6 of 10 in order", _places(4))
    marks = [entry.fingerprint for entry in two(verdict).checks[0].evidence]
    card = two(verdict, _waiver(place=marks[1]), _waiver(place=marks[3]))
    check = card.checks[0]
    assert (check.outcome, check.met, check.of, check.short) == (Outcome.WARN, 6, 8, "6/8")
    assert check.value == pytest.approx(0.5 + 0.5 * (6 / 8 - 0.5) / 0.4)
    assert check.summary == "6 of 10 in order; 2 waived"
    assert [entry.fingerprint for entry in check.evidence] == [marks[0], marks[2]]
    assert [place.entry.fingerprint for place in check.waived] == [marks[1], marks[3]]
    assert (check.waiver, check.true_outcome) == (None, Outcome.WARN)


def test_the_short_word_counts_the_places_that_are_left(two: Make) -> None:
    verdict = failed("CORS is open to every origin", _places(2), short="2 open")
    marks = [entry.fingerprint for entry in two(verdict).checks[0].evidence]
    assert two(verdict, _waiver(place=marks[0])).checks[0].short == "1 open"


def test_a_count_of_waived_places_alone_is_left_out_and_passes_nothing(two: Make) -> None:
    card = two(ratio(0, 3, "none", _places(3)), _waiver(path="src/app.ts"))
    assert card.checks[0].outcome is Outcome.WAIVED and card.count(Outcome.PASS) == 1


def test_what_is_left_passes_by_what_is_in_order(two: Make) -> None:
    check = two(ratio(3, 4, "3 of 4", _places(1)), _waiver(path="src/app.ts")).checks[0]
    assert (check.outcome, check.met, check.of, check.true_outcome) == (Outcome.PASS, 3, 3, Outcome.WARN)
    assert check.evidence == ()


def test_a_verdict_that_counts_nothing_stays_while_a_place_is_left(two: Make) -> None:
    verdict = failed("open", [*_places(2), *_places(1, "src/other.ts")])
    some = two(verdict, _waiver(path="src/app.ts")).checks[0]
    assert (some.outcome, some.summary, len(some.evidence), len(some.waived)) == (Outcome.FAIL, "open; 2 waived", 1, 2)
    every = two(verdict, _waiver(path="src/app.ts"), _waiver(path="src/other.ts")).checks[0]
    assert (every.outcome, every.waiver, len(every.waived)) == (Outcome.WAIVED, None, 3)


def test_places_that_are_not_the_sites_leave_the_count_as_it_is(two: Make) -> None:
    verdict = ratio(1, 2, "half", _places(1), of_sites=False)
    assert two(verdict, _waiver(path="src/app.ts")).checks[0].outcome is Outcome.WAIVED


def test_it_holds_on_its_last_day_and_no_longer(two: Make) -> None:
    verdict = failed("open", _places(1))
    assert two(verdict, _waiver(), today=TODAY).checks[0].outcome is Outcome.WAIVED
    after = two(verdict, _waiver(), today=TODAY + timedelta(days=1))
    assert after.checks == two(verdict).checks
    assert _standings(after) == [Standing.EXPIRED]


@pytest.mark.parametrize("fields", [{"place": "0" * 16}, {"path": "src/gone.ts"}, {"package": "apps/b"}, {"check": "no.such"}])
def test_what_matches_nothing_is_unused(two: Make, fields: dict[str, str]) -> None:
    card = two(failed("open", _places(1)), _waiver(**fields))
    assert card.checks == two(failed("open", _places(1))).checks
    assert _standings(card) == [Standing.UNUSED]


def test_a_package_is_waived_alone(make_raw: Raw, make_card: Make) -> None:
    results = [make_raw(CORS, "H", "fail", package) for package in ("apps/a", "apps/b")]
    card = make_card(*results, waivers=_on(_waiver(package="apps/b")))
    assert [check.outcome for check in card.checks] == [Outcome.FAIL, Outcome.WAIVED]


def test_a_waived_hole_caps_no_grade(make_raw: Raw, make_card: Make) -> None:
    results = make_raw("security.secrets", "L", "fail"), *(make_raw(f"errors.{name}", "H", "pass") for name in "abcdef")
    assert make_card(*results).capped_by == ("security.secrets",)
    card = make_card(*results, waivers=_on(_waiver(check="security.secrets")))
    assert (card.grade, card.capped_by) == ("A", ())


def test_to_waive_mends_nothing_and_to_lift_it_breaks_nothing(two: Make) -> None:
    for verdict in (failed("open", _places(2)), ratio(3, 4, "3 of 4", _places(1))):
        bare, waived = two(verdict), two(verdict, _waiver(path="src/app.ts"))
        for change in (compare(bare, waived), compare(waived, bare)):
            assert (change.fixed, change.broken) == ((), ())
            (one,) = change.changed
            assert (one.mended, one.new) == ((), ())
        assert not compare(waived, waived)


_VERDICTS = st.one_of(
    st.sampled_from([passed("ok"), not_applicable("no"), unknown(Reason.STALE, "old")]),
    st.builds(failed, st.just("bad"), st.integers(0, 3).map(_places)),
    st.tuples(st.integers(0, 6), st.integers(1, 6)).map(
        lambda pair: ratio(pair[0], sum(pair), "some", _places(pair[1]), _places(1, "src/proof.ts"))
    ),
)
_RESULTS = st.lists(
    st.builds(
        lambda name, risk, package, verdict: RawResult(Check(f"errors.{name}", risk, (), passed), package, verdict),
        st.sampled_from("abcd"),
        st.sampled_from([HIGH, MEDIUM]),
        st.sampled_from([".", "apps/a"]),
        _VERDICTS,
    ),
    max_size=8,
    unique_by=lambda result: (result.check.id, result.package),
)


@given(results=_RESULTS, data=st.data())
def test_whatever_is_waived_is_never_better_than_mended(make_card: Make, results: list[RawResult], data: st.DataObject) -> None:
    true = make_card(*results)
    entries = [(check.id, entry.fingerprint) for check in true.checks for entry in check.evidence]
    whole = [(check.id, "") for check in true.checks]
    chosen = data.draw(st.lists(st.sampled_from(entries + whole), max_size=4, unique=True)) if whole else []
    waivers = [_waiver(check=check, place=mark) for check, mark in chosen]
    card = make_card(*results, waivers=_on(*waivers))
    assert card.true_score == true.score
    mended = [
        RawResult(one.check, one.package, passed("mended")) if check.unwaived else one
        for one, check in zip(results, card.checks, strict=True)
    ]
    ceiling = make_card(*mended).score
    if card.score is not None and ceiling is not None:
        assert card.score <= ceiling + 1e-9
    for before, after in zip(true.checks, card.checks, strict=True):
        assert after.true_outcome is before.outcome
        if not after.unwaived:
            assert (after.outcome, after.value, after.evidence) == (before.outcome, before.value, before.evidence)


@given(results=_RESULTS)
def test_a_waiver_of_another_day_changes_nothing(make_card: Make, results: list[RawResult]) -> None:
    old = [_waiver(check=one.check.id, until=TODAY - timedelta(days=1)) for one in results]
    assert structs.replace(make_card(*results, waivers=_on(*old)), waivers=()) == make_card(*results)


def test_another_secret_in_the_place_of_a_waived_one_is_not_waived(make_raw: Raw) -> None:
    """Its line is not told, so what is said of it tells it."""

    def card(said: str, *waivers: Waiver) -> Scorecard:
        result = make_raw("security.secrets", "C", failed("one", [Evidence(Place("src/env.ts", 3, 1), said)]))
        return score(Repository("a", "/a", "", "", False, True), [], [result], Lookups(str), waivers=_on(*waivers))

    mark = card("AWS key: AK… (20 characters)").checks[0].evidence[0].fingerprint
    waiver = _waiver(check="security.secrets", place=mark)
    assert _standings(card("AWS key: AK… (20 characters)", waiver)) == [Standing.AT_WORK]
    assert _standings(card("Stripe key: sk… (32 characters)", waiver)) == [Standing.UNUSED]
