from __future__ import annotations

import pytest

from healthtui.facts.project import Workflow, WorkflowStep
from healthtui.readers.base import ReadError
from healthtui.readers.workflow import WORKFLOW


@pytest.mark.parametrize(
    ("path", "data", "triggers", "steps"),
    [
        (
            ".github/workflows/ci.yml",
            "on:\n  push:\n  schedule:\n    - cron: '0 0 * * 1'\n"
            "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n      - run: npm audit\n",
            ("push", "schedule"),
            [("", "actions/checkout@v4", 8), ("npm audit", "", 9)],
        ),
        (
            ".github/workflows/config.yml",
            "on: [push]\njobs: {a: {steps: [{run: npm ci}]}}",
            ("push",),
            [("npm ci", "", 2)],
        ),
        (
            ".gitlab-ci.yml",
            "test:\n  only: [schedules]\n  script:\n    - npm ci\n    - npm test\n",
            ("push", "schedule"),
            [("npm ci\nnpm test", "", 3)],
        ),
        (
            ".circleci/config.yml",
            "jobs:\n  a:\n    steps:\n    - checkout\n    - run: npm ci\n    - run:\n        command: npm test\n",
            ("push",),
            [("npm ci", "", 5), ("npm test", "", 6)],
        ),
        (
            "azure-pipelines.yml",
            "pr: none\nschedules:\n- cron: '0 0 * * *'\nsteps:\n- script: npm ci\n- task: NodeTool@0\n",
            ("push", "schedule"),
            [("npm ci", "", 5), ("", "NodeTool@0", 6)],
        ),
        (".travis.yml", "language: node_js\nscript: npm test\n", ("push",), [("npm test", "", 2)]),
    ],
)
def test_triggers_and_steps(path: str, data: str, triggers: tuple[str, ...], steps: list[tuple[str, str, int]]) -> None:
    assert WORKFLOW.claims(path)
    expected = Workflow(triggers, tuple(WorkflowStep(*step) for step in steps))
    assert WORKFLOW.read(path.rpartition("/")[2], data.encode()) == (expected,)


def test_a_step_that_is_shared_by_an_alias_counts_once() -> None:
    data = b"x: &x {script: [npm ci]}\na: *x\nb: *x\n"
    (workflow,) = WORKFLOW.read(".gitlab-ci.yml", data)
    assert isinstance(workflow, Workflow)
    assert [step.run for step in workflow.steps] == ["npm ci"]


def test_a_mistake_is_said_with_its_line() -> None:
    with pytest.raises(ReadError) as raised:
        WORKFLOW.read("ci.yml", b"on: push\njobs: a: b\n")
    assert (raised.value.reason, raised.value.line) == (
        "not valid YAML: mapping values are not allowed in this context",
        2,
    )


@pytest.mark.parametrize("path", ["workflows/ci.yml", ".github/dependabot.yml", "docs/config.yml"])
def test_other_yaml_is_no_workflow(path: str) -> None:
    assert not WORKFLOW.claims(path)
