"""docs/checks.md, as the command writes it."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from healthtui.cli.checks import command

TABLE = Path(__file__).parents[2] / "docs" / "checks.md"


def test_the_table_of_all_checks_is_current() -> None:
    written = CliRunner().invoke(command, ["--markdown"]).output
    assert written.count("\n| [") == 61
    assert TABLE.read_text(encoding="utf-8") == written, "healthtui checks --markdown > docs/checks.md"
