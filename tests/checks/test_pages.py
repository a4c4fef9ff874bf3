"""Laws over the pages of all checks."""

from __future__ import annotations

import json
import re

import pytest
import tree_sitter_javascript
import tree_sitter_typescript
from markdown_it import MarkdownIt
from pygments.lexers import get_lexer_by_name  # type: ignore[import-untyped]
from pygments.token import Error  # type: ignore[import-untyped]
from tree_sitter import Language, Node, Parser

from healthtui.guidance.page import HEADINGS, load_page, page_ids

GRAMMARS = {
    "js": Language(tree_sitter_javascript.language()),
    "ts": Language(tree_sitter_typescript.language_typescript()),
}
LANGUAGES = {*GRAMMARS, "json", "sh", "text", "prisma", "yaml", "sql", "erb"}
UNCOLOURED = {"prisma"}  # pygments knows no such language
CARD = 20  # columns that the narrowest card leaves for a title


def fences(check_id: str) -> list[tuple[str, str]]:
    """(language, code) of each fence of a page."""
    page = load_page(check_id)
    tokens = [token for body in page.sections.values() for token in MarkdownIt("commonmark").parse(body)]
    return [(token.info, token.content) for token in tokens if token.type in ("fence", "code_block")]


def broken_lines(root: Node) -> list[int]:
    found, waiting = [], [root]
    while waiting:
        node = waiting.pop()
        if node.is_error or node.is_missing:
            found.append(node.start_point.row + 1)
        waiting.extend(node.children)
    return found


@pytest.mark.parametrize("check_id", page_ids())
def test_a_page_has_its_headings_in_order_and_nothing_empty(check_id: str) -> None:
    page = load_page(check_id)
    assert tuple(page.sections) == HEADINGS
    assert all(page.sections.values())


@pytest.mark.parametrize("check_id", page_ids())
def test_a_title_fits_the_narrowest_card(check_id: str) -> None:
    assert 0 < len(load_page(check_id).title) <= CARD


@pytest.mark.parametrize("check_id", page_ids())
def test_code_names_its_language_and_parses(check_id: str) -> None:
    for language, code in fences(check_id):
        assert language in LANGUAGES, code
        if language in GRAMMARS:
            assert broken_lines(Parser(GRAMMARS[language]).parse(code.encode()).root_node) == [], code
        if language == "json":
            json.loads(code)


@pytest.mark.parametrize("check_id", page_ids())
def test_code_is_coloured_without_mistakes(check_id: str) -> None:
    """What the highlighter of the screen does not understand it shows on red."""
    for language, code in fences(check_id):
        if language not in UNCOLOURED:
            assert not [text for kind, text in get_lexer_by_name(language).get_tokens(code) if kind is Error], code


@pytest.mark.parametrize("check_id", page_ids())
def test_a_page_shows_how(check_id: str) -> None:
    assert "```" in load_page(check_id).sections["Do"]
    assert "```" in load_page(check_id).sections["Instead of"]


@pytest.mark.parametrize("check_id", page_ids())
def test_what_to_read_is_a_list_of_links(check_id: str) -> None:
    links = load_page(check_id).sections["Read"].split("\n")
    assert len(links) >= 2
    assert all(re.fullmatch(r"- \[[^\]]+\]\(https://[^\s)]+\)", link) for link in links), links


