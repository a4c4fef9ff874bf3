"""What is asked for often is cached."""

from __future__ import annotations

from healthtui.engine.check import LOW, Facts, check
from healthtui.engine.verdict import Evidence, Verdict, failed, passed, warned
from healthtui.facts.performance import CacheUse


@check(risk=LOW)
def caching(uses: Facts[CacheUse]) -> Verdict:
    if shared := [one for one in uses if one.is_shared]:
        evidence = [Evidence(one.place, f"cached by {one.by}") for one in shared[:5]]
        return passed(f"{shared[0].by} caches for every process", evidence)
    if uses:
        evidence = [Evidence(one.place, f"{one.by} is cached in this process alone") for one in uses]
        return warned("Only the memory of one process caches", evidence, short="in memory")
    return failed("No cache: neither Redis or another shared store used to cache, nor one in memory", short="none")
