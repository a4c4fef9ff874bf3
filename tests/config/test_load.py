"""Settings: what is wrong is named by file, key and reason, and the rest holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as some

from healthtui.config import Config, Problem, Threshold, Waiver, load_config
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
        ("[thresholds]\na.b = { pass = 20, warn = 70 }", "healthtui.toml: thresholds.a.b: warn is above pass"),
        ("[keys]\nopen = 1", "healthtui.toml: keys.open: Expected a text, got a number"),
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


BEFORE = Config(
    theme="paper",
    exclude=("old/",),
    weights={"a.b": 1.0, "c.d": 2.0},
    thresholds={"a.b": Threshold(90, 70)},
    waivers=(Waiver("security.cors", "a public API", date(2027, 3, 31)),),
    keys={"open": "o"},
)


@pytest.mark.parametrize("text", ["theme = ", "theme = 'signal'\n[[[", "a = 1\na = 2"])
def test_a_file_that_cannot_be_read_changes_nothing(text: str, tmp_path: Path) -> None:
    config, problems = load_config(text.encode(), None, BEFORE)
    assert (config, len(problems)) == (BEFORE, 1)
    assert load_config(None, tmp_path, BEFORE)[0] == BEFORE


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("exclude = 1", "exclude", ("old/",)),
        ("weights = 1", "weights", BEFORE.weights),
        ("[weights]\n'a.b' = 500\n'e.f' = 3", "weights", {"a.b": 1.0, "e.f": 3.0}),
        ("[weights]\n'g.h' = 500", "weights", {}),
        ("[thresholds]\n'a.b' = { pass = 20, warn = 70 }", "thresholds", BEFORE.thresholds),
        ("[keys]\nopen = 5\nzoom = 'Z'", "keys", {"open": "o", "zoom": "Z"}),
        (WAIVED.replace("2027-03-31", "'soon'"), "waivers", BEFORE.waivers),
        (WAIVED.replace("2027-03-31", "'soon'") + "path = 'src/app.ts'", "waivers", ()),
    ],
)
def test_one_setting_that_is_wrong_stays_as_it_was_and_the_others_are_followed(text: str, name: str, expected: object) -> None:
    config, problems = load_config(f"glyphs = 'ascii'\n{text}".encode(), None, BEFORE)
    assert (config.glyphs, getattr(config, name), len(problems)) == ("ascii", expected, 1)
    assert config.theme == "auto"


def test_what_a_file_may_not_set_is_followed_where_it_may(tmp_path: Path) -> None:
    own = tmp_path / "config.toml"
    own.write_text("editor = 'vi {file}'")
    config, _ = load_config(b"editor = 'rm'", own, Config(editor="code"))
    assert config.editor == "vi {file}"


@pytest.mark.parametrize(
    ("command", "reason"),
    [
        ("vi {lin} {file}", "{lin} is none of {file}, {line}, {column}; did you mean {line}?"),
        ("vi {} {file}", "{} is none of {file}, {line}, {column}"),
        ("vi '{file}", "cannot be split into words: no closing quotation"),
    ],
)
def test_an_editor_that_cannot_be_called_is_said(tmp_path: Path, command: str, reason: str) -> None:
    own = tmp_path / "config.toml"
    own.write_text(f'editor = "{command}"')
    config, (problem,) = load_config(None, own)
    assert (config.editor, problem) == ("", Problem(str(own), "editor", reason))


@pytest.mark.parametrize(
    "command", ["vi", "code -g {file}:{line}:{column}", "sh -c 'vi ${HOME}/x'", "emacs --eval '(f \"{file}\")'"]
)
def test_an_editor_may_be_any_other_command(tmp_path: Path, command: str) -> None:
    own = tmp_path / "config.toml"
    own.write_text(f"editor = '''{command}'''")
    assert load_config(None, own) == (Config(editor=command), ())


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
