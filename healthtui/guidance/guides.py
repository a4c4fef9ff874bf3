"""The guides that a persona depends on, assembled from the pages of the checks."""

from __future__ import annotations

from healthtui.guidance.page import Page, PageError, load_page, page_ids
from healthtui.guidance.subjects import guides, introduction, subjects


def guide(name: str) -> str:
    """Markdown: an introduction, and a chapter for each page of the guide. Raises `PageError` for an unknown name."""
    if name not in guides():
        raise PageError(f"there is no guide {name!r}; there are {', '.join(guides())}")
    has_page = set(page_ids())
    chapters = [load_page(check_id) for check_id, about in subjects().items() if about.guide == name and check_id in has_page]
    return "\n\n".join([f"# {guides()[name]}", introduction(name), *map(_chapter, chapters)]) + "\n"


def _chapter(page: Page) -> str:
    parts = [f"### {heading}\n\n{body}" for heading, body in page.sections.items()]
    return "\n\n".join([f"## {page.title}", f"`{page.id}`", *parts])
