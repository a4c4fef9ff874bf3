from __future__ import annotations

import re

import pytest

from healthtui.guidance.explain import explain, explain_score
from healthtui.guidance.guides import guide
from healthtui.guidance.page import HEADINGS, PageError, page_ids
from healthtui.guidance.persona import load_persona, parse_persona
from healthtui.guidance.subjects import guides


def test_a_check_is_explained_from_its_persona_line_to_its_reading_list() -> None:
    text = explain("security.cors", load_persona(None))
    assert text.startswith("# CORS origins\n\n`security.cors` · high risk (weight 7.5)\n\n> CORS names the origins")
    assert "node-backend-developer, *Security*, line" in text
    assert [line[3:] for line in text.split("\n") if line.startswith("## ")] == list(HEADINGS)


def test_a_persona_that_does_not_speak_of_it_is_said_so() -> None:
    assert "The persona team does not speak of it." in explain("security.cors", parse_persona("team.md", b"- Be kind"))


def test_words_of_a_persona_stay_words() -> None:
    text = explain("security.cors", parse_persona("team.md", b"- CORS <script>![x](y) a_b"))
    assert r"> CORS \<script\>x a\_b" in text


def test_an_unknown_check_cannot_be_explained() -> None:
    with pytest.raises(PageError, match=r"no page for security\.nope"):
        explain("security.nope", load_persona(None))


def test_the_score_is_explained_with_its_numbers() -> None:
    text = explain_score()
    assert text.startswith("# The score")
    for number in ("10", "7.5", "2.5", "60 %", "90 and above", "security.password-hashing"):
        assert number in text


def test_a_guide_is_made_of_its_pages() -> None:
    text = guide("security-guidelines")
    assert text.startswith("# Security guidelines\n\nWhat keeps a backend safe")
    assert "## CORS origins\n\n`security.cors`\n\n### Why" in text


def test_every_check_has_a_chapter_in_one_guide() -> None:
    chapters = [line for name in guides() for line in guide(name).split("\n") if re.fullmatch(r"`[\w-]+\.[\w-]+`", line)]
    assert sorted(chapter.strip("`") for chapter in chapters) == list(page_ids())


def test_an_unknown_guide_is_answered_with_those_that_exist() -> None:
    with pytest.raises(PageError, match="backend-patterns"):
        guide("nope")
