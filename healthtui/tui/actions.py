"""Every action of the screen, defined once: keys, footer, help, palette, documents and the user's keymap come from here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol, runtime_checkable

from textual.binding import Binding, BindingType
from textual.keys import format_key

from healthtui.tui.card.rows import Show

MOVE, LOOK, FIX, LIVE = "Move", "Look", "Fix", "Live"


@dataclass(frozen=True, slots=True)
class Action:
    """`id` is what a keymap names it, `keys` its own keys as Textual names them, `word` what the footer calls it, `run` the
    method that does it."""

    id: str
    keys: str
    word: str
    says: str
    group: str
    run: str

    def has_key(self, key: str, character: str | None, keymap: Mapping[str, str]) -> bool:
        """Whether it is meant by a key as Textual names it, or by its character."""
        return any(one.strip() in (key, character) for one in keymap.get(self.id, self.keys).split(","))

    def shown(self, keymap: Mapping[str, str], at_most: int = 2) -> str:
        """Its keys as they are read: `j ↓`."""
        keys = keymap.get(self.id, self.keys).split(",")
        return " ".join(_NAMES.get(key.strip(), format_key(key.strip())) for key in keys[:at_most])


_NAMES = {
    "enter": "↵",
    "escape": "esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
    "home": "Home",
    "end": "End",
    "ctrl+p": "^p",
    "ctrl+c": "^c",
    "ctrl+y": "^y",
    "super+c": "⌘c",
}
_NAMES |= {"slash": "/", "question_mark": "?", "colon": ":", "left_square_bracket": "[", "right_square_bracket": "]"}
_SECTIONS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")

ACTIONS: tuple[Action, ...] = (
    Action("down", "j,down", "Down", "one down", MOVE, "move(1)"),
    Action("up", "k,up", "Up", "one up", MOVE, "move(-1)"),
    Action("first", "g,home", "First", "to the first row", MOVE, "move_to(0)"),
    Action("last", "G,end", "Last", "to the last row", MOVE, "move_to(-1)"),
    Action("page-down", "pagedown", "Page down", "a page down", MOVE, "page(1)"),
    Action("page-up", "pageup", "Page up", "a page up", MOVE, "page(-1)"),
    Action("next-problem", "n", "Next", "to the next problem", MOVE, "next_problem(1)"),
    Action("previous-problem", "N", "Previous", "to the one before", MOVE, "next_problem(-1)"),
    *(
        Action(f"section-{number}", str(number % 10), f"Section {number}", f"to the {name} section; again folds it", MOVE,
               f"section({number})")
        for number, name in enumerate(_SECTIONS, 1)
    ),
    Action("open", "enter", "Open", "open the check, fold the section", LOOK, "enter"),
    Action("back", "escape", "Back", "out of one thing; never out of the card", LOOK, "back"),
    Action("filter", "f", "Filter", f"the next list: {', '.join(Show)}", LOOK, "filter"),
    Action("find", "slash", "Find", "find by title, id or file; ! inverts", LOOK, "find"),
    Action("fold", "space", "Fold", "fold the section", LOOK, "fold"),
    Action("tab", "left_square_bracket,right_square_bracket", "Tab", "evidence or guidance, where one is shown", LOOK, "tab"),
    Action("routes", "v", "Routes", "every route and what protects it", LOOK, "routes"),
    Action("changes", "c", "Changes", "what the last run changed", LOOK, "changes"),
    Action("read", "w", "Read on", "what the web says of it, in the browser", LOOK, "read"),
    Action("links", "l", "Links", "where this page leads: other checks, the web", LOOK, "links"),
    Action("fold-all", "F", "Fold all", "fold every section, or none", LOOK, "fold_all"),
    Action("zoom", "z", "Zoom", "this pane alone", LOOK, "zoom"),
    Action("theme", "t", "Theme", "choose a theme, seen as you move", LOOK, "app.theme"),
    Action("mouse", "m", "Mouse", "give the mouse to the terminal, and take it again", LOOK, "app.mouse"),
    Action("palette", "colon,ctrl+p", "Palette", "every action by its name", LOOK, "app.command_palette"),
    Action("help", "question_mark", "Help", "every key", LOOK, "help"),
    Action("edit", "o,e", "Edit", "open the place in the editor", FIX, "open"),
    Action("copy-brief", "y", "Copy fix", "copy the fix brief, for an agent or an issue", FIX, "copy_brief"),
    Action("copy-briefs", "ctrl+y", "Copy all", "copy the briefs of all that is to be fixed first", FIX, "copy_briefs"),
    Action("copy-place", "Y", "Copy place", "copy file:line:column", FIX, "copy_place"),
    Action("share", "s", "Share", "copy the scorecard, as Markdown or JSON", FIX, "share"),
    Action("copy-text", "ctrl+c,super+c", "Copy text", "copy what is selected with the mouse", FIX, "copy_text"),
    Action("command", "u", "Evidence", "the command that makes missing evidence: see, run or stop it", FIX, "command"),
    Action("waive", "x", "Waive", "waive the check or the chosen place, with a reason and an end", FIX, "waive"),
    Action("waivers", "X", "Waivers", "what is waived; lift it again", FIX, "waivers"),
    Action("pause", "p", "Pause", "pause and resume watching", LIVE, "pause"),
    Action("look-again", "r", "Re-run", "run this check's evidence again, or look for what changed", LIVE, "look_again"),
    Action("rerun", "R", "Re-run all", "read and judge everything again", LIVE, "rerun"),
    Action("quit", "q", "Quit", "leave", LIVE, "quit"),
)  # fmt: skip
SECTIONS = tuple(f"section-{number}" for number in range(1, len(_SECTIONS) + 1))
BY_ID = {action.id: action for action in ACTIONS}

# Which of them a view has; a window above it has only those of its own last line.
ON_START = ("theme", "mouse", "palette", "quit", "help")  # before the first card
AT_START = tuple(BY_ID[id_] for id_ in ON_START)
_IN_ROUTES: dict[str, dict[str, str]] = {  # and what is said otherwise there
    **{id_: {} for id_ in ("down", "up", "first", "last", "page-down", "page-up")},
    "open": {"word": "Edit", "says": "open the place in the editor"},
    "edit": {},
    "back": {"says": "out of the search, then back to the card"},
    "routes": {"says": "back to the card"},
    "filter": {"word": "Order", "says": "holes first, or by file"},
    "find": {"says": "find by path, file, or no-auth"},
    **{id_: {} for id_ in ("theme", "mouse", "palette", "help", "quit")},
}
IN_ROUTES = tuple(replace(one, **_IN_ROUTES[one.id]) for one in ACTIONS if one.id in _IN_ROUTES)

ON_CARD = ("open", "filter", "find", "next-problem", "edit", "copy-brief", "zoom", "pause", "look-again", "waive", "help")
ON_DETAIL = ("back", "edit", "copy-brief", "next-problem", "waive", "zoom", "help")
ON_ROUTES = ("back", "open", "filter", "find", "help")
ROUTE_WORDS = {one.id: one.word for one in IN_ROUTES}
ON_FIND = ("open", "back")
ON_WAIVE = ("open", "back")
ON_WAIVERS = ("waive", "open", "back")
ON_COMMAND = ("open", "copy-brief", "back")
FIND_WORDS = {"open": "Keep", "back": "Clear"}  # what these do while something is looked for


@runtime_checkable
class View(Protocol):
    """A screen whose help and palette list what its keys do now."""

    @property
    def offered(self) -> tuple[Action, ...]: ...


def bindings(actions: Iterable[Action] = ACTIONS) -> list[BindingType]:
    """As Textual takes them; a keymap replaces the keys by id."""
    return [Binding(one.keys, one.run, one.says, show=False, id=one.id) for one in actions]
