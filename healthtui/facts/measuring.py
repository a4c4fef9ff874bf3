"""How a backend is measured: load tests, what they said of its response times, and profilers."""

from __future__ import annotations

from healthtui.facts.derived import Derived, EvidenceState


class LoadTest(Derived, frozen=True):
    """A script that puts the application under load: k6, Artillery, autocannon, Gatling, JMeter; not `is_script` where
    another file runs one."""

    tool: str
    is_script: bool


class LoadEvidence(EvidenceState, frozen=True):
    """The output of a load test that speaks of the package. Its 95th percentile (ms) lies in the bounds, which are equal
    where the tool prints it; `above` and `below` name the percentiles that prove them, or are ""."""

    tool: str = ""
    at_least: float = 0.0
    at_most: float = 0.0
    above: str = ""
    below: str = ""


class Profiling(Derived, frozen=True):
    """A profiler at hand: a script that runs one, or code that does."""

    tool: str
