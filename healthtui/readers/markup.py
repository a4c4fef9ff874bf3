"""Templates: where a value is put into the page without being escaped. Only what is a plain value counts: a call may escape."""

from __future__ import annotations

import re
from collections.abc import Iterator

from healthtui.facts.markup import UnescapedOutput
from healthtui.readers.base import Reader
from healthtui.readers.text import decode

_CHAIN = r"[A-Za-z_$][\w$]*(?:\??\.[A-Za-z_$][\w$]*|\[[\w'\"]{1,40}\])*"
_PATH = r"[A-Za-z_$][\w$]*(?:\.[\w$-]+|\[[\w'\"]{1,40}\]|\.\[[^\]\n]{1,40}\])*"  # of Handlebars: `orders.0.text`
_VALUE = rf"({_CHAIN}(?:\s{{0,9}}(?:\|\||\?\?)\s{{0,9}}(?:{_CHAIN}|'[^'\n]{{0,40}}'|\"[^\"\n]{{0,40}}\"))?)"
_EJS = re.compile(rf"<%[-~]\s{{0,99}}{_VALUE}\s{{0,99}};?\s{{0,9}}[-_]?%>")
_HANDLEBARS = re.compile(
    rf"(?<!\{{)\{{\{{\{{~?\s{{0,9}}((?:this|(?:\.\./){{1,9}}|@root\.)?{_PATH})\s{{0,9}}~?\}}\}}\}}(?!\}})|\{{\{{~?&\s{{0,9}}({_PATH})\s{{0,9}}~?\}}\}}"
)
_PUG = re.compile(
    rf"!\{{\s{{0,9}}{_VALUE}\s{{0,9}}\}}"
    rf"|^[ \t]{{0,200}}[\w#.-]{{0,99}}(?:\([^()\n]{{0,200}}\))?!=[ \t]{{0,9}}({_CHAIN})[ \t]{{0,9}}$",
    re.M,
)
_NUNJUCKS = re.compile(
    rf"\{{\{{-?\s{{0,9}}({_CHAIN})\s{{0,9}}\|\s{{0,9}}(?:safe|raw)\s{{0,9}}-?\}}\}}|\{{%-?\s{{0,9}}autoescape\s{{1,9}}(false)\s{{0,9}}-?%\}}"
)
_JSX = re.compile(
    rf"dangerouslySetInnerHTML\s{{0,9}}=\s{{0,9}}\{{\{{\s{{0,99}}__html\s{{0,9}}:\s{{0,99}}({_CHAIN}\??\.[\w$]+!?)\s{{0,99}},?\s{{0,99}}\}}\}}"
)
_PATTERNS = {"ejs": _EJS, "handlebars": _HANDLEBARS, "pug": _PUG, "nunjucks": _NUNJUCKS, "jsx": _JSX}
_ENGINES = {
    ".ejs": ("ejs",), ".eta": ("ejs",), ".hbs": ("handlebars",), ".handlebars": ("handlebars",), ".mustache": ("handlebars",),
    ".pug": ("pug",), ".jade": ("pug",), ".njk": ("nunjucks",), ".nunjucks": ("nunjucks",), ".twig": ("nunjucks",),
    ".jsx": ("jsx",), ".tsx": ("jsx",),
    ".html": ("ejs", "handlebars", "nunjucks"), ".htm": ("ejs", "handlebars", "nunjucks"),  # of whichever engine is used
}  # fmt: skip
_COMMENTS = (("<!--", "-->"), ("{{!--", "--}}"), ("{{!", "}}"), ("{#", "#}"), ("<%#", "%>"))
_NO_BREAK = re.compile(r"[^\n]")
_LINE_COMMENT = re.compile(r"^[ \t]{0,200}//.*$", re.M)  # of Pug
_OF_LAYOUTS = re.compile(  # what a layout is given: pages that were rendered already, and what the application makes itself
    r"^(?:(?:this|locals|it|@root)\.)?(?:body|content|contents|yield|block|blocks|children|layout|head|main|page|partial|partials"
    r"|scripts?|styles?|css|js|nonce|cspNonce|csrf\w*|sections?|_sections|slot|outlet|inner|meta|icon|svg)(?:\.\w+|\[.*)?$"
    r"|sanitized|escaped|safe|json|(?:^|\.)super$",
    re.I,
)


def _suffix(path: str) -> str:
    return path[path.rfind(".") :].lower() if "." in path else ""


def _read(name: str, data: bytes) -> tuple[UnescapedOutput, ...]:
    engines = _ENGINES[_suffix(name)]
    if engines == ("jsx",) and b"dangerouslySetInnerHTML" not in data:
        return ()
    text = decode(data, errors="replace")
    if engines != ("jsx",):
        text = _without_comments(text)
    return tuple(one for engine in engines for one in _outputs(engine, text))


def _without_comments(text: str) -> str:
    """The text with comments blanked, so that places stay. One that is not closed is none."""
    for opening, closing in _COMMENTS:
        parts, at = list[str](), 0
        while (start := text.find(opening, at)) >= 0 and (end := text.find(closing, start + len(opening))) >= 0:
            end += len(closing)
            parts += [text[at:start], _NO_BREAK.sub(" ", text[start:end])]
            at = end
        text = "".join([*parts, text[at:]])
    return _LINE_COMMENT.sub("", text)


def _outputs(engine: str, text: str) -> Iterator[UnescapedOutput]:
    line, at = 1, 0
    for found in _PATTERNS[engine].finditer(text):
        written = next((one for one in found.groups() if one), "")
        line, at = line + text.count("\n", at, found.start()), found.start()
        if not _OF_LAYOUTS.search(written):
            yield UnescapedOutput(engine, written[:60], line, at - (text.rfind("\n", 0, at) + 1) + 1)


MARKUP = Reader(
    name="markup",
    version=3,
    kinds=(UnescapedOutput,),
    claims=lambda path: _suffix(path) in _ENGINES and "node_modules/" not in path,
    read=_read,
    max_size=1 << 20,
)
