"""A parsed document with places, the same for JSON, JSONC and YAML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from healthtui.readers.base import ReadError

MAX_DEPTH = 100

Value = str | int | float | bool | None | list["Node"] | dict[str, "Node"]


@dataclass(slots=True, eq=False)
class Node:
    """A value and its line; for the value of a key, the line of the key. YAML scalars are text as written.

    The accessors never fail: what is absent or of another type is empty, so a reader says only what it looks for.
    """

    value: Value
    line: int = 0

    def get(self, *keys: str) -> Node:
        node = self
        for key in keys:
            node = node.value.get(key, NOTHING) if isinstance(node.value, dict) else NOTHING
        return node

    def entries(self) -> Iterator[tuple[str, Node]]:
        return iter(self.value.items() if isinstance(self.value, dict) else ())

    def items(self) -> list[Node]:
        return self.value if isinstance(self.value, list) else []

    def children(self) -> list[Node]:
        return list(self.value.values()) if isinstance(self.value, dict) else self.items()

    def text(self) -> str:
        return self.value if isinstance(self.value, str) else ""

    def texts(self) -> tuple[str, ...]:
        """The texts of a list; of a single text, that one."""
        single = (self.value,) if isinstance(self.value, str) else ()
        return single or tuple(item.value for item in self.items() if isinstance(item.value, str))

    def text_map(self) -> dict[str, str]:
        return {key: node.value for key, node in self.entries() if isinstance(node.value, str)}

    def flag(self) -> bool | None:
        return self.value if isinstance(self.value, bool) else None


NOTHING = Node(None)


def mapping(root: Node, what: str) -> Node:
    """The root, when it is an object. Raises `ReadError` saying `what` was expected."""
    if not isinstance(root.value, dict):
        raise ReadError(f"expected {what}, found {_KINDS.get(type(root.value), 'a value')}", root.line)
    return root


_KINDS = {list: "a list", str: "text", int: "a number", float: "a number", bool: "a boolean", type(None): "nothing"}
