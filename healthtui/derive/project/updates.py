"""How dependencies are kept fresh: robots, audits on a schedule, and whether lockfiles are kept out of the repository."""

from __future__ import annotations

from collections.abc import Iterator
from posixpath import dirname, join

from healthtui.derive.database import Database
from healthtui.derive.inputs import derives, facts_in, paths_with
from healthtui.derive.libraries.updates import (
    DEPENDABOT_FOLDERS,
    LOCKFILE_NAMES,
    RENOVATE_FOLDERS,
    ROBOTS,
    SCHEDULED_ACTIONS,
    SCHEDULED_COMMANDS,
)  # fmt: skip
from healthtui.derive.project.nearby import folders_for
from healthtui.facts.base import Place
from healthtui.facts.project import IgnoreRule, Manifest, ToolConfig, Workflow, WorkflowStep
from healthtui.facts.security import LockfileIgnored, UpdateAutomation
from healthtui.tree.ignore import rule_of


@derives(UpdateAutomation)
def update_automation(db: Database, package: str) -> tuple[UpdateAutomation, ...]:
    """The robots of the repository, and the jobs that audit on a schedule."""
    found = [*_robots(db, package), *_scheduled(db, package)]
    return tuple(sorted(found, key=lambda one: one.place))


def _robots(db: Database, package: str) -> Iterator[UpdateAutomation]:
    above = folders_for(package)
    places = {
        "dependabot": {join(up, one) for up in above for one in DEPENDABOT_FOLDERS},
        "renovate": {join(up, one).rstrip("/") for up in above for one in RENOVATE_FOLDERS},
    }
    for path in paths_with(db, ToolConfig):
        for one in facts_in(db, ToolConfig, path):
            if dirname(path) in places.get(one.tool, ()):
                yield UpdateAutomation(Place(path, one.line, 1), ROBOTS[one.tool], one.role != "off")


def _scheduled(db: Database, package: str) -> Iterator[UpdateAutomation]:
    above = folders_for(package)
    for path in paths_with(db, Workflow):
        folder = dirname(path).removesuffix("workflows").rstrip("/").rpartition(".")[0].rstrip("/")
        for workflow in facts_in(db, Workflow, path) if folder in above else ():
            for step in workflow.steps if "schedule" in workflow.triggers else ():
                if by := _looks_for_updates(db, step, above):
                    yield UpdateAutomation(Place(path, step.line, 1), by, is_on=True)


def _looks_for_updates(db: Database, step: WorkflowStep, above: tuple[str, ...]) -> str:
    """The command or action of a step that audits or updates dependencies, also behind a script of `package.json`."""
    if action := SCHEDULED_ACTIONS.search(step.uses):
        return action.group()
    if command := SCHEDULED_COMMANDS.search(step.run):
        return command.group()
    for folder in above:
        for manifest in facts_in(db, Manifest, join(folder, "package.json")):
            for name, script in manifest.scripts.items():
                command = SCHEDULED_COMMANDS.search(script)
                if command and f"run {name}" in step.run:
                    return command.group()
    return ""


@derives(LockfileIgnored)
def lockfile_ignored(db: Database, package: str) -> tuple[LockfileIgnored, ...]:
    """The nearest rule, at or above the package, that matches a lockfile's name: npm's before others."""
    for folder in folders_for(package):
        path = join(folder, ".gitignore")
        rules = [(one, rule_of(one.pattern)) for one in facts_in(db, IgnoreRule, path)]
        for name in LOCKFILE_NAMES:
            for one, rule in rules:
                if rule is not None and rule.ignores and rule.matches(name):
                    return (LockfileIgnored(Place(path, one.line, 1), one.pattern),)
    return ()
