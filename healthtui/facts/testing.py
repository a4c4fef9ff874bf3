"""The tests of a backend, and what their runs left behind."""

from __future__ import annotations

from healthtui.facts.derived import Derived, EvidenceState


class TestCase(Derived, frozen=True):
    __test__ = False

    name: str
    expects_error: bool


class TestRequest(Derived, frozen=True):
    """An HTTP-level test requests a path of the running app."""

    __test__ = False

    method: str
    path: str


class TestDouble(Derived, frozen=True):
    """A mock, stub, fake, nock, MSW or Testcontainers at work in a test."""

    __test__ = False

    by: str


class RunnerSighting(Derived, frozen=True):
    """A test runner of the package: jest, vitest, mocha, node:test, …"""

    runner: str


class TestSuite(Derived, frozen=True):
    """A file of tests."""

    __test__ = False


class CoverageEvidence(EvidenceState, frozen=True):
    """A coverage report that may speak of the package."""


class CoveredFile(Derived, frozen=True):
    """A file of the package in the coverage report that counts. The place is its first uncovered line, 0 where unknown."""

    covered: int
    total: int
    is_critical: bool  # a service, controller, repository or middleware


class ResultEvidence(EvidenceState, frozen=True):
    """Results of a test run that speak of the package."""

    passed: int = 0
    failed: int = 0
    skipped: int = 0


class FailedTest(Derived, frozen=True):
    name: str
    message: str
