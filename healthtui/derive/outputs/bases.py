"""All outputs of tools that speak of a package, each with the files that it was made from."""

from __future__ import annotations

from healthtui.derive.database import Database, query
from healthtui.derive.outputs.audits import lockfiles, reports_of
from healthtui.derive.outputs.coverage import coverage_bases
from healthtui.derive.outputs.freshness import fresh_for
from healthtui.derive.outputs.load_runs import load_run_bases
from healthtui.derive.outputs.results import result_bases


@query
def fresh_outputs(db: Database, package: str) -> tuple[tuple[str, str, dict[str, str]], ...]:
    """(path, content, content of each covered file) of those that are fresh by the clock."""
    audits = [(path, lockfiles(db, package)) for path in reports_of(db, package)]
    covered = [*audits, *coverage_bases(db, package), *result_bases(db, package), *load_run_bases(db, package)]
    found = ((path, fresh_for(db, path, files)) for path, files in covered)
    return tuple((path, *fresh) for path, fresh in found if fresh is not None)
