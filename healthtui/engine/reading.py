"""Reads a file with every reader that claims it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from posixpath import basename

import msgspec

from healthtui.derive.store import FileFacts
from healthtui.facts.base import Fact, Unreadable
from healthtui.facts.source import Module
from healthtui.readers import READERS
from healthtui.readers.base import Reader, ReadError
from healthtui.readers.source import OUTLINE, SOURCE
from healthtui.tree.base import Entry, TreeError, content_id

KINDS: tuple[type[Fact], ...] = tuple(dict.fromkeys(kind for reader in READERS for kind in reader.kinds))
VERSION = ";".join(f"{reader.name}={reader.version}" for reader in READERS)  # salts the cache
UNREADABLE = "unreadable"  # in place of the content id: the file may become readable without a change
_encode = msgspec.msgpack.Encoder().encode


def readers_for(entry: Entry, readers: Sequence[Reader] = READERS, *, is_reached: bool = True) -> list[Reader]:
    """Those of some readers that claim a file; of an ignored one only those of reports, and of source that no server
    reaches only its outline."""
    other = OUTLINE if is_reached else SOURCE
    return [one for one in readers if one is not other and (one.reads_ignored or not entry.is_ignored) and one.claims(entry.path)]


def read_file(entry: Entry, read: Callable[[str], bytes], readers: list[Reader]) -> FileFacts | None:
    """The facts of one file by some readers; None when it is gone."""
    wanted = [reader for reader in readers if entry.size <= reader.max_size]
    refused = [_too_large(reader, entry) for reader in readers if entry.size > reader.max_size]
    if not wanted:
        return FileFacts(entry.content_id or f"size:{entry.size}:{entry.stamp[0]}", pack(refused))
    try:
        data = read(entry.path)
    except FileNotFoundError:
        return None
    except (OSError, TreeError) as error:
        return FileFacts(UNREADABLE, pack([Unreadable("file", str(error))]))
    return FileFacts(content_id(data), pack([*refused, *facts_of(entry.path, data, wanted)]))


def _too_large(reader: Reader, entry: Entry) -> Unreadable:
    reason = f"{entry.size / 1e6:.1f} MB is over the limit of {reader.max_size / 1e6:.1f} MB"
    return Unreadable(reader.name, reason, is_too_large=True)


def facts_of(path: str, data: bytes, readers: list[Reader]) -> list[Fact]:
    """The facts that readers find in some bytes; what cannot be read is `Unreadable`, with the reason."""
    found: list[Fact] = []
    name = basename(path)
    for reader in readers:
        try:
            found += reader.read(name, data)
        except ReadError as error:
            found.append(Unreadable(reader.name, error.reason, error.line))
        except Exception as error:  # noqa: BLE001 - a reader that breaks must not lose the others' facts
            found.append(Unreadable(reader.name, f"the {reader.name} reader broke: {type(error).__name__}: {error}"[:200]))
    return found


def pack(facts: Sequence[Fact]) -> dict[str, bytes]:
    kinds: dict[str, list[Fact]] = {}
    for fact in facts:
        kinds.setdefault(type(fact).__name__, []).append(fact)
    packed = {name: _encode(tuple(group)) for name, group in kinds.items() if name != "Module"}
    modules = [fact for fact in facts if isinstance(fact, Module)]
    return packed | ({"Module": _encode(modules[0])} if modules else {})
