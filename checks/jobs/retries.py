"""Failed jobs are tried again, later each time."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown, warned
from healthtui.facts.jobs import QueueUse

_LACKS = {"attempts": "attempts without exponential backoff", "none": "no attempts"}


@check(risk=MEDIUM)
def retries(uses: Facts[QueueUse]) -> Verdict:
    if not uses:
        return not_applicable("No queue is used: no known library of queues is at work")
    fed = [one for one in uses if one.role == "fed"]
    if not fed:
        return unknown(Reason.NOT_FOLLOWED, f"Nothing that feeds {uses[0].library} is in the repository", "not seen")
    hidden = [one for one in fed if one.retries in ("hidden", "service")]
    seen = {one.retries for one in fed if one not in hidden}
    if hidden and seen in (set(), {"exponential"}, {"none"}):  # what is hidden would decide
        return unknown(Reason.NOT_FOLLOWED, _unseen(hidden[0]), "not seen")
    lacking = [Evidence(one.place, f"{one.written}: {_LACKS[one.retries]}") for one in fed if one.retries in _LACKS]
    if not lacking:
        return passed("Jobs are tried again with exponential backoff", [Evidence(one.place, one.written) for one in fed[:5]])
    if seen == {"none"}:
        return failed("Failed jobs are not tried again", lacking, short="none")
    return warned("Not all jobs are tried again with exponential backoff", lacking, short="partly")


def _unseen(use: QueueUse) -> str:
    if use.retries == "service":
        return f"How {use.library} tries again is set at the service, outside the repository"
    return f"{use.place.path}:{use.place.line} takes its options from where they cannot be followed"
