"""API versioning."""

from __future__ import annotations

from healthtui.engine.check import LOW, NO_ROUTES, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown
from healthtui.facts.http import ApiVersion, Endpoint, UnreadRoutes

_NOT_FOLLOWED = "{?}"  # a part of a path that comes from elsewhere
_SHOWN = 5


@check(risk=LOW)
def api_versioning(versions: Facts[ApiVersion], routes: Facts[Endpoint], unread: Facts[UnreadRoutes]) -> Verdict:
    if versions and routes:
        evidence = [Evidence(one.place, one.by[:100]) for one in versions[:_SHOWN]]
        return passed(f"The API has versions: {versions[0].by[:60]}", evidence)
    if unread:
        return not_read(unread)
    counted = [one for one in routes if not one.is_not_found]
    if not counted:
        return not_applicable(NO_ROUTES)
    hidden = [one for one in counted if _NOT_FOLLOWED in one.path]
    if 2 * len(hidden) > len(counted):
        said = f"{hidden[0].place.path}:{hidden[0].place.line}"
        return unknown(Reason.NOT_FOLLOWED, f"What stands before the paths of {said} comes from where it cannot be followed")
    return failed("No version in a path, a prefix, a header or a setting", short="none")
