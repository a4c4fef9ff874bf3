"""Proper status codes."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Verdict, failed, not_applicable, passed, warned
from healthtui.facts.base import Place
from healthtui.facts.derived import Package
from healthtui.facts.errors import ErrorStatus
from healthtui.facts.http import Endpoint, Operation, UnreadRoutes

_COUNTED = (400, 401, 403, 404, 409, 422, 429, 500)
_ENOUGH = 3
_ANSWERS_400 = {"celebrate", "express-openapi-validator"}  # of Express; the others leave the answer to the code


@check(risk=MEDIUM)
def status_codes(
    package: Package,
    statuses: Facts[ErrorStatus],
    routes: Facts[Endpoint],
    operations: Facts[Operation],
    unread: Facts[UnreadRoutes],
) -> Verdict:
    if other := [one for one in unread if one.is_server]:
        return not_read(other)
    right = [one for one in statuses if one.status >= 400]
    if len(wrong := [one for one in statuses if one.status < 400]) > len(right):
        evidence = [Evidence(one.place, f"an error is answered with {one.status}") for one in wrong]
        return failed("Errors are answered as if all were well", evidence, short="200")
    first = {**_answers_400(package, routes, operations), **{one.status: one.place for one in reversed(right)}}
    if not first:
        return not_applicable("No response, exception or error with a status from 400 up is seen")
    named = [status for status in _COUNTED if status in first]
    shown = named if len(named) > 1 else sorted(first)
    evidence = [Evidence(first[status], str(status)) for status in shown]
    said = ", ".join(map(str, shown))
    if len(named) >= _ENOUGH:
        return passed(f"Errors are told apart: {said}", evidence, short=f"{len(named)} codes")
    if hidden := [one for one in unread if one.is_framework]:
        return not_read(hidden)  # it answers with statuses of its own, as for input that it refuses
    if len(named) == _ENOUGH - 1:
        return warned(f"Errors have two statuses only: {said}", evidence, short="2 codes")
    if len(shown) > 1:
        return warned(f"Errors have few of the usual statuses: {said}", evidence, short=f"{len(shown)} codes")
    return failed(f"Errors have one status for all: {said}", evidence, short="1 code")


def _answers_400(package: Package, routes: Facts[Endpoint], operations: Facts[Operation]) -> dict[int, Place]:
    """Where the framework, or what validates, answers 400 for the code: the last of the routes, else the first operation."""
    is_express = "express" in package.frameworks
    by_itself = [one for one in routes if not is_express or one.validated_by.partition(" ")[0] in _ANSWERS_400]
    places = [one.place for one in reversed(by_itself) if one.is_validated]
    if "nestjs" in package.frameworks:
        places += [one.place for one in operations if one.is_validated]
    return {400: places[0]} if places else {}
