"""Derived facts: what the derivations make of what was read, and what checks see."""

from __future__ import annotations

import msgspec

from healthtui.facts.base import Place


class Derived(msgspec.Struct, frozen=True, gc=False):
    """A derived fact: frozen, comparable, with a place."""

    place: Place


class Package(Derived, frozen=True):
    """A package of the repository; its place is its manifest. `path` is its folder, "." for the root."""

    path: str
    name: str
    frameworks: tuple[str, ...]  # express, fastify, nestjs: depended on and imported
    other_servers: tuple[str, ...]  # Koa, Hapi, Hono, node:http: recognised by name
    dependencies: frozenset[str]  # production, with those of the nearest package.json above for Nx
    development: frozenset[str]
    is_workspace_root: bool  # only holds workspaces: no application

    @property
    def is_server(self) -> bool:
        return bool(self.frameworks)


class Recognised(Derived, frozen=True):
    """Something that the persona names, seen at work: the name as the catalogue writes it."""

    name: str


class EvidenceState(Derived, frozen=True):
    """Where the output of a tool stands. `state` is fresh, stale, no-match or unreadable."""

    state: str
    detail: str = ""  # what it is older than, its first path, or why it cannot be read
