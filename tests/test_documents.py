"""What the documents say is so: CONTRIBUTING.md's example is a check that runs, and what is linked to is there."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import dedent

from healthtui.engine.check import Check
from healthtui.engine.judge import verdict_of
from screenshots.draw import index
from tests.literate import bench_of, read_cases, shown

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")


def fenced(info: str) -> str:
    """What stands in the first fence of a kind."""
    found = re.search(rf"^ *(`{{3,}}){info}\n(.*?)^ *\1$", TEXT, re.DOTALL | re.MULTILINE)
    assert found is not None
    return dedent(found.group(2))


def test_the_example_runs_and_its_case_holds(tmp_path: Path) -> None:
    names: dict[str, object] = {"__name__": "healthtui.checks.testing.named_cases"}
    exec(compile(fenced("python"), "CONTRIBUTING.md", "exec", dont_inherit=True), names)
    (check,) = (value for value in names.values() if isinstance(value, Check))
    file = tmp_path / "testing" / "named_cases.md"
    file.parent.mkdir()
    file.write_text(fenced("markdown"), encoding="utf-8")
    (case,) = read_cases(file)
    verdict = verdict_of(bench_of(case.files).db, check, ".")
    assert check.id == case.check
    assert (verdict.outcome, f"{verdict.met}/{verdict.of}") == (case.expected["verdict"], case.expected["count"])
    assert shown(verdict) == case.evidence


def test_every_folder_that_is_named_is_there() -> None:
    rows = [line.split("|")[1] for line in TEXT.splitlines() if line.startswith("| `")]
    named = [name for row in rows for name in re.findall(r"`([\w/]+)`", row)]
    missing = [name for name in named if not any(Path(base, name).is_dir() for base in (ROOT, ROOT / "healthtui"))]
    assert named and missing == []


def test_every_file_that_is_linked_is_there() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/checks.md", "screenshots/README.md"):
        missing = [link for link in linked(ROOT / name) if not (ROOT / name).parent.joinpath(link).is_file()]
        assert missing == [], name


def test_every_picture_that_was_drawn_is_shown() -> None:
    drawn = {file.name for file in (ROOT / "screenshots").glob("*.svg")}
    assert linked(ROOT / "screenshots" / "README.md") == drawn
    assert index() == (ROOT / "screenshots" / "README.md").read_text(encoding="utf-8"), "make screenshots"


def linked(page: Path) -> set[str]:
    """The files that a page links to or shows."""
    text = page.read_text(encoding="utf-8")
    return set(re.findall(r"""(?:\]\(|src(?:set)?=")(?!https?:)([^)"#]+)[)"#]""", text))
