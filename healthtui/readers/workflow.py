"""CI workflows: GitHub Actions, GitLab, CircleCI, Azure Pipelines, Travis."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from healthtui.facts.project import Workflow, WorkflowStep
from healthtui.readers.base import Reader
from healthtui.readers.nodes import Node, mapping
from healthtui.readers.yaml_tree import YAML_SIZE, parse_yaml


@dataclass(frozen=True)
class _Dialect:
    """Where a service keeps its files, and the keys of what a step runs and what it uses."""

    file: re.Pattern[str]
    runs: frozenset[str]
    uses: frozenset[str] = frozenset()


_GITHUB = _Dialect(re.compile(r"(.*/)?\.github/workflows/[^/]+\.ya?ml"), frozenset({"run"}), frozenset({"uses"}))
_GITLAB = _Dialect(re.compile(r"(.*/)?\.gitlab-ci\.ya?ml"), frozenset({"script", "before_script", "after_script"}))
_CIRCLE = _Dialect(re.compile(r"(.*/)?\.circleci/config\.ya?ml"), frozenset({"run"}))
_AZURE = _Dialect(
    re.compile(r"(.*/)?\.?azure-pipelines\.ya?ml"),
    frozenset({"script", "bash", "pwsh", "powershell"}),
    frozenset({"task", "template"}),
)
_TRAVIS = _Dialect(
    re.compile(r"(.*/)?\.travis\.ya?ml"),
    frozenset({"before_install", "install", "before_script", "script", "after_success", "after_script"}),
)
_DIALECTS = (_GITLAB, _CIRCLE, _AZURE, _TRAVIS, _GITHUB)


def _read(name: str, data: bytes) -> tuple[Workflow, ...]:
    root = mapping(parse_yaml(data), "a workflow")
    dialect = _dialect(name, root)
    return (Workflow(_triggers(dialect, root), tuple(_steps(dialect, root))),)


def _dialect(name: str, root: Node) -> _Dialect:
    """A reader sees the file's own name; `config.yml` is CircleCI's when it has no `on`."""
    named = next((dialect for dialect in (_GITLAB, _AZURE, _TRAVIS) if dialect.file.fullmatch(name)), None)
    is_circle = re.fullmatch(r"config\.ya?ml", name) and not root.get("on").line
    return named or (_CIRCLE if is_circle else _GITHUB)


def _steps(dialect: _Dialect, root: Node) -> Iterator[WorkflowStep]:
    """In the order of the file. A node that is shared by aliases is one step, and so none is visited twice."""
    waiting, seen = [("", root)], set[int]()
    while waiting:
        key, node = waiting.pop()
        if not isinstance(node.value, str):
            if id(node.value) in seen:
                continue
            seen.add(id(node.value))
        if step := _step(dialect, key, node):
            yield step
        waiting += reversed(list(node.entries()) or [("", item) for item in node.items()])


def _step(dialect: _Dialect, key: str, node: Node) -> WorkflowStep | None:
    command = ("\n".join(node.texts()) or node.get("command").text()) if key in dialect.runs else ""
    action = node.text() if key in dialect.uses else ""
    return WorkflowStep(command, action, node.line) if command or action else None


def _triggers(dialect: _Dialect, root: Node) -> tuple[str, ...]:
    if dialect is _GITHUB:
        on = root.get("on")
        return on.texts() or tuple(key for key, _ in on.entries())
    if dialect is _AZURE:
        return _azure_triggers(root)
    return ("push", "schedule") if _names_schedule(root) else ("push",)


def _azure_triggers(root: Node) -> tuple[str, ...]:
    named = {"push": "trigger", "pull_request": "pr", "schedule": "schedules"}
    off = {name for name, key in named.items() if root.get(key).text() == "none"}
    by_default = {"push", "pull_request"}  # without the key a pipeline runs on both
    return tuple(name for name, key in named.items() if name not in off and (name in by_default or root.get(key).line))


def _names_schedule(root: Node) -> bool:
    """GitLab: `only: [schedules]`, `$CI_PIPELINE_SOURCE == "schedule"`; CircleCI: `triggers: [{schedule: …}]`."""
    waiting, seen = [root], set[int]()
    while waiting:
        node = waiting.pop()
        if id(node.value) in seen:
            continue
        seen.add(id(node.value))
        rule = node.get("if").text()
        if "schedules" in node.get("only").texts() or '"schedule"' in rule or node.get("schedule", "cron").line:
            return True
        waiting += node.children()
    return False


WORKFLOW = Reader(
    name="workflow",
    version=1,
    kinds=(Workflow,),
    claims=lambda path: any(dialect.file.fullmatch(path) for dialect in _DIALECTS),
    read=_read,
    max_size=YAML_SIZE,
)
