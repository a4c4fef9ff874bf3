from __future__ import annotations

import json
from hashlib import sha256

from healthtui.engine.audits import audit_file
from tests.derive.outputs.dated import Project

LOCK = json.dumps({"lockfileVersion": 3, "packages": {}})
OTHER_LOCK = json.dumps({"lockfileVersion": 3, "packages": {"node_modules/qs": {"version": "6.0.0"}}})
CLEAN = json.dumps({"auditReportVersion": 2, "vulnerabilities": {}})
HIGH = json.dumps({"auditReportVersion": 2, "vulnerabilities": {"qs": {"severity": "high", "via": [{"title": "Pollution"}]}}})


def test_an_audit_older_than_the_lockfile_is_stale_and_the_command_is_named(project: Project) -> None:
    project.write("npm-audit.json", CLEAN, at=1_000)
    project.write("package-lock.json", LOCK, at=2_000)
    verdict = project.verdict("security.audit")
    assert (verdict.outcome, verdict.reason_code) == ("unknown", "stale")
    assert verdict.command == "npm audit --json > npm-audit.json"


def test_a_lockfile_that_git_restores_leaves_the_audit_fresh(project: Project) -> None:
    project.write("package-lock.json", LOCK, at=1_000)
    project.commit()
    project.write("npm-audit.json", CLEAN, at=2_000)
    assert project.verdict("security.audit").outcome == "pass"
    project.write("package-lock.json", OTHER_LOCK, at=3_000)
    assert project.verdict("security.audit").reason_code == "stale"
    project.git("checkout", "--", "package-lock.json")
    assert project.verdict("security.audit").outcome == "pass"


def test_an_audit_written_again_with_equal_content_is_fresh_again(project: Project) -> None:
    project.write("npm-audit.json", CLEAN, at=1_000)
    project.write("package-lock.json", LOCK, at=2_000)
    project.write("npm-audit.json", CLEAN, at=3_000)
    assert project.verdict("security.audit").outcome == "pass"


def test_an_audit_that_we_ran_is_kept_for_its_lockfile_alone(project: Project) -> None:
    project.write("package-lock.json", LOCK)
    kept = audit_file(sha256(LOCK.encode()).hexdigest())
    kept.parent.mkdir(parents=True)
    kept.write_text(HIGH)
    assert project.verdict("security.audit").outcome == "fail"
    project.write("package-lock.json", OTHER_LOCK)
    assert project.verdict("security.audit").reason_code == "no-evidence"
