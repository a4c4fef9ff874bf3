"""The live card."""

from __future__ import annotations

from healthtui.tui.source import CardSource


def run(source: CardSource, theme: str = "auto") -> int:
    """Shows the card until the user quits. Raises `ThemeError`, also where there is no theme of that name."""
    from healthtui.tui.app import HealthApp  # imports textual, ~0.3 s: only when a screen is wanted
    from healthtui.tui.terminal import is_light, keep_title, restore_title
    from healthtui.tui.theme import DARK, LIGHT

    if theme == "auto":
        theme = LIGHT if is_light() else DARK
    keep_title()
    try:
        app = HealthApp(source, theme)
        app.run()
    finally:
        restore_title()
    return app.return_code or 0
