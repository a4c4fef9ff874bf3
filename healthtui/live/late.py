"""A session that opens after the screen: the last run's card comes first, and the engine is imported beside it."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from healthtui.guidance.page import Page, load_page
from healthtui.live.last_card import recall_card
from healthtui.live.status import Change, Phase, Status
from healthtui.scorecard.model import Scorecard

if TYPE_CHECKING:
    from healthtui.live.session import LiveSession

_PATIENCE = 2.0  # seconds that stopping waits for a session that is just being opened


class LateSession:
    """A `LiveSession` whose engine is loaded when it starts, on a thread of its own."""

    def __init__(self, path: Path, persona: Path | None = None) -> None:
        """Raises `PersonaError` for a persona that is asked for."""
        if persona is not None:
            from healthtui.guidance.persona import load_persona

            load_persona(persona)
        self._path, self._persona = path, persona
        self._session: LiveSession | None = None
        self._asked: list[Callable[[LiveSession], None]] = []
        self._lock = threading.Lock()
        self._is_stopped = False
        self.last_card = recall_card(path.resolve())
        if self.last_card is None:
            from healthtui.engine.workers import warm_up

            warm_up()  # there is much to read, most likely

    def start(self, on_card: Callable[[Scorecard, Change], None], on_status: Callable[[Status], None]) -> None:
        self._thread = threading.Thread(target=self._open, args=(on_card, on_status), name="healthtui-opening", daemon=True)
        self._thread.start()

    def _open(self, on_card: Callable[[Scorecard, Change], None], on_status: Callable[[Status], None]) -> None:
        from healthtui.live.session import LiveSession
        from healthtui.tree.base import TreeError

        try:
            session = LiveSession(self._path, self._persona)
        except TreeError as error:
            on_status(Status(Phase.LIVE, note=str(error)))
            return
        with self._lock:
            if self._is_stopped:
                return
            self._session = session
            session.start(on_card, on_status)
            for ask in self._asked:
                ask(session)

    def stop(self) -> None:
        with self._lock:
            self._is_stopped = True
        if self._session is not None:
            self._session.stop()

    def pause(self) -> None:
        self._ask(lambda session: session.pause())

    def resume(self) -> None:
        self._ask(lambda session: session.resume())

    def look_again(self) -> None:
        self._ask(lambda session: session.look_again())

    def rerun(self) -> None:
        self._ask(lambda session: session.rerun())

    def _ask(self, ask: Callable[[LiveSession], None]) -> None:
        """At once, or as soon as there is a session."""
        with self._lock:
            if self._session is None:
                self._asked.append(ask)
            else:
                ask(self._session)

    def excerpt(self, path: str, line: int, around: int) -> list[tuple[int, str]]:
        """Nothing until there is a session: before, it is not known which secrets are to be masked."""
        return self._session.excerpt(path, line, around) if self._session is not None else []

    def page(self, check_id: str) -> Page:
        return load_page(check_id)
