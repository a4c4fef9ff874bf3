"""Laws over all checks: the catalogue, the three files of each, and what their cases make them say."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from healthtui.engine.check import Check
from healthtui.engine.loader import load_checks
from healthtui.engine.verdict import Outcome, Reason, Verdict
from healthtui.facts.http import ControllerModule, CorsPolicy, CrossCutting, Endpoint, ErrorHandler, HeaderProtection, Limiter
from healthtui.guidance.page import load_page
from tests.literate import Case, judge_case, read_cases, shown_file

ROOT = Path(__file__).parent.parent.parent
CRITICAL, HIGH, MEDIUM, LOW = 10.0, 7.5, 5.0, 2.5
CATALOGUE = {  # ids are in reports, histories and links: one is added, never renamed
    "structure.layout": LOW,
    "structure.thin-controllers": MEDIUM,
    "structure.http-free-services": MEDIUM,
    "structure.repositories": MEDIUM,
    "structure.middleware": MEDIUM,
    "structure.config": MEDIUM,
    "quality.strict-types": HIGH,
    "quality.lint-format": MEDIUM,
    "quality.rest-conventions": LOW,
    "quality.api-versioning": LOW,
    "quality.error-messages": LOW,
    "quality.logging": MEDIUM,
    "security.input-validation": CRITICAL,
    "security.password-hashing": CRITICAL,
    "security.parameterized-queries": CRITICAL,
    "security.rate-limiting": HIGH,
    "security.headers": MEDIUM,
    "security.cors": HIGH,
    "security.authenticated-endpoints": CRITICAL,
    "security.secrets": CRITICAL,
    "security.secrets-history": CRITICAL,
    "security.env-files": HIGH,
    "security.xss": HIGH,
    "security.https": MEDIUM,
    "security.audit": HIGH,
    "security.dependency-updates": MEDIUM,
    "errors.custom-classes": LOW,
    "errors.central-handler": HIGH,
    "errors.structured-logging": MEDIUM,
    "errors.no-stack-leak": HIGH,
    "errors.status-codes": MEDIUM,
    "errors.monitoring": MEDIUM,
    "database.orm": LOW,
    "database.transactions": HIGH,
    "database.pooling": MEDIUM,
    "database.indexes": MEDIUM,
    "database.n-plus-one": MEDIUM,
    "database.pagination": MEDIUM,
    "auth.token-lifetime": HIGH,
    "auth.token-storage": HIGH,
    "auth.token-rotation": MEDIUM,
    "auth.rbac": MEDIUM,
    "auth.hash-sensitive": HIGH,
    "jobs.queue": MEDIUM,
    "jobs.retries": MEDIUM,
    "jobs.monitoring": LOW,
    "jobs.separate-workers": LOW,
    "realtime.secured": HIGH,
    "performance.caching": LOW,
    "performance.streaming": MEDIUM,
    "performance.compression": LOW,
    "performance.async": HIGH,
    "performance.load-tests": LOW,
    "performance.response-times": MEDIUM,
    "performance.profiling": LOW,
    "testing.unit": HIGH,
    "testing.integration": HIGH,
    "testing.mocks": LOW,
    "testing.error-scenarios": MEDIUM,
    "testing.results": HIGH,
    "testing.coverage": HIGH,
}
SUMMARY, MESSAGE, SHORT, LINES = 160, 100, 10, 60
LOOK_ALIKE = "Look-alike: "  # how the title of a case begins that must not be taken for what the check looks for
STEPS = frozenset({Outcome.PASS, Outcome.WARN, Outcome.FAIL})
GIVES = {  # what a verdict's maker gives
    "passed": {Outcome.PASS},
    "warned": {Outcome.WARN},
    "failed": {Outcome.FAIL},
    "ratio": STEPS,
    "sites": STEPS | {Outcome.NOT_APPLICABLE},
    "not_applicable": {Outcome.NOT_APPLICABLE},
    "unknown": {Outcome.UNKNOWN},
    "not_read": {Outcome.UNKNOWN},
    "no_evidence": {Outcome.UNKNOWN},
}
MANIFEST = "{}"  # the one that is made for a case without one
NO_CASE = {("security.secrets", Outcome.UNKNOWN)}  # the engine is not there: tests/derive/test_secret_sightings.py
FRAMEWORKS = {"express": "express'", "fastify": "fastify'", "nestjs": "'@nestjs/"}
HTTP = {ControllerModule, CorsPolicy, CrossCutting, Endpoint, ErrorHandler, HeaderProtection, Limiter}
MADE_BY_TOOLS = {"performance.response-times", "security.audit", "testing.coverage", "testing.results"}

CHECKS = {check.id: check for check in load_checks()}
ON_HTTP = [id_ for id_, check in CHECKS.items() if HTTP & set(check.kinds)]
each_check = pytest.mark.parametrize("check", CHECKS.values(), ids=list(CHECKS))


def file_of(check: Check, folder: str, suffix: str) -> Path:
    section, _, name = check.id.replace("-", "_").partition(".")
    return ROOT / folder / section / f"{name}{suffix}"


def cases_of(check: Check) -> list[Case]:
    return read_cases(file_of(check, "tests/checks", ".md"))


def judged() -> Iterator[tuple[Case, Verdict]]:
    for check in CHECKS.values():
        for case in cases_of(check):
            yield case, judge_case(case)


def syntax(check: Check) -> ast.Module:
    return ast.parse(file_of(check, "checks", ".py").read_text(encoding="utf-8"))


def outcomes_of(check: Check) -> set[Outcome]:
    """What the check can say, by the makers of verdicts that its source names."""
    names = {node.id for node in ast.walk(syntax(check)) if isinstance(node, ast.Name)}
    given = {outcome for name in names & set(GIVES) for outcome in GIVES[name]}
    return given | ({Outcome.UNKNOWN} if {"sites", "Endpoint"} <= names else set())


@pytest.fixture(scope="module")
def verdicts() -> list[tuple[Case, Verdict]]:
    return list(judged())


def test_ids_and_risks_are_the_catalogues() -> None:
    assert {check.id: check.risk for check in CHECKS.values()} == CATALOGUE


@each_check
def test_a_check_is_three_files(check: Check) -> None:
    files = [file_of(check, "checks", ".py"), file_of(check, "checks", ".md"), file_of(check, "tests/checks", ".md")]
    assert [file for file in files if not file.is_file()] == []


def test_there_is_no_page_and_no_case_without_a_check() -> None:
    files = [*ROOT.glob("checks/*/*.*"), *ROOT.glob("tests/checks/*/*.md")]
    names = {f"{file.parent.name}.{file.stem.replace('_', '-')}" for file in files if file.suffix in (".py", ".md")}
    assert {name for name in names if not name.endswith(".--init--")} == set(CHECKS)


@each_check
def test_a_module_is_one_short_check(check: Check) -> None:
    module = syntax(check)
    functions = [node for node in module.body if isinstance(node, ast.FunctionDef)]
    docstring = ast.get_docstring(module, clean=False) or ""
    assert [node.name.rstrip("_") for node in functions if node.decorator_list] == [check.id.partition(".")[2].replace("-", "_")]
    assert docstring and "\n" not in docstring and docstring.endswith(".")
    assert len(file_of(check, "checks", ".py").read_text(encoding="utf-8").splitlines()) <= LINES


@each_check
def test_each_outcome_has_a_case(check: Check) -> None:
    shown = {Outcome(case.expected["verdict"]) for case in cases_of(check)}
    assert {one for one in outcomes_of(check) - shown if (check.id, one) not in NO_CASE} == set()


@each_check
def test_the_page_says_when_each_verdict_is_given(check: Check) -> None:
    said = set(re.findall(r"[\w/]+", load_page(check.id).sections["Counts as done"]))
    assert {str(one) for one in outcomes_of(check) if one is not Outcome.NOT_APPLICABLE} - said == set()


@each_check
def test_a_look_alike_is_among_the_cases(check: Check) -> None:
    assert [case.title for case in cases_of(check) if case.title.startswith(LOOK_ALIKE)] != []


@each_check
def test_titles_of_cases_differ(check: Check) -> None:
    titles = [case.title for case in cases_of(check)]
    assert sorted(titles) == sorted(set(titles))


@pytest.mark.parametrize("check_id", ON_HTTP)
@pytest.mark.parametrize("framework", FRAMEWORKS)
def test_a_check_of_routes_has_cases_of_each_framework(check_id: str, framework: str) -> None:
    texts = [text for case in cases_of(CHECKS[check_id]) for text in case.files.values()]
    assert [text for text in texts if FRAMEWORKS[framework] in text] != []


def test_summaries_are_one_short_line_without_a_full_stop(verdicts: list[tuple[Case, Verdict]]) -> None:
    for case, verdict in verdicts:
        summary = verdict.summary
        assert summary and "\n" not in summary and summary[-1] not in ". " and len(summary) <= SUMMARY, case.id
        assert summary[0].isupper() or verdict.outcome is not Outcome.NOT_APPLICABLE, case.id  # a reason is a sentence
        assert len(verdict.short) <= SHORT, case.id


def test_evidence_is_a_few_words_at_a_place_that_exists(verdicts: list[tuple[Case, Verdict]]) -> None:
    for case, verdict in verdicts:
        for one in verdict.evidence:
            assert 0 < len(one.message) <= MESSAGE and "\n" not in one.message, case.id
            assert shown_file(one) in {*case.files, "package.json"}, case.id
            assert 0 <= one.place.line <= len(case.files.get(shown_file(one), MANIFEST).splitlines()), case.id


def test_what_is_not_known_says_why_and_what_would_tell(verdicts: list[tuple[Case, Verdict]]) -> None:
    for case, verdict in verdicts:
        is_unknown = verdict.outcome is Outcome.UNKNOWN
        assert is_unknown == (verdict.reason_code is not None) and verdict.reason_code is not Reason.ERROR, (case.id, verdict)
        assert bool(verdict.command) == (is_unknown and case.check in MADE_BY_TOOLS), case.id


def test_a_verdict_of_a_step_has_a_value_and_no_other(verdicts: list[tuple[Case, Verdict]]) -> None:
    for case, verdict in verdicts:
        assert verdict.outcome.is_known == (verdict.value is not None), case.id
        assert verdict.value is None or 0 <= verdict.value <= 1, case.id
