"""Custom error classes."""

from __future__ import annotations

from healthtui.engine.check import LOW, NO_SERVER, Facts, check, not_read
from healthtui.engine.verdict import Evidence, Verdict, failed, not_applicable, passed, warned
from healthtui.facts.derived import Package
from healthtui.facts.errors import ErrorClass, ErrorLibrary, ErrorSite
from healthtui.facts.http import UnreadRoutes

_SHOWN = 5


@check(risk=LOW)
def custom_classes(
    package: Package,
    sites: Facts[ErrorSite],
    classes: Facts[ErrorClass],
    libraries: Facts[ErrorLibrary],
    unread: Facts[UnreadRoutes],
) -> Verdict:
    if other := [one for one in unread if one.is_server]:
        return not_read(other)
    if not package.is_server:
        return not_applicable(NO_SERVER)
    if own := [one for one in sites if one.origin in ("own", "nest")]:
        evidence = [Evidence(one.place, f"{one.maker} is raised") for one in own[:_SHOWN]]
        return passed("Errors are raised as classes that tell them apart", evidence)
    if classes:
        evidence = [Evidence(one.place, f"{one.name} is never raised") for one in classes]
        return warned("Error classes are declared, and never raised", evidence, short="not raised")
    if libraries:
        evidence = [Evidence(one.place, one.name) for one in libraries]
        return warned("Only a library's HTTP errors, no class of its own", evidence, short="library")
    return failed("No error class of its own", short="none")
