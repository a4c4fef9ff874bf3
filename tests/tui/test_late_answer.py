"""What a slow terminal answers is no key; what a user types is."""

from __future__ import annotations

import os
import threading
import time

import pytest
from textual import constants, events
from textual._xterm_parser import XTermParser
from textual.message import Message

from healthtui.tui import terminal
from healthtui.tui.late_answer import LateAnswer

ANSWER = "\x1b]11;rgb:1010/1010/1414"


def left_of(*typed: str) -> list[str]:
    """The keys that remain of what comes, in chunks, after the wait."""
    late, parser = LateAnswer(), XTermParser(False)
    late.expect()
    found: list[Message] = []
    for chunk in typed:
        found += parser.feed(chunk)
        time.sleep(1.1 * constants.ESCAPE_DELAY)  # no more belongs to it
        found += parser.tick()
    return [event.key for event in found if isinstance(event, events.Key) and not late.takes(event.key, event.character)]


@pytest.mark.parametrize("end", ["\x1b\\", "\x07", "\x1b\\\x1b[?62;22c"])
def test_an_answer_is_no_key(end: str) -> None:
    assert left_of(ANSWER + end, "jq") == ["j", "q"]
    assert left_of("j", ANSWER[:2], ANSWER[2:9], ANSWER[9:] + end, "?") == ["j", "question_mark"]
    assert left_of("\x1b[?62;22c", "q") == ["q"]


def test_what_only_begins_like_one_is_typed() -> None:
    assert left_of("q") == ["q"]
    assert left_of("]", "jk") == ["j", "k"]
    assert left_of("\x1b[27u", "q") == ["escape", "q"]
    assert left_of(ANSWER + "\x1b\\", "\x1b[27u") == ["escape"]


def test_without_a_question_nothing_is_taken() -> None:
    assert not LateAnswer().takes("right_square_bracket", "]")


def test_an_answer_in_pieces_is_read_to_its_end() -> None:
    reader, writer = os.pipe()

    def answer() -> None:
        for piece in ("\x1b]11;rgb:ffff", "/ffff/ff", "ff\x1b\\\x1b[?6", "2c"):
            time.sleep(0.08)
            os.write(writer, piece.encode())

    thread = threading.Thread(target=answer)
    thread.start()
    try:
        assert terminal.is_light_answer(terminal._read_answer(reader, 0.2))
        thread.join()
        os.set_blocking(reader, False)
        with pytest.raises(BlockingIOError):
            os.read(reader, 1)
    finally:
        os.close(reader)
        os.close(writer)
