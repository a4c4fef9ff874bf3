"""What templates put into a page."""

from __future__ import annotations

from healthtui.facts.base import Fact


class UnescapedOutput(Fact, frozen=True):
    """A template, or JSX, puts a value into a page as it is. `engine` is ejs, handlebars, pug, nunjucks, jsx."""

    engine: str
    written: str
    line: int
    column: int
