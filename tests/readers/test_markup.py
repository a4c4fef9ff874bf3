"""Which values templates put into a page as they are."""

from __future__ import annotations

from time import perf_counter

import pytest

from healthtui.facts.markup import UnescapedOutput
from healthtui.readers.base import ReadError
from healthtui.readers.markup import MARKUP

A_HANG = 5.0  # seconds


def written(name: str, text: str) -> list[str]:
    return [one.written for one in MARKUP.read(name, text.encode()) if isinstance(one, UnescapedOutput)]


@pytest.mark.parametrize(
    ("name", "text", "found"),
    [
        ("a.ejs", "<%- user.name %><%- bio || '' %><%= user.name %>", ["user.name", "bio || ''"]),
        ("a.eta", "<%~ it.comment %>", ["it.comment"]),
        ("a.ejs", "<%- include('head') %><%- body %><%- marked(text) %><%- 'text' %>", []),
        ("a.hbs", "{{{comment}}}{{{ this.text }}}{{&title}}{{title}}", ["comment", "this.text", "title"]),
        ("a.hbs", "{{{body}}}{{{helper value}}}{{{{raw}}}}{{{{/raw}}}}{{!-- {{{a}}} --}}", []),
        ("a.pug", "p !{comment}\ndiv.a(b='c')!= user.bio\n//- p !{no}\nif a != b\n", ["comment", "user.bio"]),
        ("a.njk", "{{ bio | safe }}{% autoescape false %}{{ data | dump | safe }}{# {{ a | safe }} #}", ["bio", "false"]),
        ("a.html", "<%- bio %>{{{ name }}}{{ bio | safe }}{{ title }}<!-- {{{ no }}} -->", ["bio", "name", "bio"]),
        ("a.tsx", "<p dangerouslySetInnerHTML={{ __html: props.html }} />", ["props.html"]),
        ("a.tsx", "<p dangerouslySetInnerHTML={{ __html: SCRIPT }} />", []),
    ],
)
def test_a_plain_value_that_is_not_escaped_is_found(name: str, text: str, found: list[str]) -> None:
    assert written(name, text) == found


def test_the_place_is_that_of_the_output_also_after_comments() -> None:
    (one,) = MARKUP.read("a.ejs", b"<!-- a\nb -->\n  <%- name %>\n")
    assert one == UnescapedOutput("ejs", "name", 3, 3)


def test_binary_content_is_said_to_be_so() -> None:
    with pytest.raises(ReadError, match="binary"):
        MARKUP.read("a.ejs", b"<%- a\0 %>")


@pytest.mark.parametrize(
    ("name", "piece"),
    [
        *(("a.ejs", piece) for piece in ("<!--", "<%- a.a", "<%- " + "a." * 9)),
        *(("a.hbs", piece) for piece in ("{{{", "{{!", "{{&a")),
        *(("a.pug", piece) for piece in ("a", "!{a")),
        *(("a.njk", piece) for piece in ("{{a", "{{ a |", "{#")),
        ("a.tsx", "dangerouslySetInnerHTML={{"),
    ],
)
def test_no_text_makes_it_hang(name: str, piece: str) -> None:
    start = perf_counter()
    MARKUP.read(name, (piece * (1_000_000 // len(piece))).encode())
    MARKUP.read(name, ("<%- " + piece * (1_000_000 // len(piece))).encode())
    assert perf_counter() - start < A_HANG


def test_truncated_and_empty_templates_hold_nothing() -> None:
    assert written("a.ejs", "") == written("a.ejs", "<%- user.na") == []
