"""A team's own weights and thresholds."""

from __future__ import annotations

from datetime import date

from healthtui.config import Config, Threshold, Waiver
from healthtui.engine.check import HIGH, Check
from healthtui.engine.result import RawResult
from healthtui.engine.verdict import Evidence, Outcome, Verdict, failed, ratio
from healthtui.facts.base import Place
from healthtui.scorecard.arithmetic import shares, total, weigh
from healthtui.scorecard.ruler import expired, misnamed, notes, ruled


def _result(verdict: Verdict, name: str = "security.cors") -> RawResult:
    return RawResult(Check(name, HIGH, (), lambda: verdict), ".", verdict)


def test_a_weight_takes_the_place_of_the_risk() -> None:
    (found,) = ruled([_result(failed("no"))], Config(weights={"security.cors": 2.0}))
    assert found.check.risk == 2.0


def test_a_weight_of_nothing_takes_a_check_out_of_the_score() -> None:
    results = [_result(failed("no")), _result(ratio(1, 1, "yes", ()), "testing.unit")]
    assert weigh(ruled(results, Config(weights={"security.cors": 0}))).score == 100.0


def test_where_nothing_weighs_anything_there_is_no_score() -> None:
    results = ruled([_result(failed("no"))], Config(weights={"security.cors": 0}))
    assert total(shares(results)) is None


def test_thresholds_judge_what_counts() -> None:
    config = Config(thresholds={"testing.unit": Threshold(100, 80)})
    (found,) = ruled([_result(ratio(9, 10, "9 of 10", ()), "testing.unit")], config)
    assert found.verdict.outcome is Outcome.WARN and (found.verdict.met, found.verdict.of) == (9, 10)


def test_a_verdict_that_counts_nothing_stays() -> None:
    result = _result(failed("no"))
    assert ruled([result], Config(thresholds={"security.cors": Threshold(100, 80)})) == [result]


def test_waivers_that_are_over_or_of_no_check_are_said() -> None:
    waivers = [Waiver(name, "known", date(2026, 1, 31)) for name in ("security.cors", "a.b")]
    config = Config(waivers=tuple(waivers))
    assert [str(one) for one in misnamed(config, [_result(failed("no")).check])] == [
        "healthtui.toml: waivers.a.b: no check has this id",
    ]
    assert list(expired(config, date(2026, 1, 31))) == []
    assert [str(one) for one in expired(config, date(2026, 2, 1))] == [
        "healthtui.toml: waivers.security.cors: expired on 2026-01-31: it counts again",
        "healthtui.toml: waivers.a.b: expired on 2026-01-31: it counts again",
    ]


def test_a_threshold_goes_on_where_a_place_is_waived() -> None:
    bad = [Evidence(Place("src/app.ts", line), "no") for line in (1, 2)]
    config = Config(thresholds={"testing.unit": Threshold(100, 80)})
    (found,) = ruled([_result(ratio(3, 5, "3 of 5", bad), "testing.unit")], config)
    assert found.verdict.bounds == (1.0, 0.8)


def test_every_difference_is_noted_and_every_mistake_is_said() -> None:
    checks = [_result(failed("no")).check]
    config = Config(weights={"security.cors": 2.0, "a.b": 1}, thresholds={"security.cors": Threshold(80, 50)}, exclude=("old/",))
    assert list(notes(config, checks)) == [
        "Weights of this repository: security.cors 2 instead of 7.5",
        "Thresholds of this repository: security.cors 80 %/50 %",
        "Excluded by this repository: old/",
    ]
    assert [str(one) for one in misnamed(config, checks)] == ["healthtui.toml: weights.a.b: no check has this id"]
