"""TypeScript in strict mode."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown, warned
from healthtui.facts.quality import TypeStrictness


@check(risk=HIGH)
def strict_types(configurations: Facts[TypeStrictness]) -> Verdict:
    if not configurations:
        return not_applicable("No TypeScript or JavaScript source is in the package")
    for one in configurations:
        if one.broken:
            return unknown(Reason.UNREADABLE, f"{one.place.path} cannot be read: {one.broken}", short="broken")
        if one.absent and one.language == "typescript":
            summary = f"{one.place.path} extends {one.absent}, which is not in the repository"
            return unknown(Reason.NOT_FOLLOWED, summary, short="no config")
    if configurations[0].language == "javascript":
        return _javascript(configurations)
    if loose := [one for one in configurations if not one.is_strict]:
        return warned("TypeScript without strict mode", [Evidence(one.place, "strict is not on") for one in loose], "not strict")
    return passed("TypeScript in strict mode", [Evidence(one.place, "strict is on") for one in configurations], short="strict")


def _javascript(configurations: Facts[TypeStrictness]) -> Verdict:
    if all(one.checks_javascript for one in configurations):
        evidence = [Evidence(one.place, "checkJs is on") for one in configurations]
        return warned("JavaScript that the TypeScript compiler checks", evidence, short="checkJs")
    return failed("Plain JavaScript: no tsconfig.json or jsconfig.json sets checkJs", short="plain JS")
