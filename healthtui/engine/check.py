"""How a check is written: a pure function of facts, whose signature says which facts it reads.

A *project check* sees all facts of the kinds that it names, in one package:

    @check(risk=HIGH)
    def cors(policies: Facts[CorsPolicy]) -> Verdict: ...

A *site check* judges one fact; the engine counts:

    @sites(risk=CRITICAL, pass_at=0.9, warn_at=0.5, none="no route reads input")
    def input_validation(route: Endpoint) -> Site | None: ...

The id is the path of its file: `checks/security/cors.py` is `security.cors`. A parameter may also be the `Package` itself.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import msgspec

from healthtui.engine.verdict import Evidence, Reason, Verdict, not_applicable, ratio, unknown
from healthtui.facts.base import Place
from healthtui.facts.data import DataLayer
from healthtui.facts.derived import EvidenceState, Package
from healthtui.facts.http import Endpoint, UnreadRoutes, WithoutHttp

NO_DATABASE = "No database is used: no known ORM, query builder or driver is imported"
NO_ROUTES = "No route of Express, Fastify or NestJS is declared"
NO_SERVER = "No server package of Express, Fastify or NestJS"
NO_TESTS = "There are no test files"
CRITICAL, HIGH, MEDIUM, LOW = 10.0, 7.5, 5.0, 2.5  # the weights of the catalogue
_RISKS = ((CRITICAL, "critical"), (HIGH, "high"), (MEDIUM, "medium"))


def risk_name(weight: float) -> str:
    """What a weight is called: of a weight between two of the catalogue's, the lower."""
    return next((name for least, name in _RISKS if weight >= least), "low")


F = TypeVar("F")


class Facts(tuple[F, ...], Generic[F]):
    """All facts of one kind in a package, in the order of path and line."""


class Site(msgspec.Struct, frozen=True, gc=False):
    """One counted site: in order or not, and what is there."""

    is_met: bool
    evidence: Evidence


def met(place: Place, message: str) -> Site:
    return Site(True, Evidence(place, message))


def unmet(place: Place, message: str) -> Site:
    return Site(False, Evidence(place, message))


@dataclass(frozen=True, slots=True)
class Check:
    """A check as the engine runs it. `kinds` are the parameters in order: a fact kind, or `Package`."""

    id: str
    risk: float
    kinds: tuple[type[Any], ...]
    judge: Callable[..., Verdict]

    @property
    def section(self) -> str:
        return self.id.partition(".")[0]


def check(*, risk: float) -> Callable[[Callable[..., Verdict]], Check]:
    """Declares a project check."""

    def declare(function: Callable[..., Verdict]) -> Check:
        return Check(_id_of(function), risk, _kinds_of(function), function)

    return declare


def sites(
    *,
    risk: float,
    none: str,
    pass_at: float = 0.9,
    warn_at: float = 0.5,
    says: str = "{met} of {of} in order",
    asks_handlers: bool = False,
) -> Callable[[Callable[[Any], Site | None]], Check]:
    """Declares a site check. Of two kinds (`Endpoint | Operation`) the second counts where it outnumbers the first.

    `none` is the reason of n/a when no site counts; `says` is the summary; `{what}` in it are routes, operations, or both.
    With `asks_handlers`, what a site is shows in the handler of a route: where most are not read, it is not known."""

    def declare(function: Callable[[Any], Site | None]) -> Check:
        kinds = _kinds_of(function, of_one=True)
        asks_unread = (UnreadRoutes,) if Endpoint in kinds else ()

        def judge(*facts: Facts[Any]) -> Verdict:
            if asks_unread and facts[-1]:
                return not_read(facts[-1])
            asked = facts[: len(kinds)]
            if found := _counted(function, _outnumbering(*asked)):
                return _share(found, says, _what(*asked), pass_at, warn_at)
            hidden = [one for one in asked[0] if not one.is_read] if asks_handlers else []
            return _handlers_not_read(len(hidden), len(asked[0])) if 2 * len(hidden) > len(asked[0]) else not_applicable(none)

        return Check(_id_of(function), risk, kinds + asks_unread, judge)

    return declare


def _outnumbering(facts: Facts[Any], *others: Facts[Any]) -> list[Any]:
    """The facts, and those of another kind where these are more: GraphQL operations beside routes."""
    return [*facts, *(one for other in others if len(other) > len(facts) for one in other)]


