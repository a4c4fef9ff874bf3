"""Role-based access control."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Verdict, failed, not_applicable, passed, warned
from healthtui.facts.auth import Authentication, DeclaredRole, RoleGuard
from healthtui.facts.http import UnreadRoutes

_SHOWN = 5


@check(risk=MEDIUM)
def rbac(
    guards: Facts[RoleGuard],
    roles: Facts[DeclaredRole],
    authentication: Facts[Authentication],
    unread: Facts[UnreadRoutes],
) -> Verdict:
    if guards:
        evidence = [Evidence(one.place, f"{one.written} looks at a role or a permission") for one in guards]
        return passed("Routes are guarded by roles or permissions", evidence[:_SHOWN])
    if unread:
        return not_read(unread)
    if not authentication:
        return not_applicable("Nothing authenticates a request: no guard, middleware, session or strategy is seen")
    if roles:
        evidence = [Evidence(one.place, f"{one.written} is declared, and no route asks for it") for one in roles]
        return warned("Roles exist, and no guard of a route looks at them", evidence[:1], short="unused")
    return failed("No route is guarded by a role or a permission, and no role is declared", short="none")
