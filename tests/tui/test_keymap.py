"""The keys that a user gives to actions: what no terminal sends, and what another action has, is said."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from healthtui.tui.actions import BY_ID
from healthtui.tui.keymap import wrong_keys

PAGES = [*Path("docs").glob("*.md"), *Path().glob("*.md")]
EXAMPLES = [found for page in PAGES for found in re.findall(r"^```toml\n(.*?)^```", page.read_text("utf-8"), re.M | re.S)]


@pytest.mark.parametrize(
    "key",
    [
        *("b", "B", "ö", "§", "!", ";", "+", "semicolon", "plus", "f1", "f24", "tab", "backspace", "f1, ctrl+b ,B"),
        *("ctrl+b", "alt+b", "ctrl+shift+b", "alt+shift+b", "ctrl+f5", "shift+tab", "super+b", "alt+enter", "ctrl+full_stop"),
    ],
)
def test_what_a_terminal_sends_is_a_key(key: str) -> None:
    assert wrong_keys({"copy-brief": key}) == {}


@pytest.mark.parametrize(
    ("key", "reason"),
    [
        ("entr", "entr is no key; did you mean enter?"),
        ("ctrl+nope", "ctrl+nope is no key"),
        ("ctrl+", "ctrl+ is no key"),
        ("", "a key is missing"),
        ("b,", "a key is missing"),
        ("b,nope", "nope is no key"),
        ("F1", "F1 is no key; did you mean f1?"),
        ("Ctrl+B", "Ctrl+B is no key; did you mean ctrl+b?"),
        ("shift+ctrl+b", "shift+ctrl+b is no key; did you mean ctrl+shift+b?"),
        ("shift+b", "shift+b is no key; did you mean B?"),
        ("ctrl+/", "ctrl+/ is no key; did you mean ctrl+slash?"),
        ("pgdn", "pgdn is no key; did you mean pagedown?"),
        ("f99", "f99 is no key"),
        ("solidus", "solidus is no key"),
    ],
)
def test_what_no_terminal_sends_is_said(key: str, reason: str) -> None:
    said = wrong_keys({"palette": key})["palette"]
    assert said == reason or (not reason.endswith("?") and said.startswith(f"{reason}; did you mean"))


@pytest.mark.parametrize(
    ("keymap", "wrong"),
    [
        ({"copy-brief": "c"}, {"copy-brief": "c is already taken by changes; left out"}),
        ({"copy-brief": "b,?"}, {"copy-brief": "? is already taken by help; left out"}),
        ({"zoom": "b", "pause": "b"}, {"pause": "b is already taken by zoom; left out"}),
        ({"zoom": ";", "pause": "semicolon"}, {"pause": "semicolon is already taken by zoom; left out"}),
        ({"pause": "z", "zoom": "p"}, {}),
        ({"copy-brief": "b,y"}, {}),
        ({"nope": "b"}, {"nope": "no action has this id"}),
        (
            {"changes": "entr", "copy-brief": "c", "zoom": "y"},
            {
                "changes": "entr is no key; did you mean enter?",
                "copy-brief": "c is already taken by changes; left out",
                "zoom": "y is already taken by copy-brief; left out",
            },
        ),
    ],
)
def test_a_key_of_another_action_is_left_out(keymap: dict[str, str], wrong: dict[str, str]) -> None:
    assert wrong_keys(keymap) == wrong


def test_the_keys_in_the_documents_can_be_given() -> None:
    keymaps = [keys for example in EXAMPLES if (keys := tomllib.loads(example).get("keys"))]
    assert len(keymaps) >= 2
    for keymap in keymaps:
        assert wrong_keys(keymap) == {}
        assert keymap.keys() <= BY_ID.keys()
