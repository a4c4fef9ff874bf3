"""Settings in .env files that git ignores, with an example that it tracks."""

from __future__ import annotations

from healthtui.engine.check import HIGH, Facts, check
from healthtui.engine.verdict import Evidence, Verdict, failed, not_applicable, passed, warned
from healthtui.facts.security import EnvFileSighting, EnvIgnored, EnvironmentUse


@check(risk=HIGH)
def env_files(files: Facts[EnvFileSighting], ignored: Facts[EnvIgnored], uses: Facts[EnvironmentUse]) -> Verdict:
    real = [one for one in files if not one.is_example]
    examples = [one for one in files if one.is_example]
    if not real and not uses:
        return not_applicable("Neither process.env nor a loader of .env files is used, and no .env is tracked")
    open_ = [one for one in ignored if not one.is_ignored]
    evidence = [Evidence(one.place, "is tracked, or not ignored") for one in real]
    evidence += [Evidence(one.place, ".env is not ignored here") for one in open_ if one.place.path]
    if real:
        return failed(f"{real[0].place.path} is tracked, or not ignored", evidence, short=f"{len(real)} tracked")
    if open_:
        return failed("No .gitignore makes git ignore .env", evidence, short="no rule")
    rules = [Evidence(one.place, "ignores .env") for one in ignored]
    if not examples:
        return warned(".env is ignored, but no example of it is tracked", rules, short="no example")
    return passed(".env is ignored, and an example is tracked", [*rules, Evidence(examples[0].place, "an example")])
