"""Settings: what is wrong is named by file, key and reason, and the rest holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as some

from healthtui.config import Config, Threshold, Waiver, load_config
from healthtui.config.write import EXAMPLE, EXAMPLE_OF_USER, schema_text


def _said(text: str) -> list[str]:
    return [str(problem) for problem in load_config(text.encode())[1]]


def test_without_a_file_all_is_at_its_default() -> None:
    assert load_config(None) == (Config(), ())


@pytest.mark.parametrize("text", [EXAMPLE, EXAMPLE_OF_USER])
def test_an_example_changes_nothing_and_its_comments_hold(text: str) -> None:
    assert load_config(text.encode()) == (Config(), ())
    lines = [line.removeprefix("# ") if " = " in line or "[[" in line else line for line in text.splitlines()]
    assert [said for said in _said("\n".join(lines)) if "as it is a command" not in said] == []


@pytest.mark.parametrize(
    "written", ['[weights]\n"security.cors" = 5', "[weights]\nsecurity.cors = 5", "[weights.security]\ncors = 5"]
)
def test_a_check_is_named_in_any_form_of_toml(written: str) -> None:
    assert load_config(written.encode())[0].weights == {"security.cors": 5.0}


def test_thresholds_are_percents() -> None:
    config, problems = load_config(b'[thresholds]\n"testing.unit" = { pass = 90, warn = 70 }')
    assert config.thresholds == {"testing.unit": Threshold(90, 70)}
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("persona = 1", "healthtui.toml: persona: Expected a text, got a number"),
        ("exlude = []", "healthtui.toml: exlude: is no setting; did you mean exclude?"),
        ("exclude = [1]", "healthtui.toml: exclude: Expected a text, got a number (at [0])"),
        ("[weights]\nsecurity.xss = 'a'", "healthtui.toml: weights.security.xss: Expected a number, got a text"),
        ("[weights]\nsecurity.xss = -1", "healthtui.toml: weights.security.xss: Expected a number >= 0.0"),
        ("weights = 3", "healthtui.toml: weights: Expected a table, got a number"),
        ("[thresholds]\na.b = { pass = 9 }", "healthtui.toml: thresholds.a.b: Object missing required field warn"),
        ("glyphs = 'emoji'", "healthtui.toml: glyphs: Invalid enum value 'emoji'"),
        ("editor = 'rm -r'", "healthtui.toml: editor: is followed in the user's own file alone, as it is a command"),
    ],
)
def test_what_is_wrong_is_said_and_the_rest_holds(text: str, said: str) -> None:
    assert _said(text) == [said]
    assert load_config(f"theme = 'paper'\n{text}".encode())[0].theme == "paper"


WAIVED = '[[waivers]]\ncheck = "security.cors"\nreason = "a public API"\nuntil = 2027-03-31\n'


def test_a_waiver_has_a_reason_and_an_end() -> None:
    config, problems = load_config(f'{WAIVED}path = "src/app.ts"\n'.encode())
    assert config.waivers == (Waiver("security.cors", "a public API", date(2027, 3, 31), path="src/app.ts"),)
    assert problems == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("waivers = 3", "waivers: Expected a list, got a number"),
        ("[[waivers]]", "waivers.1: Object missing required field check"),
        (WAIVED.replace("a public API", "  "), "waivers.security.cors: Expected a text that is not blank (at reason)"),
        (WAIVED.replace("reason", "why"), "waivers.security.cors: Object contains unknown field why"),
        (
            WAIVED.replace("2027-03-31", "2027-03-31T10:00:00"),
            "waivers.security.cors: Expected a date, got a date with a time (at until)",
        ),
        (WAIVED.replace("2027-03-31", '"soon"'), "waivers.security.cors: Is no date such as 2027-03-31 (at until)"),
    ],
)
def test_a_waiver_that_is_wrong_is_said_and_the_others_hold(text: str, said: str) -> None:
    assert _said(text) == [f"healthtui.toml: {said}"]
    if text.startswith("["):
        assert [one.check for one in load_config(f"{text}\n{WAIVED}".encode())[0].waivers] == ["security.cors"]


def test_a_user_waives_nothing(tmp_path: Path) -> None:
    own = tmp_path / "config.toml"
    own.write_text(WAIVED)
    config, (problem,) = load_config(None, own)
    assert config.waivers == () and problem.key == "waivers" and "of a repository alone" in problem.reason


def test_a_broken_file_is_said_by_its_line() -> None:
    (said,) = _said("theme = 'paper'\npersona = \n")
    assert said == "healthtui.toml cannot be read at line 2, column 11: invalid value"
    assert _said("theme = [") == ["healthtui.toml cannot be read at its end: invalid value"]


def test_the_users_own_settings_win_and_may_name_an_editor(tmp_path: Path) -> None:
    own = tmp_path / "config.toml"
    own.write_text("theme = 'signal'\neditor = 'code -g {file}'\nnope = 1\n")
    config, problems = load_config(b"theme = 'paper'\nglyphs = 'ascii'\n", own)
    assert (config.theme, config.glyphs, config.editor) == ("signal", "ascii", "code -g {file}")
    assert [str(one) for one in problems] == [f"{own}: nope: is no setting"]


def test_a_users_file_that_cannot_be_read_is_said(tmp_path: Path) -> None:
    (said,) = [str(one) for one in load_config(None, tmp_path)[1]]
    assert said == f"{tmp_path} cannot be read: Is a directory"


@pytest.mark.parametrize("data", [b"\xff\xfe", b"a = " + b"[" * 100_000, b"\x00", b"[weights]\n" * 3, b"[[weights]]\na = 1"])
def test_hostile_bytes_are_a_problem_and_no_error(data: bytes) -> None:
    assert load_config(data)[1] != ()


@given(some.binary(max_size=200))
def test_any_bytes_are_settings_or_problems(data: bytes) -> None:
    config, problems = load_config(data)
    assert isinstance(config, Config)
    assert all(str(one).startswith(("healthtui.toml: ", "healthtui.toml cannot be read")) for one in problems)


def test_the_schema_takes_what_the_reader_takes() -> None:
    import json
    import tomllib

    schema = json.loads(schema_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(tomllib.loads(EXAMPLE), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"exlude": []}, schema)
