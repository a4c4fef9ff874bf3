from __future__ import annotations

from healthtui.facts.source import Scenario
from healthtui.readers.gherkin import GHERKIN


def _read(text: str) -> list[tuple[str, bool, int]]:
    found = GHERKIN.read("a.feature", text.encode())
    return [(one.name, one.expects_error, one.line) for one in found if isinstance(one, Scenario)]


def test_the_outcome_of_a_scenario_decides_not_what_is_given() -> None:
    text = "Feature: a\n  Scenario: b\n    Given an invalid token\n    Then the status is 200\n    And nothing else\n"
    assert _read(text) == [("b", False, 2)]


def test_a_step_that_goes_on_is_part_of_the_outcome() -> None:
    assert _read("Example: b\n  When x\n  Then y\n  And the error says no\n") == [("b", True, 1)]


def test_a_row_of_an_outline_may_name_the_status() -> None:
    text = "Scenario Outline: b\n  Then the status is <status>\n  Examples:\n    | status |\n    | 404 |\n"
    assert _read(text) == [("b", True, 1)]


def test_steps_before_any_scenario_are_no_case() -> None:
    assert _read("\ufeffThen 404\n| 404 |\n") == []
