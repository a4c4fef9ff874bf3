"""What is read again after a change, and what is judged again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from healthtui.derive.inputs import exists, facts_in, module_of
from healthtui.engine.cache import Cache
from healthtui.engine.workbench import Workbench
from healthtui.facts.base import Unreadable
from healthtui.facts.outputs import CoverageReport
from healthtui.live.scan import open_bench

Load = Callable[[Path], Workbench]
APP, SERVICE = "src/app.ts", "src/services/users.ts"
LCOV = "SF:src/app.ts\nDA:1,1\nend_of_record\n"


def runs_of(bench: Workbench, paths: set[str]) -> int:
    """How many queries run after these paths were touched."""
    before = bench.db.runs
    bench.update(paths)
    bench.results()
    return bench.db.runs - before


def functions_of(bench: Workbench, path: str) -> set[str]:
    module = module_of(bench.db, path)
    return {one.name for one in module.functions} if module else set()


def age(file: Path, seconds: int = 3600) -> None:
    """As if it had been written so long ago."""
    when = file.stat().st_mtime_ns - seconds * 1_000_000_000
    os.utime(file, ns=(when, when))


def test_nothing_runs_again_when_nothing_changed(acme: Path, loaded: Load) -> None:
    assert runs_of(loaded(acme), {APP, SERVICE}) == 0


def test_nothing_is_read_where_there_is_no_package(acme: Path, loaded: Load) -> None:
    (acme / "package.json").rename(acme / "package.json.old")
    bench = loaded(acme)
    assert bench.store.contents == {}
    bench.update({APP})
    assert bench.store.contents == {}
    (acme / "package.json.old").rename(acme / "package.json")
    assert bench.needs_listing({"package.json"})
    bench.relist({"package.json"})
    assert APP in bench.store.contents


def test_a_touch_judges_nothing_again(acme: Path, loaded: Load) -> None:
    bench = loaded(acme)
    (acme / APP).touch()
    assert runs_of(bench, {APP}) == 0


def test_a_save_that_changes_no_fact_judges_nothing_again(acme: Path, loaded: Load) -> None:
    bench = loaded(acme)
    file = acme / SERVICE
    file.write_text(file.read_text().rstrip("\n") + "  \n")
    assert runs_of(bench, {SERVICE}) == 0


def test_a_save_touches_few_queries(acme: Path, loaded: Load) -> None:
    bench = loaded(acme)
    everything = bench.db.runs
    file = acme / SERVICE
    file.write_text(file.read_text() + "export function other() {\n  return 1;\n}\n")
    assert 0 < runs_of(bench, {SERVICE}) < everything / 3


def test_an_export_beside_is_no_change_for_those_who_take_another(acme: Path, loaded: Load) -> None:
    (acme / "src/shared").mkdir()
    (acme / "src/shared/index.ts").write_text("export * from './money';\n")
    (acme / "src/shared/money.ts").write_text("export const pay = (sum) => sum;\n")
    for number in range(30):
        (acme / f"src/user{number}.ts").write_text("import { pay } from './shared';\npay(1);\n")
    bench = loaded(acme)
    file = acme / "src/shared/money.ts"
    file.write_text(file.read_text() + "const a = 1;\n")
    inside = runs_of(bench, {"src/shared/money.ts"})
    file.write_text(file.read_text() + "export const b = 1;\n")
    assert runs_of(bench, {"src/shared/money.ts"}) < inside + 10


def test_a_file_written_again_within_one_tick_is_read_again_when_touched(acme: Path, loaded: Load) -> None:
    bench = loaded(acme)
    file = acme / SERVICE
    stamp = file.stat().st_mtime_ns
    file.write_text(file.read_text().replace("list", "lisp"))
    os.utime(file, ns=(stamp, stamp))
    bench.relist()  # the stamp is equal, but too fresh to be trusted
    assert "lisp" in functions_of(bench, SERVICE)
    age(file)
    bench.relist()
    stamp = file.stat().st_mtime_ns
    file.write_text(file.read_text().replace("lisp", "lost"))
    os.utime(file, ns=(stamp, stamp))
    bench.relist({SERVICE})
    assert "lost" in functions_of(bench, SERVICE)


def test_a_listing_reads_only_what_may_have_changed(acme: Path, loaded: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    for file in acme.rglob("*.*"):
        age(file)
    bench = loaded(acme)
    read = bench.tree.read
    seen = []

    def record(path: str) -> bytes:
        seen.append(path)
        return read(path)

    monkeypatch.setattr(bench.tree, "read", record)
    bench.relist()
    assert seen == []
    (acme / APP).touch()
    bench.relist()
    assert seen == [APP]


def test_what_vanishes_between_listing_and_reading_is_gone(acme: Path, loaded: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = loaded(acme)
    (acme / "src/new.ts").write_text("export const a = 1;\n")
    read = bench.tree.read
    monkeypatch.setattr(bench.tree, "read", lambda path: (acme / path).unlink(missing_ok=True) or read(path))
    bench.update({"src/new.ts", APP})
    assert not exists(bench.db, "src/new.ts")
    assert not exists(bench.db, APP)


def test_a_file_in_the_place_of_a_folder(acme: Path, loaded: Load) -> None:
    bench = loaded(acme)
    shutil.rmtree(acme / "src/services")
    (acme / "src/services").write_text("no folder")
    bench.relist()
    assert not exists(bench.db, SERVICE)
    assert exists(bench.db, "src/services")


def test_a_symbolic_link_is_no_file_of_the_tree(acme: Path, loaded: Load) -> None:
    bench = loaded(acme)
    (acme / APP).unlink()
    (acme / APP).symlink_to(acme / SERVICE)
    bench.update({APP})
    assert not exists(bench.db, APP)


def test_an_unreadable_file_is_read_as_soon_as_it_can_be(acme: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    age(acme / APP)
    bench = open_bench(acme, cached=False)
    bench.cache = Cache(str(acme), acme.parent / "cache")
    read = bench.tree.read

    def refuse(path: str) -> bytes:
        if path == APP:
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(bench.tree, "read", refuse)
    bench.load()
    assert [one.reader for one in facts_in(bench.db, Unreadable, APP)] == ["file"]
    monkeypatch.undo()
    bench.relist()
    assert facts_in(bench.db, Unreadable, APP) == ()
    assert module_of(bench.db, APP) is not None


def test_an_ignored_report_comes_and_goes_with_its_package(acme: Path, loaded: Load) -> None:
    bench = loaded(acme)
    report = "api/coverage/lcov.info"
    (acme / report).parent.mkdir(parents=True)
    (acme / report).write_text(LCOV)
    bench.update({report})
    assert not exists(bench.db, report)
    (acme / "api/package.json").write_text('{"name": "api"}')
    assert bench.needs_listing({"api/package.json"})
    bench.relist({"api/package.json"})
    assert len(facts_in(bench.db, CoverageReport, report)) == 1
    assert not bench.needs_listing({"api/package.json"})
    (acme / "api/package.json").unlink()
    assert bench.needs_listing({"api/package.json"})


def test_rules_and_the_state_of_git_need_a_listing(acme: Path, loaded: Load) -> None:
    bench = loaded(acme)
    assert bench.needs_listing({"src/.gitignore"})
    assert bench.needs_listing({".git/HEAD"})
    assert not bench.needs_listing({APP, "package.json", ".env"})


def test_excludes_of_git_count_after_its_state_changed(acme: Path, loaded: Load) -> None:
    bench = loaded(acme)
    (acme / "draft.ts").write_text("export const a = 1;\n")
    bench.update({"draft.ts"})
    assert exists(bench.db, "draft.ts")
    (acme / ".git/info/exclude").write_text("draft.ts\n")
    bench.relist()
    assert not exists(bench.db, "draft.ts")
    bench.update({"draft.ts"})
    assert not exists(bench.db, "draft.ts")


HALF = ("import express from 'express';\nexport const app = express(;\napp.use(", '{"name": ')


@pytest.mark.parametrize(("path", "half"), [(APP, HALF[0]), ("package.json", HALF[1])])
def test_a_half_written_file_is_judged_as_it_was_before(acme: Path, loaded: Load, path: str, half: str) -> None:
    bench = loaded(acme)
    before, whole = bench.results(), (acme / path).read_text()
    for text in (half, half[:-1]):
        (acme / path).write_text(text)
        bench.update({path}, holds=True)
        assert (list(bench.held), bench.results()) == ([path], before)
    (acme / path).write_text(whole)
    bench.update({path}, holds=True)
    assert (bench.held, bench.results()) == ({}, before)


def test_what_is_half_written_is_taken_as_it_is_when_the_tree_is_listed_again(acme: Path, loaded: Load) -> None:
    bench = loaded(acme)
    (acme / APP).write_text(HALF[0])
    age(acme / APP)
    bench.update({APP}, holds=True)
    bench.relist()
    assert not bench.held
    assert [one.line for one in facts_in(bench.db, Unreadable, APP)] == [2]


def test_what_was_never_whole_is_read_as_far_as_it_can_be(acme: Path, loaded: Load) -> None:
    (acme / APP).write_text(HALF[0])
    bench = loaded(acme)
    (acme / APP).write_text(f"export const other = 1;\n{HALF[0]}")
    bench.update({APP, "src/new.ts"}, holds=True)
    assert not bench.held
    assert [one.line for one in facts_in(bench.db, Unreadable, APP)] == [3]


def test_a_half_written_file_that_is_deleted_is_gone(acme: Path, loaded: Load) -> None:
    bench = loaded(acme)
    (acme / APP).write_text(HALF[0])
    bench.update({APP}, holds=True)
    (acme / APP).unlink()
    bench.update({APP}, holds=True)
    assert not bench.held
    assert not exists(bench.db, APP)
