"""`healthtui checks`, alone and beside a team's persona."""

from __future__ import annotations

from pathlib import Path

from healthtui.engine.loader import load_checks
from tests.cli.conftest import Run

PERSONA = "# Ours\n\n## Security\n\n- Enable CORS for named origins only\n- Never deploy on a Friday\x1b[31m\n"


def test_every_check_is_listed(healthtui: Run) -> None:
    done = healthtui("checks")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == [check.id for check in load_checks()]


def test_a_persona_is_answered_line_by_line(healthtui: Run, tmp_path: Path) -> None:
    file = tmp_path / "persona.md"
    file.write_text(PERSONA)
    done = healthtui("checks", "--persona", str(file))
    lines = done.stdout.splitlines()
    assert next(line for line in lines if line.startswith("security.cors")).endswith("← line 5, Security")
    assert any("line 6" in line and "Never deploy on a Friday" in line for line in lines)
    assert "\x1b" not in done.stdout


def test_a_persona_that_cannot_be_read_is_wrong_use(healthtui: Run, tmp_path: Path) -> None:
    file = tmp_path / "persona.md"
    file.write_bytes(b"\xff\xfe\x00bad")
    done = healthtui("checks", "--persona", str(file))
    assert (done.returncode, "persona.md" in done.stderr, "Traceback" in done.stderr) == (2, True, False)
