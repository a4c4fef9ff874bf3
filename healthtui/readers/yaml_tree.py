"""YAML with places. Aliases share the node that they name, so that nothing is expanded; `on:` stays the text "on"."""

from __future__ import annotations

from collections.abc import Iterator

import yaml

from healthtui.readers.base import ReadError
from healthtui.readers.nodes import MAX_DEPTH, Node
from healthtui.readers.text import decode

YAML_SIZE = 1 << 20  # bytes


def parse_yaml(data: bytes) -> Node:
    """The last document of the file (an earlier one is a header). Raises `ReadError` with the line of the mistake."""
    builder = _Builder()
    for event in _events(decode(data)):
        builder.take(event)
    if builder.root is None:
        raise ReadError("empty file, expected YAML")
    return builder.root


def _events(text: str) -> Iterator[yaml.Event]:
    try:
        yield from yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise ReadError(f"not valid YAML: {error.problem or error.context}", line) from None
    except (yaml.YAMLError, RecursionError):
        raise ReadError("not valid YAML: characters or nesting that YAML does not allow") from None


class _Builder:
    """Puts a stream of events together, without recursion."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[tuple[Node, list[Node]]] = []  # a collection and what it has so far
        self._anchors: dict[str, Node] = {}

    def take(self, event: yaml.Event) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self._add(self._node(event, event.value))
        elif isinstance(event, yaml.AliasEvent):
            self._add(self._anchors.get(event.anchor or "", Node(None, _line(event))))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            node = self._node(event, {} if isinstance(event, yaml.MappingStartEvent) else [])
            if len(self._open) >= MAX_DEPTH:
                raise ReadError(f"nested deeper than {MAX_DEPTH} levels", node.line)
            self._open.append((node, []))
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            node, parts = self._open.pop()
            node.value = _pairs(parts) if isinstance(node.value, dict) else parts
            self._add(node)

    def _node(self, event: yaml.NodeEvent, value: str | list[Node] | dict[str, Node]) -> Node:
        node = Node(value, _line(event))
        if event.anchor:
            self._anchors[event.anchor] = node
        return node

    def _add(self, node: Node) -> None:
        if self._open:
            self._open[-1][1].append(node)
        else:
            self.root = node


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 0


def _pairs(parts: list[Node]) -> dict[str, Node]:
    """A key that is no text is dropped. A value takes its key's line, in a node of its own as it may be shared."""
    keys_and_values = zip(parts[::2], parts[1::2], strict=True)
    return {key.value: Node(node.value, key.line) for key, node in keys_and_values if isinstance(key.value, str)}
