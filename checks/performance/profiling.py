"""Profile before optimising."""

from __future__ import annotations

from healthtui.engine.check import LOW, Facts, check
from healthtui.engine.verdict import Evidence, Verdict, failed, passed
from healthtui.facts.measuring import Profiling


@check(risk=LOW)
def profiling(profilers: Facts[Profiling]) -> Verdict:
    if not profilers:
        return failed("No script and no code runs a profiler", short="none")
    tools = ", ".join(dict.fromkeys(one.tool for one in profilers))
    return passed(f"Profiled with {tools}", [Evidence(one.place, f"profiles with {one.tool}") for one in profilers])
