"""Which rows the card shows: a pure function of the scorecard and of what is looked at."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from healthtui.engine.verdict import Outcome
from healthtui.scorecard.model import CheckResult, Scorecard, SectionScore

Face = tuple[object, ...]
Key = tuple[str, str]  # (check or section id, package); stays the same over every change

_ORDER = (Outcome.FAIL, Outcome.WARN, Outcome.UNKNOWN, Outcome.WAIVED, Outcome.PASS, Outcome.NOT_APPLICABLE)
_BAD_FIRST = {outcome: rank for rank, outcome in enumerate(_ORDER)}


class Show(StrEnum):
    """What the card lists, in the order in which `f` goes through it."""

    TO_MEND = "to mend"
    FAILING = "failing"
    UNPROVED = "fail or ?"
    CHANGED = "changed"  # since the session began
    ALL = "all"

    def holds(self, outcome: Outcome) -> bool:
        """By the verdict alone."""
        return outcome in _HELD.get(self, Outcome)

    @property
    def next(self) -> Show:
        everything = list(Show)
        return everything[(everything.index(self) + 1) % len(everything)]


_HELD = {
    Show.TO_MEND: (Outcome.FAIL, Outcome.WARN, Outcome.UNKNOWN),
    Show.FAILING: (Outcome.FAIL,),
    Show.UNPROVED: (Outcome.FAIL, Outcome.UNKNOWN),
}


@dataclass(frozen=True, slots=True)
class SectionRow:
    section: SectionScore
    digit: str  # the key that jumps here; "" beyond the tenth
    is_folded: bool
    is_empty: bool  # nothing applies, nothing is listed
    hidden: tuple[int, int, int] = (0, 0, 0)  # what it hides while it is folded: failing, partly there, unknown

    @property
    def key(self) -> Key:
        return self.section.id, ""


@dataclass(frozen=True, slots=True)
class CheckRow:
    check: CheckResult
    package: str  # its name, where there is more than one

    @property
    def key(self) -> Key:
        return key_of(self.check)


Row = SectionRow | CheckRow


@dataclass(frozen=True, slots=True)
class View:
    """`kept` are checks that were listed before they were mended: they stay until the view changes. `changed` are those
    that read otherwise than when the session began."""

    show: Show = Show.TO_MEND
    query: str = ""
    folded: frozenset[str] = frozenset()
    kept: frozenset[Key] = frozenset()
    changed: frozenset[Key] = frozenset()

    def lists(self, check: CheckResult) -> bool:
        if self.query.strip("! "):
            return self._matches(check)
        if self.show is Show.CHANGED:
            return key_of(check) in self.changed
        is_waived = self.show is Show.TO_MEND and check.unwaived is not None  # seen, though it is not to be mended
        return self.show.holds(check.outcome) or is_waived or key_of(check) in self.kept

    @property
    def nothing(self) -> str:
        """What is said where there is no row."""
        return "No check matches" if self.query else "Nothing changed since the start"

    def _matches(self, check: CheckResult) -> bool:
        """A search looks through every check, by title, id and file; `!` in front turns it round."""
        needle = self.query.strip().lower()
        words = [check.title, check.id, *(entry.path for entry in check.places)]
        is_found = needle.lstrip("! ") in "\n".join(words).lower()
        return is_found != needle.startswith("!")


def key_of(check: CheckResult) -> Key:
    return check.id, check.package


def rows_of(card: Scorecard, view: View) -> tuple[Row, ...]:
    """Sections and checks in catalogue order; of several packages the worst first. None where there is no package, and where
    nothing has changed of which the changes are asked for."""
    if not card.packages:
        return ()
    names = {package.path: package.name for package in card.packages} if len(card.packages) > 1 else {}
    checks = [check for check in _ordered(card.checks) if view.lists(check)]
    if view.show is Show.CHANGED and not checks:
        return ()
    rows: list[Row] = []
    for number, section in enumerate(card.sections, start=1):
        inside = [check for check in checks if check.section == section.id]
        if view.query and not inside:
            continue
        is_folded = section.id in view.folded and not view.query
        is_empty = section.score is None and not inside
        hidden = _to_mend(inside) if is_folded else (0, 0, 0)
        rows.append(SectionRow(section, str(number % 10) if number <= 10 else "", is_folded, is_empty, hidden))
        if not is_folded:
            rows += [CheckRow(check, names.get(check.package, "")) for check in inside]
    return tuple(rows)


def _to_mend(checks: list[CheckResult]) -> tuple[int, int, int]:
    outcomes = [check.outcome for check in checks]
    return outcomes.count(Outcome.FAIL), outcomes.count(Outcome.WARN), outcomes.count(Outcome.UNKNOWN)


def _ordered(checks: tuple[CheckResult, ...]) -> list[CheckResult]:
    """The order of the catalogue, in which all packages of one check come together."""
    positions: dict[str, int] = {}
    for check in checks:
        positions.setdefault(check.id, len(positions))
    return sorted(checks, key=lambda check: (positions[check.id], _BAD_FIRST[check.outcome], check.value or 0.0))


def fix_first(card: Scorecard) -> list[CheckResult]:
    """What is to be mended, by the points that it adds; what adds none is left out."""
    return [check for check in card.offending() if check.points > 0]


def changed_keys(before: Scorecard, after: Scorecard) -> frozenset[Key]:
    """The checks whose row reads differently."""
    old = {key_of(check): face_of(check) for check in before.checks}
    return frozenset(key_of(check) for check in after.checks if old.get(key_of(check)) != face_of(check))


def face_of(check: CheckResult) -> Face:
    """What its row and its places say."""
    return check.outcome, check.title, check.short, check.summary, tuple(entry.message for entry in check.evidence)
