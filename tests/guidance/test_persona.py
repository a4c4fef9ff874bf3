from __future__ import annotations

import contextlib
import time
from pathlib import Path

import pytest

from healthtui.guidance.page import page_ids
from healthtui.guidance.persona import Persona, PersonaError, load_persona, parse_persona
from healthtui.guidance.subjects import guides, subjects

TEAM = """\
---
agent:
  short_name: "payments-backend"
  expertise:
    - "Express"
---

# Our backend

We build services that move money.

## Philosophy

**Safety**: Every endpoint is authenticated
**Type safety**: the compiler is our first reviewer

## Communication

- Answer briefly, and never repeat secrets

## How we build

**API Structure**
- Controllers deal with HTTP only
- Business rules live in services

**Security**
- Validate request bodies with Zod
- Allow CORS for known origins

## Folders

The project layout:
```
src/
├── config/       # environment settings
└── app.ts        # start
```

## Team

- Deploy on Tuesdays
"""


def parse(text: str) -> Persona:
    return parse_persona("team.md", text.encode())


def place(persona: Persona, check_id: str) -> tuple[str, int, str]:
    link = persona.link(check_id)
    assert link is not None, check_id
    return link.section, link.line, link.text


def test_each_guideline_keeps_its_section_line_and_words() -> None:
    persona = parse(TEAM)
    assert persona.name == "payments-backend"
    lines = TEAM.split("\n")
    assert [(g.section, g.line) for g in persona.guidelines] == [
        ("Philosophy", 14),
        ("Philosophy", 15),
        ("API Structure", 24),
        ("API Structure", 25),
        ("Security", 28),
        ("Security", 29),
        ("Folders", 33),
        ("Folders", 36),
        ("Folders", 37),
        ("Team", 42),
    ]
    assert all(g.text.split()[-1] in lines[g.line - 1] for g in persona.guidelines)


def test_a_check_links_to_the_line_that_speaks_of_it() -> None:
    persona = parse(TEAM)
    assert place(persona, "security.cors") == ("Security", 29, "Allow CORS for known origins")
    assert place(persona, "security.input-validation") == ("Security", 28, "Validate request bodies with Zod")
    assert place(persona, "structure.http-free-services") == ("API Structure", 25, "Business rules live in services")
    assert place(persona, "structure.layout") == ("Folders", 33, "The project layout:")
    assert place(persona, "structure.config") == ("Folders", 36, "config/ # environment settings")
    link = persona.link("security.cors")
    assert link is not None
    assert (link.persona, link.guide) == ("payments-backend", "security-guidelines")


def test_a_check_of_which_no_line_speaks_has_no_link() -> None:
    assert parse(TEAM).link("jobs.retries") is None
    assert parse(TEAM).link("acme.own-check") is None


def test_guidelines_that_no_check_answers_are_listed() -> None:
    assert "Deploy on Tuesdays" in [g.text for g in parse(TEAM).unanswered()]
    assert "Allow CORS for known origins" not in [g.text for g in parse(TEAM).unanswered()]


@pytest.mark.parametrize(
    "variant",
    [
        "## Security\n\n- Allow CORS for known origins\n",
        "# Security\n\n* Allow CORS for known origins\n",
        "Security\n========\n\n1. Allow CORS for known origins\n",
        "**Security**\n- Allow CORS for known origins\n",
        "__Security:__\n\n- [ ] Allow CORS for known origins\n",
        "**Security:**\n\n- **CORS**: known origins\n",
        "Security:\n\n- Allow `CORS` for *known* [origins](https://example.com)\n",
        "- **Security**\n  - Allow CORS for known origins\n- Other\n",
        "- Security:\n\n  - Allow CORS for known origins\n",
        "## Security\n\nWe allow CORS for known origins.\n",
        "## Security\n\n> Allow CORS for known origins.\n",
        "## Security\n\n| rule | when |\n|---|---|\n| CORS for known origins | always |\n",
        "## Security\r\n\r\n- Allow CORS for known origins\r\n",
        "\ufeff## Security\n\n- Allow CORS for known origins\n",
        "## Protecting the service\n\n### Security ###\n\n- Allow CORS for known origins\n",
    ],
)
def test_a_line_is_found_whatever_the_form_of_heading_and_list(variant: str) -> None:
    section, line, _ = place(parse(variant), "security.cors")
    assert section == "Security"
    assert "cors" in variant.replace("\r\n", "\n").lower().split("\n")[line - 1]


@pytest.mark.parametrize(
    ("check_id", "reworded"),
    [
        ("structure.thin-controllers", "Keep controllers thin: HTTP in, HTTP out"),
        ("structure.thin-controllers", "Route handlers only parse the request and call a service"),
        ("quality.strict-types", "Turn on strict in tsconfig"),
        ("security.input-validation", "Never trust user input"),
        ("security.rate-limiting", "Protect the login against brute force"),
        ("security.authenticated-endpoints", "Routes are private by default"),
        ("security.secrets", "Keep API keys out of the code base"),
        ("security.audit", "Scan dependencies for vulnerabilities"),
        ("database.n-plus-one", "Load relations eagerly: eager loading beats loops"),
        ("database.pagination", "The page size is at most 100"),
        ("testing.mocks", "Fake external APIs"),
        ("testing.error-scenarios", "Write negative tests too"),
        ("structure.repositories", "All queries live in repositories"),
        ("structure.middleware", "Cross-cutting concerns belong in hooks"),
        ("security.input-validation", "Nothing enters unchecked: request payloads are validated by TypeBox"),
        ("security.rate-limiting", "Throttle the login"),
        ("security.headers", "Send secure HTTP headers"),
        ("security.secrets", "Credentials stay out of git"),
        ("security.env-files", "Use dotenv, and keep its files to yourself"),
        ("security.audit", "Fix known vulnerabilities within a week"),
        ("security.authenticated-endpoints", "All routes sit behind authentication"),
        ("errors.central-handler", "Errors are handled in one place"),
        ("errors.structured-logging", "Write JSON logs"),
        ("database.n-plus-one", "No queries inside loops"),
        ("database.pagination", "Never return an unbounded list: use pages"),
        ("quality.strict-types", "TypeScript with strict on"),
        ("quality.lint-format", "Biome decides on style"),
        ("testing.unit", "Every service is tested"),
        ("testing.integration", "e2e tests for the happy paths"),
        ("testing.mocks", "Stub third parties"),
        ("testing.error-scenarios", "Cover the unhappy path"),
        ("testing.coverage", "90% of lines are covered"),
        ("testing.results", "The suite stays green: a passing build or no merge of tests"),
    ],
)
def test_a_reworded_guideline_still_speaks_of_its_check(check_id: str, reworded: str) -> None:
    assert place(parse(f"## Anything\n\n- {reworded}\n"), check_id)[2] == reworded


