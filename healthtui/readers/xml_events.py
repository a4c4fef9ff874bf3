"""XML as a stream of elements, with guards: no declared entities, no deep nesting, no tree kept."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError, XMLPullParser

from healthtui.readers.base import ReadError
from healthtui.readers.nodes import MAX_DEPTH
from healthtui.readers.text import decode

_CHUNK = 1 << 16  # characters


def elements(data: bytes) -> Iterator[tuple[str, Element, int]]:
    """("start" or "end", element, depth of it from 1). A child is whole at its own "end"; whoever is done with an
    element clears it. Raises `ReadError` with the line of a mistake."""
    text = decode(data)
    if not text.strip():
        raise ReadError("empty file, expected XML")
    if "<!ENTITY" in text:
        raise ReadError("XML that declares entities is not read")
    depth = 0
    for event, element in _events(text):
        depth += event == "start"
        if depth > MAX_DEPTH:
            raise ReadError(f"nested deeper than {MAX_DEPTH} levels")
        yield event, element, depth
        depth -= event == "end"


def _events(text: str) -> Iterator[tuple[str, Element]]:
    parser: XMLPullParser[Element] = XMLPullParser(events=("start", "end"))
    try:
        for start in range(0, len(text), _CHUNK):
            parser.feed(text[start : start + _CHUNK])
            yield from parser.read_events()  # type: ignore[misc]  # only start and end were asked for
        parser.close()
        yield from parser.read_events()  # type: ignore[misc]
    except ParseError as error:
        raise ReadError(f"not valid XML: {str(error).partition(':')[0]}", error.position[0]) from None
