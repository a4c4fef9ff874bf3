"""Which route lacks what: a pure function of the scorecard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from healthtui.facts.http import Endpoint, Operation
from healthtui.scorecard.model import EvidenceEntry, Scorecard

CONTROLS = ("auth", "valid", "limit", "test")


class Stand(StrEnum):
    """How a route stands to a control."""

    MET = "met"
    HOLE = "no"
    PUBLIC = "public"  # on purpose
    UNREAD = "not read"
    NOTHING = "not needed"


@dataclass(frozen=True, slots=True)
class Route:
    """`stands` in the order of `CONTROLS`, `by` what meets the first two of them, or ""."""

    method: str
    path: str
    package: str  # its name, where there is more than one
    place: EvidenceEntry
    stands: tuple[Stand, ...]
    by: tuple[str, str] = ("", "")

    @property
    def holes(self) -> int:
        return self.stands.count(Stand.HOLE)

    @property
    def words(self) -> str:
        """What a search looks through: `no-auth` finds the routes without."""
        lacking = (f"no-{control}" for control, stand in zip(CONTROLS, self.stands, strict=True) if stand is Stand.HOLE)
        is_public = self.stands[0] is Stand.PUBLIC
        return " ".join([self.method, self.path, self.package, self.place.path, *lacking, "public" * is_public]).lower()


class Order(StrEnum):
    HOLES = "holes first"
    FILE = "by file"

    @property
    def other(self) -> Order:
        return Order.FILE if self is Order.HOLES else Order.HOLES


def routes_of(card: Scorecard, order: Order, query: str = "") -> tuple[Route, ...]:
    """The routes and operations that hold every word of the query; of equal ones in the order of their files."""
    wanted = query.lower().split()
    found = [route for route in _all(card) if all(word in route.words for word in wanted)]
    found.sort(key=lambda route: (route.place.path, route.place.line))
    if order is Order.HOLES:
        found.sort(key=_gravity)
    return tuple(found)


def _gravity(route: Route) -> tuple[bool, bool, int]:
    """An open door before an unchecked input, these before the rest."""
    auth, valid, *_ = route.stands
    return auth is not Stand.HOLE, valid is not Stand.HOLE, -route.holes


def _all(card: Scorecard) -> Iterator[Route]:
    for package in card.packages:
        name = package.name if len(card.packages) > 1 else ""
        yield from (_of_endpoint(endpoint, name) for endpoint in package.endpoints)
        yield from (_of_operation(operation, name) for operation in package.operations)


def _of_endpoint(one: Endpoint, package: str) -> Route:
    place = EvidenceEntry(one.place.path, one.place.line, one.place.column, one.label)
    if one.is_not_found:
        return Route(one.method, one.path, package, place, (Stand.NOTHING,) * len(CONTROLS))
    lacking = Stand.HOLE if one.is_read else Stand.UNREAD
    tested = Stand.MET if one.is_tested else Stand.HOLE
    limited = Stand.MET if one.is_limited else lacking
    stands = (_auth(one, lacking), _validation(one, lacking), limited, tested)
    return Route(one.method, one.path, package, place, stands, (one.auth_by, one.validated_by))


def _of_operation(one: Operation, package: str) -> Route:
    """Of an operation it is not read whether it is limited or tested."""
    place = EvidenceEntry(one.place.path, one.place.line, one.place.column, one.label)
    stands = (_auth(one, Stand.HOLE), _validation(one, Stand.HOLE), Stand.UNREAD, Stand.UNREAD)
    return Route(one.kind, one.name, package, place, stands)


def _auth(one: Endpoint | Operation, lacking: Stand) -> Stand:
    if one.is_authenticated:
        return Stand.MET
    return Stand.PUBLIC if one.is_public else lacking


def _validation(one: Endpoint | Operation, lacking: Stand) -> Stand:
    if one.is_validated:
        return Stand.MET
    return lacking if one.reads_input or lacking is Stand.UNREAD else Stand.NOTHING
