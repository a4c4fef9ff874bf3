"""JSON files of settings, read as the object that code is given."""

from __future__ import annotations

import pytest

from healthtui.facts.source import Array, Literal, Object, Settings
from healthtui.readers.base import ReadError
from healthtui.readers.settings import SETTINGS


def test_an_object_with_its_comments() -> None:
    text = b'\xef\xbb\xbf{ // of the server\n "port": 3000, "jwt": {"secret": "hush"}, "origins": ["a", null], }'
    expected = Object(
        (
            ("port", Literal(3000)),
            ("jwt", Object((("secret", Literal("hush")),))),
            ("origins", Array((Literal("a"), Literal(None)))),
        )
    )
    assert SETTINGS.read("default.json", text) == (Settings(expected),)


@pytest.mark.parametrize("text", [b"[1, 2]", b'"text"', b"3"])
def test_what_is_no_object_holds_no_settings(text: bytes) -> None:
    assert SETTINGS.read("config.json", text) == ()


@pytest.mark.parametrize("text", [b'{"a": ', b"{]}", b'{"a" 1}'])
def test_broken_json_is_refused(text: bytes) -> None:
    with pytest.raises(ReadError):
        SETTINGS.read("config.json", text)


@pytest.mark.parametrize(
    "path",
    ["config.json", "config/default.json", "src/config/production.json", "app.settings.json", "keys.json", "api/tsoa.json"],
)
def test_settings_are_claimed(path: str) -> None:
    assert SETTINGS.claims(path)


@pytest.mark.parametrize("path", ["package.json", "tsconfig.json", "data/cities.json", "node_modules/a/config.json", "config.js"])
def test_other_files_are_not(path: str) -> None:
    assert not SETTINGS.claims(path)
