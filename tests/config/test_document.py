"""`docs/settings.md` says what the program takes: each row here is made from what takes it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import get_type_hints

import msgspec
import pytest

from healthtui.config import Config, Waiver
from healthtui.config.write import EXAMPLE, EXAMPLE_OF_USER
from healthtui.tui.look.theme import VARIABLES, load_themes

DOCUMENT = Path("docs/settings.md").read_text("utf-8")


def _setting(name: str) -> str:
    default = msgspec.to_builtins(getattr(Config(), name))
    said = msgspec.json.schema(get_type_hints(Config, include_extras=True)[name]).get("description", "by check id")
    return f"| `{name}` | `{json.dumps(default)}` | {said.replace('|', chr(92) + '|')} |"


SETTINGS = [_setting(field.name) for field in msgspec.structs.fields(Config)]


@pytest.mark.parametrize("row", SETTINGS)
def test_every_setting_has_its_row(row: str) -> None:
    assert row in DOCUMENT


@pytest.mark.parametrize("name", [*VARIABLES, *(theme.name for theme in load_themes().values())])
def test_every_theme_and_every_colour_is_named(name: str) -> None:
    assert f"`{name}`" in DOCUMENT


def test_no_row_is_of_the_past() -> None:
    rows = [line for line in DOCUMENT.splitlines() if line.startswith("| `")]
    assert set(rows) == set(SETTINGS)


def test_the_examples_name_no_setting_that_is_not_there() -> None:
    written = [line.lstrip("# ").partition(" = ")[0] for line in (EXAMPLE + EXAMPLE_OF_USER).splitlines() if " = " in line]
    assert {name for name in written if name.isidentifier()} <= {*Config.__struct_fields__, *Waiver.__struct_fields__, "open"}