def test_the_heading_decides_where_the_words_do_not() -> None:
    text = "## Testing\n\n- Validate\n\n## Security\n\n- Validate\n\n## Rate limiting\n\n- 100 a minute\n"
    assert place(parse(text), "security.input-validation") == ("Security", 7, "Validate")
    assert place(parse(text), "security.rate-limiting") == ("Rate limiting", 11, "100 a minute")


def test_only_headings_about_manners_are_passed_over() -> None:
    text = "## Communication\n\n- Keep CORS answers short\n\n## Real-time communication\n\n- Authenticate sockets\n"
    assert [g.text for g in parse(text).guidelines] == ["Authenticate sockets"]


def test_the_head_of_a_table_is_no_guideline() -> None:
    text = "## Security\n\n| rule | why |\n|---|---|\n| Use Helmet | headers |\n| Use CORS | origins |\n"
    assert [(g.line, g.text) for g in parse(text).guidelines] == [(5, "Use Helmet – headers"), (6, "Use CORS – origins")]


def test_sections_may_all_be_of_the_first_level() -> None:
    text = "# Security\n\n## Input\n\n- Validate\n\n# Testing\n\n- Validate\n"
    assert place(parse(text), "security.input-validation") == ("Input", 5, "Validate")


def test_a_code_example_holds_no_guideline() -> None:
    text = "## Security\n\n- Use Helmet\n\n```js\n- cors()\nconfig/ # no tree\n```\n"
    assert [g.text for g in parse(text).guidelines] == ["Use Helmet"]


def test_the_built_in_persona_speaks_of_every_check() -> None:
    persona = load_persona(None)
    assert persona.name == "node-backend-developer"
    assert [check_id for check_id in subjects() if persona.link(check_id) is None] == []
    assert set(page_ids()) <= set(subjects())
    assert {subject.guide for subject in subjects().values()} == set(guides())


def test_no_line_of_the_built_in_persona_is_without_a_check() -> None:
    assert [g.text for g in load_persona(None).guidelines if not g.topics] == []


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b"# A title\n\nAnd prose about nothing.\n", "no guideline found"),
        (b"## Security\n\xff\xfe\n", r"not UTF-8 text \(byte 12\)"),
        (b"\x00\x01", "not text"),
        (b"---\nname: x\n- use CORS", "front matter is not closed"),
        (b"- x\n" * 100_000, "larger than 32 KB"),
    ],
)
def test_a_broken_file_is_named_with_its_reason(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "team.md"
    path.write_bytes(data)
    with pytest.raises(PersonaError, match=f"team.md.*{reason}|{reason}"):
        load_persona(path)


def test_a_missing_file_or_a_folder_is_named_with_its_reason(tmp_path: Path) -> None:
    with pytest.raises(PersonaError, match=r"none\.md: No such file"):
        load_persona(tmp_path / "none.md")
    with pytest.raises(PersonaError, match="not a file"):
        load_persona(tmp_path)


def test_the_name_is_the_files_where_the_document_gives_none(tmp_path: Path) -> None:
    path = tmp_path / "our-rules.md"
    path.write_text("- Use CORS\n")
    assert load_persona(path).name == "our-rules"


@pytest.mark.parametrize(
    "hostile",
    [
        "- " * 16_000,
        "> " * 16_000,
        "*a **" * 5_400,
        "[" * 32_000,
        "- x\n" * 8_000,
        "- central error test services commit secrets validate \n" * 550,
        ("- " + "central error tests " * 400 + "\n") * 4,
        "  " * 500 + "- x",
        "---\n" + "[" * 31_000 + "\n---\n- Use CORS",
        "---\nname: " + "&a " * 10_000 + "\n---\n- Use CORS",
        "```\n" + "├── " * 3_000 + "\n```",
        "- " + "\u202e\x1b[31m" * 3_000,
    ],
)
def test_a_hostile_file_neither_hangs_nor_breaks(hostile: str) -> None:
    assert len(hostile.encode()) <= 32 * 1024, "larger files are refused unread"
    start = time.process_time()
    with contextlib.suppress(PersonaError):
        parse(hostile)
    assert time.process_time() - start < 5  # against hangs: the goal is a second, and machines differ


def test_the_order_of_the_sections_decides_nothing() -> None:
    head, *sections = TEAM.split("\n## ")
    turned = parse("\n## ".join([head, *reversed(sections)]))
    for check_id in subjects():
        before, after = parse(TEAM).link(check_id), turned.link(check_id)
        assert (before and (before.section, before.text)) == (after and (after.section, after.text))
