"""A linter and a formatter."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check
from healthtui.engine.verdict import Evidence, Verdict, failed, passed, warned
from healthtui.facts.quality import ConfiguredTool


@check(risk=MEDIUM)
def lint_format(tools: Facts[ConfiguredTool]) -> Verdict:
    linters = [tool for tool in tools if tool.role in ("linter", "both")]
    formatters = [tool for tool in tools if tool.role in ("formatter", "both")]
    evidence = [Evidence(tool.place, f"{tool.tool} is configured") for tool in tools]
    if linters and formatters:
        names = dict.fromkeys((linters[0].tool, formatters[0].tool))
        return passed(f"{' and '.join(names)} lint and format" if len(names) > 1 else f"{linters[0].tool} does both", evidence)
    if linters:
        return warned(f"{linters[0].tool} lints, and no formatter is configured", evidence, short="no format")
    if formatters:
        return warned(f"{formatters[0].tool} formats, and no linter is configured", evidence, short="no lint")
    return failed("No configuration of a linter or formatter is in the package or above it", short="none")
