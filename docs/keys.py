"""Writes `docs/keys.md`, every action of the screen with its keys: `python -m docs.keys`."""

from __future__ import annotations

from pathlib import Path

from healthtui.tui.actions import ACTIONS, SECTIONS, Action

PAGE = Path(__file__).with_suffix(".md")
_HEAD = """\
# Keys

What the screen does, by key; everything can be clicked as well. `:` finds an action by its name, `?` lists them all.
The keys of an action are set by its id in the user's settings: `healthtui doctor` says where they are.

```toml
[keys]
copy-brief = "b"
pause = "P"
```

Made from `healthtui/tui/actions.py` by `python -m docs.keys`.
"""


def page() -> str:
    parts = [_HEAD]
    for group in dict.fromkeys(action.group for action in ACTIONS):
        rows = [_row(action) for action in ACTIONS if action.group == group and action.id not in SECTIONS[1:]]
        parts.append("\n".join([f"## {group}\n", "| keys | does | id |", "| --- | --- | --- |", *rows]) + "\n")
    return "\n".join(parts)


def _row(action: Action) -> str:
    if action.id == SECTIONS[0]:
        return f"| `1` … `0` | to a section; again folds it | `{SECTIONS[0]}` … `{SECTIONS[-1]}` |"
    keys = " ".join(f"`{key}`" for key in action.shown({}, at_most=9).split())
    return f"| {keys} | {action.says} | `{action.id}` |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
