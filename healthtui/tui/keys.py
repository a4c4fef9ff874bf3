"""The keys of the card. The help and the hints are built from them."""

from __future__ import annotations

from textual.binding import Binding, BindingType

MOVE, LOOK, FIX, LIVE = (Binding.Group(name) for name in ("Move", "Look", "Fix", "Live"))


def _key(keys: str, action: str, says: str, group: Binding.Group, shown: str | None = None) -> Binding:
    return Binding(keys, action, says, show=False, key_display=shown, group=group, id=action.partition("(")[0])


def _alias(keys: str, action: str) -> Binding:
    return Binding(keys, action, show=False)


KEYS: list[BindingType] = [
    _key("j", "move(1)", "down, up", MOVE, "j k"),
    _alias("down", "move(1)"),
    _alias("k,up", "move(-1)"),
    _key("g", "move_to(0)", "first, last", MOVE, "g G"),
    _alias("home", "move_to(0)"),
    _alias("G,end", "move_to(-1)"),
    _key("pagedown", "page(1)", "page down, up", MOVE, "PgDn PgUp"),
    _alias("pageup", "page(-1)"),
    _key("n", "next_problem(1)", "next, last problem", MOVE, "n N"),
    _alias("N", "next_problem(-1)"),
    _key("1", "section(1)", "section; again folds", MOVE, "1 … 0"),
    *(_alias(str(number % 10), f"section({number})") for number in range(2, 11)),
    _key("enter", "enter", "open", LOOK),
    _key("escape", "back", "back, clear search", LOOK, "esc"),
    _key("f", "filter", "to mend, failing, all", LOOK),
    _key("slash", "find", "find; ! inverts", LOOK, "/"),
    _key("space", "fold", "fold the section", LOOK),
    _key("z", "zoom", "this pane alone", LOOK),
    _key("question_mark", "help", "this help", LOOK, "?"),
    _key("o", "open", "open in the editor", FIX, "o e"),
    _alias("e", "open"),
    _key("y", "copy_brief", "copy the fix brief", FIX),
    _key("Y", "copy_place", "copy file:line:col", FIX),
    _key("u", "command", "copy command for ?", FIX),
    _key("p", "pause", "pause, resume", LIVE),
    _key("r", "rerun", "judge all again", LIVE, "r R"),
    _alias("R", "rerun"),
    _key("q", "quit", "quit", LIVE),
]

ON_CARD = (
    ("↵", "Open", "enter"),
    ("f", "Filter", "filter"),
    ("/", "Find", "find"),
    ("n", "Next", "next_problem(1)"),
    ("o", "Edit", "open"),
    ("y", "Copy fix", "copy_brief"),
    ("z", "Zoom", "zoom"),
    ("p", "Pause", "pause"),
    ("r", "Re-run", "rerun"),
    ("?", "Help", "help"),
)
ON_FIND = (("↵", "Keep", "enter"), ("esc", "Clear", "back"))
ON_DETAIL = (
    ("esc", "Back", "back"),
    ("o", "Edit", "open"),
    ("y", "Copy", "copy_brief"),
    ("n", "Next", "next_problem(1)"),
    ("z", "Zoom", "zoom"),
    ("?", "Help", "help"),
)
