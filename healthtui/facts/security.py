"""Secrets, env files and vulnerable dependencies."""

from __future__ import annotations

from healthtui.facts.derived import Derived, EvidenceState


class SecretSighting(Derived, frozen=True):
    """A credential in the repository, masked. `area` is code, test, example, seed, docs, ci: what its path and context
    make of it. `source` says how it was seen: scan (by its form), fallback (of the environment), call (given to one)."""

    title: str
    preview: str
    source: str
    area: str


class ScanGap(Derived, frozen=True):
    """A file that could not be scanned for secrets."""

    reason: str


class EnvironmentUse(Derived, frozen=True):
    """The environment is read, or a loader of env files is used: the first place."""

    by: str


class EnvFileSighting(Derived, frozen=True):
    """An env file that is tracked or not ignored."""

    is_example: bool


class EnvIgnored(Derived, frozen=True):
    """Whether git ignores an `.env` of the package; the place is the rule that decides, else the ignore file, "" without one."""

    is_ignored: bool


class LockfileSighting(Derived, frozen=True):
    """The lockfile that pins the package's dependencies, in it or above."""

    manager: str


class AuditEvidence(EvidenceState, frozen=True):
    """An audit's output that speaks of the package's lockfile."""


class Vulnerability(Derived, frozen=True):
    """An advisory of the audit that counts. The place is the dependency that brings it, or the lockfile."""

    package: str
    severity: str  # info, low, moderate, high, critical
    title: str
    fix: str
    in_development: bool


class LockfileIgnored(Derived, frozen=True):
    """A rule keeps lockfiles out of the repository; the place is the rule."""

    pattern: str


class UpdateAutomation(Derived, frozen=True):
    """What proposes updates of dependencies, or looks for vulnerable ones, by itself. `is_on` is False where its own
    settings switch it off for npm's packages."""

    by: str  # Dependabot, Renovate, or the command of a scheduled job
    is_on: bool


class SqlDatabase(Derived, frozen=True):
    """A database that is asked in SQL; `is_read` is False where its queries cannot be read."""

    library: str
    is_read: bool


class RawQuery(Derived, frozen=True):
    """A query that is given as text, or code of a `$where`. `origin` is constant, value (one is put into its text) or
    unclear; `part` is that value as written."""

    written: str
    origin: str
    part: str


class PasswordField(Derived, frozen=True):
    """Passwords are stored: a field of a schema, entity or model, or a written value, is named so."""

    name: str


class PasswordHash(Derived, frozen=True):
    """A password is hashed, or is seen to be kept as it is. `strength` is strong, weak (too few rounds), hidden (rounds that
    are not known), other (not of the catalogue), fast (a hash that is no password hash), plain."""

    strength: str
    said: str


class HtmlSighting(Derived, frozen=True):
    """A value reaches HTML as it is: in a response, a template, or the DOM."""

    said: str
