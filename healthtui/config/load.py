"""Reads the settings. What is wrong is said and left out; the rest holds."""

from __future__ import annotations

import difflib
import re
import shlex
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_type_hints

import msgspec

from healthtui.config.model import FILE, PLACEHOLDERS, Config, Problem, Threshold, Waiver, Weight

USER_FILE = "config.toml"
_HINTS = get_type_hints(Config, include_extras=True)
_TABLES: Mapping[str, Any] = {"weights": Weight, "thresholds": Threshold, "keys": str}  # each entry is a setting of its own
_WORDS = {
    "str": "a text",
    "float": "a number",
    "int": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
    "date": "a date",
    "datetime": "a date with a time",
}
_OF_THE_USER = {"editor": "is followed in the user's own file alone, as it is a command"}  # which a repository may not choose
_OF_THE_REPOSITORY = {"waivers": f"are followed in the {FILE} of a repository alone, where all of its team see them"}
_SAID = {r" matching regex '\\S'": " that is not blank", "Invalid RFC3339 encoded date": "Is no date such as 2027-03-31"}


def user_path() -> Path:
    """The user's own file."""
    from platformdirs import user_config_path

    return user_config_path("healthtui") / USER_FILE


def load_config(
    repository: bytes | None, user: Path | None = None, before: Config | None = None
) -> tuple[Config, tuple[Problem, ...]]:
    """The settings of a repository's file and a user's, whose own win, and what is wrong in either.

    What is wrong stays as it was `before`, else it is left out.
    """
    problems: list[Problem] = []
    settings: dict[str, Any] = {}
    if repository is not None:
        settings = _File(FILE, _OF_THE_USER, before, problems).read(repository)
    if user is not None:
        settings |= _File(str(user), _OF_THE_REPOSITORY, before, problems).read_from(user)
    return Config(**settings), tuple(problems)


@dataclass(frozen=True, slots=True)
class _File:
    """One file while it is read: `refused` are settings that are not followed in it, each with the reason."""

    name: str
    refused: Mapping[str, str]
    before: Config | None
    problems: list[Problem]

    def read_from(self, path: Path) -> dict[str, Any]:
        try:
            return self.read(path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            return self._unread(f"cannot be read: {error.strerror}")

    def read(self, data: bytes) -> dict[str, Any]:
        try:
            written = tomllib.loads(data.decode("utf-8-sig"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
            return self._unread(why_broken(error))
        settings: dict[str, Any] = {}
        for key, value in written.items():
            if key in self.refused:
                self._is_wrong(key, self.refused[key])
            elif key not in _HINTS:
                self._is_wrong(key, f"is no setting{meant(key, _HINTS)}")
            else:
                settings |= self._setting(key, value)
        return settings

    def _unread(self, reason: str) -> dict[str, Any]:
        self._is_wrong("", reason)
        return msgspec.structs.asdict(self.before) if self.before else {}

    def _is_wrong(self, key: str, reason: str) -> None:
        self.problems.append(Problem(self.name, key, reason))

    def _setting(self, key: str, value: Any) -> dict[str, Any]:  # noqa: ANN401 - any TOML value
        """The setting; of a table what holds of it."""
        if key in _TABLES and isinstance(value, dict):
            return {key: self._table(key, value)}
        if key == "waivers" and isinstance(value, list):
            return {key: tuple(self._waivers(value))}
        try:
            converted = msgspec.convert(value, _HINTS[key])
            if key == "editor" and (reason := _wrong_command(converted)):
                raise msgspec.ValidationError(reason)
        except msgspec.ValidationError as error:
            self._is_wrong(key, _said(error))
            return {key: getattr(self.before, key)} if self.before else {}
        return {key: converted}

    def _table(self, key: str, table: dict[str, Any]) -> dict[str, Any]:
        kind, before = _TABLES[key], getattr(self.before, key, {})
        held = {}
        for name, one in _by_name(table):
            try:
                held[name] = msgspec.convert(one, kind)
            except msgspec.ValidationError as error:
                self._is_wrong(f"{key}.{name}", _said(error))
                held |= {name: before[name]} if name in before else {}
        return held

    def _waivers(self, tables: list[Any]) -> Iterator[Waiver]:
        before = self.before.waivers if self.before else ()
        for number, table in enumerate(tables, 1):
            try:
                yield msgspec.convert(table, Waiver)
            except msgspec.ValidationError as error:
                check = table.get("check") if isinstance(table, dict) else None
                name = check if isinstance(check, str) and check else number
                self._is_wrong(f"waivers.{name}", _said(error))
                yield from (one for one in before if _is_meant(table, one))


def why_broken(error: tomllib.TOMLDecodeError | UnicodeDecodeError | RecursionError) -> str:
    """`cannot be read at line 2, column 7: invalid value`, to stand behind the name of the file."""
    if isinstance(error, UnicodeDecodeError):
        return "cannot be read: it is not UTF-8"
    if isinstance(error, RecursionError):
        return "cannot be read: it is nested too deeply"
    reason, _, where = str(error).removesuffix(")").rpartition(" (at ")
    return f"cannot be read at {where.replace('end of document', 'its end')}: {reason[:1].lower()}{reason[1:]}"


def _by_name(table: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """The entries by name; that of a check may be written `"security.cors"`, `security.cors` or below `[weights.security]`."""
    for name, value in table.items():
        if "." not in name and isinstance(value, dict):
            yield from ((f"{name}.{rest}", one) for rest, one in value.items())
        else:
            yield name, value


def _is_meant(table: object, before: Waiver) -> bool:
    """Whether a table that is wrong waives the same as one before."""
    where = ("check", "path", "place", "package")
    return isinstance(table, dict) and all(table.get(name, "") == getattr(before, name) for name in where)


def _wrong_command(command: str) -> str:
    """Why the command of an editor cannot be run; "" where it can."""
    try:
        shlex.split(command)
    except ValueError as error:
        return f"cannot be split into words: {str(error).lower()}"
    named = re.findall(r"(?<!\$)\{\w*\}", command)  # `${HOME}` is left to a shell
    wrong = next((one for one in named if one not in PLACEHOLDERS), "")
    return f"{wrong} is none of {', '.join(PLACEHOLDERS)}{meant(wrong, PLACEHOLDERS)}" if wrong else ""


def _said(error: msgspec.ValidationError) -> str:
    """The reason, in the words of TOML."""
    reason, _, where = str(error).partition(" - at ")
    for whole, plain in _SAID.items():
        reason = reason.replace(whole, plain)
    reason = re.sub(r"`([\w |]+)`", lambda found: _WORDS.get(found[1], found[1]), reason)
    return reason + (f" (at {where.strip('`$.')})" if where.strip("`$.") else "")


def meant(key: str, known: Iterable[str]) -> str:
    """The end of a message about a name that is not known: the one that is nearest to it."""
    near = difflib.get_close_matches(key, list(known), 1)
    return f"; did you mean {near[0]}?" if near else ""