def _what(facts: Facts[Any], *others: Facts[Any]) -> str:
    """What the sites of a check of routes are."""
    if not any(len(other) > len(facts) for other in others):
        return "routes"
    return "routes and operations" if facts else "operations"


def _counted(function: Callable[[Any], Site | None], facts: Iterable[Any]) -> list[Site]:
    """The sites. Routes that one declaration makes (in a loop, for several paths or mounts) are one: in order where all are."""
    found: dict[Hashable, Site] = {}
    for number, fact in enumerate(facts):
        if (site := function(fact)) is not None:
            key = (fact.place, fact.method) if isinstance(fact, Endpoint) else number
            if key not in found or not site.is_met:
                found[key] = site
    return list(found.values())


def _share(found: list[Site], says: str, what: str, pass_at: float, warn_at: float) -> Verdict:
    """The verdict by the share of the sites that are in order."""
    good = [site.evidence for site in found if site.is_met]
    bad = [site.evidence for site in found if not site.is_met]
    summary = says.format(met=len(good), of=len(found), what=what)
    return ratio(len(good), len(found), summary, bad, good, pass_at=pass_at, warn_at=warn_at)


def not_read(unread: Iterable[UnreadRoutes]) -> Verdict:
    """The verdict where most routes are declared in a form that is not read."""
    found = tuple(unread)
    said = ", ".join(f"{one.by} ({one.place.path}:{one.place.line})" for one in found)
    what = "The server is of a kind" if all(one.is_server for one in found) else "Routes are declared in a form"
    return unknown(Reason.NOT_SUPPORTED, f"{what} that is not read: {said}", short="not read")


def _handlers_not_read(hidden: int, of: int) -> Verdict:
    return unknown(
        Reason.NOT_SUPPORTED, f"The handlers of {hidden} of {of} routes are of a form that is not read", short="not read"
    )


def no_queries(layers: Iterable[DataLayer]) -> Verdict:
    """The verdict where a database is used, and no query of it is seen."""
    names = ", ".join(dict.fromkeys(one.title or one.library for one in layers))
    return unknown(Reason.NOT_SUPPORTED, f"No query of {names} was seen: it is used in a form that is not read", short="not read")


def no_http(found: Iterable[WithoutHttp]) -> Verdict:
    """The verdict of what is asked of HTTP servers, where the package is none."""
    one = next(iter(found))
    return not_applicable(f"The package answers no HTTP: it is {one.by} ({one.place.path}:{one.place.line})")


_LACKS = {  # why the output of a tool does not count, by its state
    "stale": (Reason.STALE, "{path} is older than {detail}", "stale"),
    "unreadable": (Reason.UNREADABLE, "{path} cannot be read: {detail}", "broken"),
    "no-match": (Reason.NO_MATCH, "{path} matches no file here; its first is {detail}", "no match"),
}


def no_evidence(outputs: Iterable[EvidenceState], otherwise: str, short: str, command: str) -> Verdict:
    """The verdict where no output of a tool counts: what is wrong with the one that is there, `otherwise` where none is."""
    first = {one.state: one for one in reversed(tuple(outputs))}
    for state, (reason, says, label) in _LACKS.items():
        if one := first.get(state):
            return unknown(reason, says.format(path=one.place.path, detail=one.detail), label, command)
    return unknown(Reason.NO_EVIDENCE, otherwise, short, command)


def _id_of(function: Callable[..., Any]) -> str:
    """`healthtui.checks.security.rate_limiting` is `security.rate-limiting`: the last two parts, in any pack."""
    return ".".join(function.__module__.split(".")[-2:]).replace("_", "-")


def _kinds_of(function: Callable[..., Any], *, of_one: bool = False) -> tuple[type[Any], ...]:
    hints = get_type_hints(function)
    kinds = []
    for name in inspect.signature(function).parameters:
        hint = hints[name]
        if get_origin(hint) is Facts:
            kinds.append(get_args(hint)[0])
        elif hint is Package or of_one:
            kinds += get_args(hint) or [hint]  # `Endpoint | Operation` is two
        else:
            raise TypeError(f"{function.__module__}.{function.__name__}: {name} must be Facts[…] or Package, not {hint}")
    return tuple(kinds)
