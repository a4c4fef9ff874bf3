"""SQL as tokens, statement by statement."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r"""(?P<skipped>\s+|--[^\n]*|\#[^\n]*|/\*.*?(?:\*/|\Z))
    |(?P<text>'(?:[^'\\]|\\.|'')*(?:'|\Z)|\$(?P<tag>\w*)\$.*?(?:\$(?P=tag)\$|\Z))
    |"(?P<double>[^"\n]*)"|`(?P<back>[^`\n]*)`|\[(?P<square>[A-Za-z_][^\]\n]*)\]
    |(?P<word>[^\W\d][\w$]*)
    |(?P<other>\d[\w.]*|.)""",
    re.VERBOSE | re.DOTALL,
)
_DEFINING = {"create", "alter", "drop"}
_MAX_TOKENS = 20_000  # of one statement


class Token(NamedTuple):
    """`word` is in lower case for what is not quoted, else ""; `name` is an identifier as written, else ""."""

    word: str
    name: str
    mark: str
    line: int
    column: int


def statements_of(text: str) -> Iterator[list[Token]]:
    """The statements that define something, without their semicolons."""
    tokens: list[Token] = []
    line, start, seen = 1, 0, 0
    is_other = False  # a statement that defines nothing: its tokens are not kept
    for found in _TOKEN.finditer(text):
        if found.lastgroup == "skipped":
            continue
        if found["other"] == ";":
            yield tokens
            tokens, is_other = [], False
        elif not is_other and len(tokens) < _MAX_TOKENS:
            if lines := text.count("\n", seen, found.start()):
                line, start = line + lines, text.rfind("\n", 0, found.start()) + 1
            seen = found.start()
            tokens.append(_token(found, line, seen - start + 1))
            is_other = len(tokens) == 1 and tokens[0].word not in _DEFINING
    yield tokens


def _token(found: re.Match[str], line: int, column: int) -> Token:
    word = found["word"] or ""
    quoted = found["double"] or found["back"] or found["square"] or ""
    return Token(word.lower(), word or quoted, found["other"] or "", line, column)


class Stream:
    """Tokens with a place in them."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.at = tokens, 0

    def peek(self, ahead: int = 0) -> Token:
        at = self.at + ahead
        return self.tokens[at] if at < len(self.tokens) else Token("", "", "", 0, 0)

    def take(self, *words: str) -> bool:
        """Takes some words in a row, if they come next."""
        if all(self.peek(number).word == word for number, word in enumerate(words)):
            self.at += len(words)
            return True
        return False

    def take_any(self, *words: str) -> None:
        """Takes each of some words that comes next, in any order."""
        while self.peek().word in words:
            self.at += 1

    def name(self) -> str:
        """Takes a name, of `schema.name` the last part; "" where none comes next."""
        found = self.peek().name
        self.at += bool(found)
        while found and self.peek().mark == "." and self.peek(1).name:
            found = self.peek(1).name
            self.at += 2
        return found

    def group(self) -> list[Token]:
        """Takes what stands in the parentheses that come next; [] where there are none."""
        if self.peek().mark != "(":
            return []
        depth, begin = 0, self.at + 1
        while self.at < len(self.tokens):
            mark = self.tokens[self.at].mark
            depth += (mark == "(") - (mark == ")")
            self.at += 1
            if not depth:
                return self.tokens[begin : self.at - 1]
        return self.tokens[begin:]

    def rest(self) -> list[Token]:
        return self.tokens[self.at :]


def split(tokens: list[Token]) -> Iterator[Stream]:
    """The parts between commas that stand in no parentheses."""
    depth, part = 0, list[Token]()
    for token in tokens:
        depth += (token.mark == "(") - (token.mark == ")")
        if token.mark == "," and depth <= 0:
            yield Stream(part)
            part = []
        else:
            part.append(token)
    if part:
        yield Stream(part)
