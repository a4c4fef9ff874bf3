"""What a check says."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

import msgspec

from healthtui.facts.base import Place


class Outcome(StrEnum):
    PASS = "pass"
    WARN = "warn"
    FAIL = "fail"
    NOT_APPLICABLE = "n/a"
    UNKNOWN = "unknown"
    WAIVED = "waived"  # what a check would say is accepted: no check says so itself, the scorecard does

    @property
    def is_known(self) -> bool:
        return self in (Outcome.PASS, Outcome.WARN, Outcome.FAIL)

    @property
    def is_counted(self) -> bool:
        """Whether it weighs in the score, known or not."""
        return self not in (Outcome.NOT_APPLICABLE, Outcome.WAIVED)


class Reason(StrEnum):
    """Why a verdict is `unknown`, for machines."""

    NO_EVIDENCE = "no-evidence"  # the output of a tool is not there
    STALE = "stale"  # it is older than what it speaks of
    NO_MATCH = "no-match"  # it matches no known file
    UNREADABLE = "unreadable"  # a file that it needs cannot be read
    NOT_SUPPORTED = "not-supported"  # the code is of a form, or for a framework, that is not read
    NOT_FOLLOWED = "not-followed"  # a value comes from where it cannot be followed
    ERROR = "error"  # the check itself broke


class Evidence(msgspec.Struct, frozen=True, gc=False):
    """A place and what is there, in a few words; never a secret, never longer than a line. `commit` is the id of the
    commit in which the place is, "" for the tree that is judged."""

    place: Place
    message: str
    commit: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """`value` is 0 to 1 and None when unknown or n/a. `short` is at most 10 characters, for the card ("17/23", "none").
    `met`/`of` count sites where the check counts any. `command` would produce the evidence that is missing. `bounds` are the
    shares of a ratio from which it passes and warns; `is_each`: every site that is not in order is a place of its evidence."""

    outcome: Outcome
    value: float | None
    summary: str
    short: str = ""
    evidence: tuple[Evidence, ...] = ()
    met: int | None = None
    of: int | None = None
    reason_code: Reason | None = None
    command: str = ""
    bounds: tuple[float, float] | None = None
    is_each: bool = False


_MOST_PROOF = 5
_VALUES = {Outcome.PASS: 1.0, Outcome.WARN: 0.5, Outcome.FAIL: 0.0}


def _stepped(outcome: Outcome, summary: str, evidence: Iterable[Evidence], short: str) -> Verdict:
    return Verdict(outcome, _VALUES[outcome], summary, short, tuple(evidence))


def passed(summary: str, evidence: Iterable[Evidence] = (), short: str = "") -> Verdict:
    return _stepped(Outcome.PASS, summary, evidence, short)


def warned(summary: str, evidence: Iterable[Evidence] = (), short: str = "") -> Verdict:
    return _stepped(Outcome.WARN, summary, evidence, short)


def failed(summary: str, evidence: Iterable[Evidence] = (), short: str = "") -> Verdict:
    return _stepped(Outcome.FAIL, summary, evidence, short)


def not_applicable(reason: str) -> Verdict:
    return Verdict(Outcome.NOT_APPLICABLE, None, reason)


def unknown(code: Reason, summary: str, short: str = "", command: str = "") -> Verdict:
    return Verdict(Outcome.UNKNOWN, None, summary, short, reason_code=code, command=command)


def counted(met: int, of: int, pass_at: float, warn_at: float) -> tuple[Outcome, float]:
    """The outcome and value of a ratio: piecewise linear through (0, 0), (warn_at, 0.5), (pass_at, 1).

    A `warn_at` of 0 stands for "any at all": half of the way to `pass_at` begins just above zero.
    """
    share = met / of
    if share >= pass_at:
        return Outcome.PASS, 1.0
    if share >= warn_at and share > 0:
        return Outcome.WARN, 0.5 + 0.5 * (share - warn_at) / (pass_at - warn_at)
    return Outcome.FAIL, 0.5 * share / warn_at if warn_at else 0.0


def ratio(
    met: int,
    of: int,
    summary: str,
    unmet: Iterable[Evidence] = (),
    proof: Iterable[Evidence] = (),
    *,
    pass_at: float = 0.9,
    warn_at: float = 0.5,
    short: str = "",
    of_sites: bool = True,
) -> Verdict:
    """The verdict over `of` sites of which `met` are in order (`of` > 0). Its evidence is a few places of the `proof` where
    it passes, and else every place that is not in order: the sites themselves, unless `of_sites` is False."""
    outcome, value = counted(met, of, pass_at, warn_at)
    is_passed = outcome is Outcome.PASS
    evidence = tuple(proof)[:_MOST_PROOF] if is_passed else tuple(unmet)
    is_each = of_sites and not is_passed and len(evidence) == of - met
    bounds = (pass_at, warn_at)
    return Verdict(outcome, value, summary, short or f"{met}/{of}", evidence, met, of, bounds=bounds, is_each=is_each)
