"""The live card."""

from __future__ import annotations

import sys
from pathlib import Path

from healthtui.tui.source import CardSource

_TURN = 0.001  # seconds until a thread that works lets the screen's run


def run(source: CardSource, theme: str = "auto", root: Path | None = None) -> int:
    """Shows the card until the user quits. Raises `ThemeError`, also where there is no theme of that name.

    The settings are those of the repository at `root` and the user's own; a `theme` that is named here comes first.
    """
    from healthtui.tui.app import HealthApp  # imports textual, ~0.3 s: only when a screen is wanted
    from healthtui.tui.look.settings import read_settings
    from healthtui.tui.look.themed import Look
    from healthtui.tui.terminal import fitting_theme, keep_title, restore_title

    settings = read_settings(root)
    app = HealthApp(source, theme, look=Look(settings, fitting_theme(), root))
    keep_title()
    sys.setswitchinterval(_TURN)
    try:
        app.run(mouse=settings.config.mouse)
    finally:
        restore_title()
    return app.return_code or 0