@pytest.mark.parametrize(
    ("check_id", "rule"),
    [
        # structure
        ("structure.layout", ["seven or more", "Five or six", "Four or fewer"]),
        ("structure.thin-controllers", ["All of them", "80 %"]),
        ("structure.http-free-services", ["Every service module", "80 %"]),
        ("structure.repositories", ["90 %", "Half"]),
        ("structure.middleware", ["Two or all three", "One: warn"]),
        ("structure.config", ["90 %", "Half", "NODE_ENV"]),
        # quality
        ("quality.strict-types", ["`strict: true`: pass", "`checkJs`: warn"]),
        ("quality.lint-format", ["One of the two: warn"]),
        ("quality.rest-conventions", ["90 %", "70 %"]),
        ("quality.api-versioning", ["`enableVersioning`", "None: fail"]),
        ("quality.error-messages", ["90 %", "Half"]),
        ("quality.logging", ["All three: pass", "One or two: warn", "None: fail"]),
        # security
        ("security.input-validation", ["90 %", "Half"]),
        ("security.rate-limiting", ["not applied: warn", "bound guard"]),
        ("security.headers", ["all routes: pass", "only installed: warn"]),
        ("security.cors", ["names its origins", "default: warn", "every origin"]),
        ("security.authenticated-endpoints", ["90 %", "Half"]),
        ("security.secrets", ["issued format", "CI run: warn", "Any other: fail"]),
        ("security.env-files", ["example", "not ignored: fail"]),
        ("security.dependency-updates", ["Both: pass", "One of the two: warn"]),
        ("security.parameterized-queries", ["No value in any text: pass", "A value in one: fail"]),
        ("security.password-hashing", ["10 rounds or more", "not known, or PBKDF2: warn", "Fewer rounds"]),
        ("security.xss", ["No value reaches HTML as it is: pass", "of the request in a response"]),
        ("security.audit", ["moderate", "high or critical", "older than the"]),
        ("security.https", ["without `secure`: warn", "`secure: false`", "No evidence"]),
        ("security.secrets-history", ["`.env`", "warn. Any other: fail", "unknown"]),
        # errors
        ("errors.custom-classes", ["never raised", "warn", "None of these: fail"]),
        ("errors.central-handler", ["four arguments", "warn", "None: fail"]),
        ("errors.structured-logging", ["5 %", "mixture"]),
        ("errors.monitoring", ["at work: pass", "only a health endpoint: warn", "None: fail"]),
        ("errors.status-codes", ["Three or more: pass", "Two: warn", "One for all"]),
        ("errors.no-stack-leak", ["hands on", "warn", "One leak: fail"]),
        # database
        ("database.indexes", ["80 %", "Half"]),
        ("database.orm", ["at work", "query builder", "warn", "Only a driver of the database: fail"]),
        ("database.transactions", ["90 %", "Half", "one level deep", "every caller"]),
        ("database.pooling", ["made once: pass", "each request or call"]),
        ("database.n-plus-one", ["One or two: warn", "Three or more: fail"]),
        ("database.pagination", ["80 %", "Half"]),
        # auth
        ("auth.token-lifetime", ["at most an hour", "24 hours", "no expiry: fail"]),
        ("auth.token-storage", ["httpOnly cookie: pass", "Neither: fail"]),
        ("auth.token-rotation", ["no longer works", "still works", "stateless"]),
        ("auth.hash-sensitive", ["whatever the field is called", "in clear", "stored whole"]),
        ("auth.rbac", ["looks at a role or a permission", "not enforced on routes: warn", "Neither: fail"]),
        # jobs
        ("jobs.queue", ["is fed", "nothing feeds it: warn", "no queue is fed: fail"]),
        ("jobs.retries", ["exponential backoff", "not every job: warn", "None: fail"]),
        ("jobs.monitoring", ["`failed`", "Nothing of it: fail"]),
        ("jobs.separate-workers", ["entry of its own", "what serves the routes: fail"]),
        # realtime
        ("realtime.secured", ["both: pass, one: warn, none: fail", "The weakest decides"]),
        # performance
        ("performance.caching", ["shared store", "memory of a process caches: warn"]),
        ("performance.streaming", ["bounded in size: pass", "to be sent"]),
        ("performance.compression", ["only installed: warn", "proxy"]),
        ("performance.async", ["One or two: warn", "Three or more: fail"]),
        ("performance.load-tests", ["pass. None: fail"]),
        ("performance.response-times", ["200 ms", "500 ms", "Above: fail"]),
        ("performance.profiling", ["`--inspect` is for debugging"]),
        # testing
        ("testing.unit", ["80 %", "40 %"]),
        ("testing.integration", ["half of the route modules", "Of fewer: warn"]),
        ("testing.mocks", ["None: fail"]),
        ("testing.error-scenarios", ["15 %", "at least one: warn"]),
        ("testing.results", ["Any failed: fail", "older than the code: unknown"]),
        ("testing.coverage", ["more than 85 %", "60 %"]),
    ],
)
def test_the_rule_is_said_with_its_thresholds(check_id: str, rule: list[str]) -> None:
    said = " ".join(load_page(check_id).sections["Counts as done"].split())
    assert [part for part in rule if part not in said] == []
