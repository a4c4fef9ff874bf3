"""Reads git history for secrets: each commit once, ever. What a commit brought never changes, so it is kept by its id.

The work is done in small batches, each kept as it is done: a stop half-way loses nothing. It may run on a thread of its
own, as it shares nothing with the rest: it has its own git processes and, there, its own connection to the cache.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from posixpath import basename

from healthtui.engine.cache import Cache
from healthtui.facts.history import ScannedHistory, SecretVersion
from healthtui.facts.outputs import Finding
from healthtui.readers.secrets import SECRETS, EngineError, engine_problem, lasting_findings
from healthtui.tree.base import TreeError
from healthtui.tree.history import History, Version, open_history

Brought = dict[str, tuple[SecretVersion, ...]]  # by commit
Outcome = tuple[tuple[Finding, ...], str]  # what was found, and why nothing could be

_BATCH = 50  # commits
_TELL_SECONDS = 1.0
_NOT_HERE = "its content is not in this clone"


def read_history(root: Path, commit: str, cache: Cache | None) -> Iterator[ScannedHistory]:
    """How far the history of a commit is known, now and then, and at last as far as it can be."""
    scanned = ScannedHistory(commit, 0, 0, False, ())
    try:
        with open_history(root, commit) as history:
            for scanned in _Scan(history, commit, cache).states():
                yield scanned
    except TreeError as error:
        yield ScannedHistory(commit, scanned.total, scanned.scanned, scanned.is_cut, scanned.versions, str(error))


class _Scan:
    def __init__(self, history: History, commit: str, cache: Cache | None) -> None:
        self._history, self._commit, self._cache = history, commit, cache
        self._commits = history.commits()
        self._is_cut = history.is_cut()
        self._known = cache.versions(self._commits) if cache is not None else {}
        self._seen: dict[tuple[str, str], Outcome] = {}  # by blob and file name

    def states(self) -> Iterator[ScannedHistory]:
        todo = [commit for commit in self._commits if commit not in self._known]
        lost = [commit for commit, versions in self._known.items() if _lacks_any(versions)]
        if todo and (problem := engine_problem()):
            yield self._state(problem)
            return
        self._look_again(lost)
        told = time.monotonic()
        for start in range(0, len(todo), _BATCH):
            self._keep(self._brought(todo[start : start + _BATCH]))
            if time.monotonic() - told >= _TELL_SECONDS:
                yield self._state()
                told = time.monotonic()
        state = self._state()
        if self._cache is not None and state.is_whole and not state.is_cut and not any(map(_lacks_any, self._known.values())):
            self._cache.keep_history(state)
        yield state

    def _keep(self, found: Brought) -> None:
        self._known |= found
        if self._cache is not None:
            self._cache.keep_versions(found)

    def _look_again(self, commits: list[str]) -> None:
        """For what was not in this clone: it may have been fetched."""
        self._scan((one.path, one.blob) for commit in commits for one in self._known[commit] if one.problem == _NOT_HERE)
        for commit in commits:
            before = self._known[commit]
            here = [one for one in before if one.problem != _NOT_HERE]
            again = self._with_secrets((one.path, one.blob) for one in before if one.problem == _NOT_HERE)
            if (after := (*here, *again)) != before and not engine_problem():
                self._keep({commit: after})

    def _brought(self, commits: list[str]) -> Brought:
        versions = {
            commit: [one for one in listed if SECRETS.claims(one[0])]
            for commit, listed in self._history.versions(commits).items()
        }
        self._scan(version for listed in versions.values() for version in listed)
        return {commit: tuple(self._with_secrets(listed)) for commit, listed in versions.items()}

    def _scan(self, versions: Iterable[Version]) -> None:
        """Each version once. Under another name it is another file: what counts in one goes by its name too."""
        named = dict.fromkeys((blob, basename(path)) for path, blob in versions)
        new = [one for one in named if one not in self._seen]
        contents = self._history.contents([blob for blob, _ in new], SECRETS.max_size)
        for (blob, name), data in zip(new, contents, strict=True):
            self._seen[blob, name] = _scanned(name, data)

    def _with_secrets(self, versions: Iterable[Version]) -> Iterator[SecretVersion]:
        for path, blob in versions:
            findings, problem = self._seen[blob, basename(path)]
            if findings or problem:
                yield SecretVersion(path, blob, findings, problem)

    def _state(self, problem: str = "") -> ScannedHistory:
        scanned = [commit for commit in self._commits if commit in self._known]
        versions = tuple(_firsts((commit, one) for commit in reversed(scanned) for one in self._known[commit]))
        return ScannedHistory(self._commit, len(self._commits), len(scanned), self._is_cut, versions, problem)


def _lacks_any(versions: tuple[SecretVersion, ...]) -> bool:
    return any(one.problem == _NOT_HERE for one in versions)


def _scanned(name: str, data: bytes | None) -> Outcome:
    if data is None:
        return (), _NOT_HERE
    try:
        return lasting_findings(name, data), ""
    except EngineError as error:
        return (), str(error)


def _firsts(versions: Iterable[tuple[str, SecretVersion]]) -> Iterator[tuple[str, SecretVersion]]:
    """Of a file that holds the same secret in many versions only the first one."""
    seen: set[tuple[str, str, str]] = set()
    for commit, version in versions:
        new = {(version.path, one.digest, one.context): one for one in version.findings}
        findings = tuple(one for key, one in new.items() if key not in seen)
        seen.update(new)
        if findings or version.problem:
            yield commit, SecretVersion(version.path, version.blob, findings, version.problem)
