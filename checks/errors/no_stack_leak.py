"""No stack traces in answers."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Verdict, failed, not_applicable, passed, warned
from healthtui.facts.errors import DefaultErrorPage, StackLeak
from healthtui.facts.http import Endpoint, Operation, UnreadRoutes


@check(risk=HIGH)
def no_stack_leak(
    leaks: Facts[StackLeak],
    pages: Facts[DefaultErrorPage],
    routes: Facts[Endpoint],
    operations: Facts[Operation],
    unread: Facts[UnreadRoutes],
) -> Verdict:
    if other := [one for one in unread if one.is_server]:
        return not_read(other)
    if leaks:
        evidence = [Evidence(one.place, one.what[-100:]) for one in leaks]
        return failed("Clients are shown what is inside", evidence, short=f"{len(leaks)} leaks" if len(leaks) > 1 else "1 leak")
    if not (routes or operations or unread):
        return not_applicable("No route and no GraphQL operation is declared")
    if unset := [one for one in pages if one.mode is None]:
        evidence = [Evidence(one.place, f"errors reach {one.by}'s own page, which shows the stack") for one in unset]
        said = f"Errors reach {unset[0].by}'s default handler, and nothing sets NODE_ENV to production"
        return warned(said, evidence, short="default")
    evidence = [Evidence(one.mode, "NODE_ENV is production") for one in pages if one.mode]
    return passed("No answer holds a stack trace or an error as a whole", evidence)
