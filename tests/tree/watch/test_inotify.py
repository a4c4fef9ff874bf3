"""The watcher on real folders. Nothing here waits a fixed time: conditions are awaited with a generous limit."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.tree.watch.conftest import Recorder

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify")


def save_in_place(file: Path) -> None:
    file.write_text("2")


def save_by_rename(file: Path) -> None:
    temporary = file.with_name(file.name + ".tmp.4711")
    temporary.write_text("2")
    temporary.replace(file)


def save_as_vim(file: Path) -> None:
    probe = file.with_name("4913")
    probe.write_text("")
    probe.unlink()
    backup = file.with_name(file.name + "~")
    file.rename(backup)
    file.write_text("2")
    backup.unlink()


def save_as_jetbrains(file: Path) -> None:
    new, old = file.with_name(file.name + "___jb_tmp___"), file.with_name(file.name + "___jb_old___")
    new.write_text("2")
    file.rename(old)
    new.rename(file)
    old.unlink()


@pytest.mark.parametrize("save", [save_in_place, save_by_rename, save_as_vim, save_as_jetbrains])
def test_every_way_to_save_names_the_file(watch: Recorder, save: Callable[[Path], None]) -> None:
    save(watch.root / "src" / "app.ts")
    watch.until(lambda: "src/app.ts" in watch.paths)
    watch.fence()
    assert [path for path in watch.paths if (watch.root / path).exists() and path != "fence"] == ["src/app.ts"]


def test_a_save_from_outside_the_tree(watch: Recorder, tmp_path: Path) -> None:
    (tmp_path / "new").write_text("2")
    (tmp_path / "new").rename(watch.root / "src" / "app.ts")
    watch.until(lambda: watch.paths == {"src/app.ts"})


def test_links_are_reported_and_not_followed(watch: Recorder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    before = watch.watcher.watched
    (watch.root / "link").symlink_to(tmp_path / "elsewhere")
    os.link(watch.root / "src" / "app.ts", watch.root / "hard.ts")
    watch.until(lambda: {"link", "hard.ts"} <= watch.paths)
    assert watch.watcher.watched == before


def test_a_write_through_another_link_is_found_by_the_sweep(watch: Recorder, tmp_path: Path) -> None:
    os.link(watch.root / "src" / "app.ts", tmp_path / "outside.ts")
    watch.watcher.verify()  # what later sweeps compare with
    watch.fence()
    (tmp_path / "outside.ts").write_text("changed")
    watch.watcher.verify()
    watch.until(lambda: "src/app.ts" in watch.paths)


def test_the_sweep_is_silent_about_what_was_told(watch: Recorder) -> None:
    watch.watcher.verify()
    (watch.root / "src" / "app.ts").write_text("2")
    watch.until(lambda: "src/app.ts" in watch.paths)
    watch.fence()
    watch.batches.clear()
    watch.watcher.verify()
    watch.fence()
    assert watch.paths == {"fence"}


def test_new_folders_are_watched_to_any_depth(watch: Recorder) -> None:
    deep = watch.root / "a" / "b" / "c"
    deep.mkdir(parents=True)
    watch.until(lambda: "a" in watch.resync)
    (deep / "x.ts").write_text("1")
    watch.until(lambda: "a/b/c/x.ts" in watch.paths or "a/b/c" in watch.resync)
    watch.until(lambda: watch.watcher.watched == 6)


def test_renamed_folders_are_known_by_their_new_name(watch: Recorder) -> None:
    (watch.root / "src").rename(watch.root / "lib")
    watch.until(lambda: {"src", "lib"} <= watch.resync)
    (watch.root / "lib" / "routes" / "x.ts").write_text("1")
    watch.until(lambda: "lib/routes/x.ts" in watch.paths)
    assert watch.watcher.watched == 3


def test_a_folder_moved_out_is_left_alone(watch: Recorder, tmp_path: Path) -> None:
    (watch.root / "src").rename(tmp_path / "out")
    watch.until(lambda: "src" in watch.resync)
    (tmp_path / "out" / "app.ts").write_text("2")
    watch.fence()
    assert watch.paths == {"fence"}
    assert watch.watcher.watched == 1


def test_a_folder_moved_in_is_watched(watch: Recorder, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in").rename(watch.root / "in")
    watch.until(lambda: "in" in watch.resync)
    (watch.root / "in" / "deep" / "x.ts").write_text("1")
    watch.until(lambda: "in/deep/x.ts" in watch.paths)


def test_removed_folders_free_their_watches(watch: Recorder) -> None:
    shutil.rmtree(watch.root / "src")
    watch.until(lambda: "src" in watch.resync and watch.watcher.watched == 1)


def test_pruned_folders_cost_nothing(watch: Recorder) -> None:
    for number in range(50):
        (watch.root / "node_modules" / f"package{number}").mkdir(parents=True)
    (watch.root / "node_modules" / "package1" / "index.js").write_text("1")
    watch.fence()
    assert watch.watcher.watched == 3
    assert watch.paths == {"fence"} and not watch.resync


def test_pruning_follows_the_rules_of_the_day(record: type[Recorder], watched_root: Path) -> None:
    rules = {"src"}
    recorder = record(watched_root, lambda path, name: path in rules)
    assert recorder.watcher.watched == 1
    rules.clear()
    recorder.watcher.refresh()
    recorder.until(lambda: recorder.resync == {"src"})
    assert recorder.watcher.watched == 3
    rules.add("src/routes")
    recorder.watcher.refresh()
    assert recorder.watcher.watched == 2


def test_a_folder_that_becomes_readable(watch: Recorder) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    closed = watch.root / "closed"
    closed.mkdir(mode=0)
    watch.fence()
    closed.chmod(0o755)
    (closed / "x.ts").write_text("1")
    watch.watcher.verify()
    watch.until(lambda: "closed/x.ts" in watch.paths)


def test_a_name_that_is_not_utf8(watch: Recorder) -> None:
    Path(os.fsdecode(os.fsencode(watch.root) + b"/\xff.ts")).write_text("1")
    watch.until(lambda: "\udcff.ts" in watch.paths)


def test_the_sequence_that_stops_watchdogs_own_watch(record: type[Recorder], watched_root: Path, tmp_path: Path) -> None:
    """`mv dist ../old; mkdir dist; rmdir dist; rm -r ../old` is a KeyError in the observer of watchdog 7.1."""
    (watched_root / "dist").mkdir()
    recorder = record(watched_root, lambda path, name: False)
    dist = watched_root / "dist"
    dist.rename(tmp_path / "old")
    recorder.fence()
    dist.mkdir()
    recorder.until(lambda: recorder.watcher.watched == 4)
    dist.rmdir()
    recorder.until(lambda: recorder.watcher.watched == 3)
    shutil.rmtree(tmp_path / "old")
    (watched_root / "x.ts").write_text("1")
    recorder.until(lambda: "x.ts" in recorder.paths)
