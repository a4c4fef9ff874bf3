"""Large files are streamed."""

from __future__ import annotations

from healthtui.engine.check import MEDIUM, Facts, check
from healthtui.engine.verdict import Evidence, Reason, Verdict, failed, not_applicable, passed, unknown
from healthtui.facts.performance import FileTransfer

_SAYS = {"streamed": "streams", "bounded": "bounds what it takes"}


@check(risk=MEDIUM)
def streaming(transfers: Facts[FileTransfer]) -> Verdict:
    if not transfers:
        return not_applicable("No file is uploaded or served")
    if whole := [one for one in transfers if one.memory == "whole"]:
        evidence = [Evidence(one.place, _message(one)) for one in whole]
        return failed("Whole files are held in memory", evidence, short=f"{len(whole)} whole")
    known = [one for one in transfers if one.memory != "unknown"]
    if len(known) < len(transfers):
        hidden = next(one for one in transfers if one.memory == "unknown")
        taken = "takes its options from where they" if hidden.is_upload else "sends data whole from where it"
        said = f"{hidden.place.path}:{hidden.place.line} {taken} cannot be followed"
        return unknown(Reason.NOT_FOLLOWED, said)
    return passed("Files are streamed or bounded", [Evidence(one.place, f"{one.by} {_SAYS[one.memory]}") for one in known[:5]])


def _message(one: FileTransfer) -> str:
    if one.is_upload:
        return f"{one.by} keeps uploads of any size in memory"
    return f"{one.by} reads the whole file to send it"
