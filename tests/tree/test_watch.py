"""The watcher on real folders. Nothing here waits a fixed time: conditions are awaited with a generous limit."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from healthtui.tree.watch import Batch, Watcher

LIMIT_SECONDS = 10.0

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="inotify")


def wait_for(condition: Callable[[], object]) -> None:
    deadline = time.monotonic() + LIMIT_SECONDS
    while not condition():
        assert time.monotonic() < deadline, "this did not happen"
        time.sleep(0.005)


def is_pruned(path: str, name: str) -> bool:
    return name in {"node_modules", "dist"}


class Recorder:
    """A started watcher and what it told."""

    def __init__(self, root: Path, pruned: Callable[[str, str], bool] = is_pruned) -> None:
        self.root = root
        self.batches: list[Batch] = []
        self.watcher = Watcher(root, pruned, self.batches.append)
        self.watcher.start()

    @property
    def paths(self) -> set[str]:
        return {path for batch in self.batches for path in batch.paths}

    @property
    def resync(self) -> set[str]:
        return {folder for batch in self.batches for folder in batch.resync}

    @property
    def notes(self) -> str:
        return " ".join(note for batch in self.batches for note in batch.notes)

    def fence(self) -> None:
        """Returns when everything done before has been told: events keep their order."""
        fence = self.root / "fence"
        fence.write_text("")
        wait_for(lambda: "fence" in self.paths)
        fence.unlink()


@pytest.fixture
def watched_root(tmp_path: Path) -> Path:
    root = tmp_path / "repo"
    (root / "src" / "routes").mkdir(parents=True)
    (root / "src" / "app.ts").write_text("1")
    return root


@pytest.fixture
def watch(watched_root: Path) -> Iterator[Recorder]:
    recorder = Recorder(watched_root)
    yield recorder
    recorder.watcher.stop()


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
    wait_for(lambda: "src/app.ts" in watch.paths)
    watch.fence()
    assert [path for path in watch.paths if (watch.root / path).exists() and path != "fence"] == ["src/app.ts"]


def test_a_save_from_outside_the_tree(watch: Recorder, tmp_path: Path) -> None:
    (tmp_path / "new").write_text("2")
    (tmp_path / "new").rename(watch.root / "src" / "app.ts")
    wait_for(lambda: watch.paths == {"src/app.ts"})


def test_links_are_reported_and_not_followed(watch: Recorder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "deep").mkdir(parents=True)
    before = watch.watcher.watched
    (watch.root / "link").symlink_to(tmp_path / "elsewhere")
    os.link(watch.root / "src" / "app.ts", watch.root / "hard.ts")
    wait_for(lambda: {"link", "hard.ts"} <= watch.paths)
    assert watch.watcher.watched == before


def test_a_write_through_another_link_is_found_by_the_sweep(watch: Recorder, tmp_path: Path) -> None:
    os.link(watch.root / "src" / "app.ts", tmp_path / "outside.ts")
    watch.watcher.verify()  # what later sweeps compare with
    watch.fence()
    (tmp_path / "outside.ts").write_text("changed")
    watch.watcher.verify()
    wait_for(lambda: "src/app.ts" in watch.paths)


def test_the_sweep_is_silent_about_what_was_told(watch: Recorder) -> None:
    watch.watcher.verify()
    (watch.root / "src" / "app.ts").write_text("2")
    wait_for(lambda: "src/app.ts" in watch.paths)
    watch.fence()
    watch.batches.clear()
    watch.watcher.verify()
    watch.fence()
    assert watch.paths == {"fence"}


def test_new_folders_are_watched_to_any_depth(watch: Recorder) -> None:
    deep = watch.root / "a" / "b" / "c"
    deep.mkdir(parents=True)
    wait_for(lambda: "a" in watch.resync)
    (deep / "x.ts").write_text("1")
    wait_for(lambda: "a/b/c/x.ts" in watch.paths or "a/b/c" in watch.resync)
    wait_for(lambda: watch.watcher.watched == 6)


def test_renamed_folders_are_known_by_their_new_name(watch: Recorder) -> None:
    (watch.root / "src").rename(watch.root / "lib")
    wait_for(lambda: {"src", "lib"} <= watch.resync)
    (watch.root / "lib" / "routes" / "x.ts").write_text("1")
    wait_for(lambda: "lib/routes/x.ts" in watch.paths)
    assert watch.watcher.watched == 3


def test_a_folder_moved_out_is_left_alone(watch: Recorder, tmp_path: Path) -> None:
    (watch.root / "src").rename(tmp_path / "out")
    wait_for(lambda: "src" in watch.resync)
    (tmp_path / "out" / "app.ts").write_text("2")
    watch.fence()
    assert watch.paths == {"fence"}
    assert watch.watcher.watched == 1


def test_a_folder_moved_in_is_watched(watch: Recorder, tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in").rename(watch.root / "in")
    wait_for(lambda: "in" in watch.resync)
    (watch.root / "in" / "deep" / "x.ts").write_text("1")
    wait_for(lambda: "in/deep/x.ts" in watch.paths)


def test_removed_folders_free_their_watches(watch: Recorder) -> None:
    shutil.rmtree(watch.root / "src")
    wait_for(lambda: "src" in watch.resync and watch.watcher.watched == 1)


def test_pruned_folders_cost_nothing(watch: Recorder) -> None:
    for number in range(50):
        (watch.root / "node_modules" / f"package{number}").mkdir(parents=True)
    (watch.root / "node_modules" / "package1" / "index.js").write_text("1")
    watch.fence()
    assert watch.watcher.watched == 3
    assert watch.paths == {"fence"} and not watch.resync


def test_pruning_follows_the_rules_of_the_day(watched_root: Path) -> None:
    rules = {"src"}
    recorder = Recorder(watched_root, lambda path, name: path in rules)
    assert recorder.watcher.watched == 1
    rules.clear()
    recorder.watcher.refresh()
    wait_for(lambda: recorder.resync == {"src"})
    assert recorder.watcher.watched == 3
    rules.add("src/routes")
    recorder.watcher.refresh()
    assert recorder.watcher.watched == 2
    recorder.watcher.stop()


def test_a_folder_that_becomes_readable(watch: Recorder) -> None:
    if os.geteuid() == 0:
        pytest.skip("root reads everything")
    closed = watch.root / "closed"
    closed.mkdir(mode=0)
    watch.fence()
    closed.chmod(0o755)
    (closed / "x.ts").write_text("1")
    watch.watcher.verify()
    wait_for(lambda: "closed/x.ts" in watch.paths)


def test_a_name_that_is_not_utf8(watch: Recorder) -> None:
    Path(os.fsdecode(os.fsencode(watch.root) + b"/\xff.ts")).write_text("1")
    wait_for(lambda: "\udcff.ts" in watch.paths)


def test_the_sequence_that_stops_watchdogs_own_watch(watched_root: Path, tmp_path: Path) -> None:
    """`mv dist ../old; mkdir dist; rmdir dist; rm -r ../old` is a KeyError in the observer of watchdog 7.1."""
    (watched_root / "dist").mkdir()
    recorder = Recorder(watched_root, lambda path, name: False)
    dist = watched_root / "dist"
    dist.rename(tmp_path / "old")
    recorder.fence()
    dist.mkdir()
    wait_for(lambda: recorder.watcher.watched == 4)
    dist.rmdir()
    wait_for(lambda: recorder.watcher.watched == 3)
    shutil.rmtree(tmp_path / "old")
    (watched_root / "x.ts").write_text("1")
    wait_for(lambda: "x.ts" in recorder.paths)
    recorder.watcher.stop()


def git(root: Path, *arguments: str) -> None:
    environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    identity = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run(["git", *identity, *arguments], cwd=root, env=environment, check=True, capture_output=True)


@pytest.fixture
def branched_root(watched_root: Path) -> Path:
    """A repository whose branch `other` differs in 300 files."""
    git(watched_root, "init", "-q", "-b", "main")
    for content, branch in (("1", "main"), ("2", "other")):
        for number in range(300):
            (watched_root / "src" / f"file{number}.ts").write_text(content)
        git(watched_root, "add", "-A")
        git(watched_root, "checkout", "-q", "-B", branch)
        git(watched_root, "commit", "-q", "-m", content)
    git(watched_root, "checkout", "-q", "main")
    return watched_root


def test_a_branch_switch_is_one_settled_change(branched_root: Path) -> None:
    recorder = Recorder(branched_root)
    git(branched_root, "checkout", "-q", "other")
    wait_for(lambda: len(recorder.paths) == 301)
    assert ".git/HEAD" in recorder.paths
    assert len(recorder.batches) <= 3
    recorder.watcher.stop()


def test_a_commit_in_a_linked_work_tree_is_seen(branched_root: Path, tmp_path: Path) -> None:
    git(branched_root, "worktree", "add", "-q", "../linked", "other")
    recorder = Recorder(tmp_path / "linked")
    git(tmp_path / "linked", "commit", "-q", "--allow-empty", "-m", "3")
    wait_for(lambda: ".git/HEAD" in recorder.paths)
    recorder.watcher.stop()


@pytest.mark.parametrize("lose", [shutil.rmtree, lambda root: root.rename(root.with_name("moved"))])
def test_the_root_is_lost(watch: Recorder, lose: Callable[[Path], object]) -> None:
    lose(watch.root)
    wait_for(lambda: any(batch.root_gone for batch in watch.batches))


def test_the_folder_above_is_moved(watch: Recorder, tmp_path: Path) -> None:
    """inotify does not tell; the sweep does."""
    tmp_path.rename(tmp_path.with_name(tmp_path.name + "-moved"))
    watch.watcher.verify()
    wait_for(lambda: any(batch.root_gone for batch in watch.batches))


def test_a_root_that_never_was(tmp_path: Path) -> None:
    recorder = Recorder(tmp_path / "nowhere")
    wait_for(lambda: any(batch.root_gone for batch in recorder.batches))
    recorder.watcher.stop()


def test_stop_leaves_no_thread(watched_root: Path) -> None:
    before = threading.active_count()
    recorder = Recorder(watched_root)
    started = time.monotonic()
    recorder.watcher.stop()
    assert time.monotonic() - started < 1
    assert threading.active_count() == before


def test_the_consumer_may_stop_the_watcher(watched_root: Path) -> None:
    before = threading.active_count()
    watching: list[Watcher] = []
    watching.append(Watcher(watched_root, is_pruned, lambda batch: watching[0].stop()))
    watching[0].start()
    (watched_root / "x.ts").write_text("1")
    wait_for(lambda: threading.active_count() == before)


def test_an_idle_watcher_uses_no_processor_time(watch: Recorder) -> None:
    watch.fence()
    before = time.process_time()
    threading.Event().wait(0.3)
    assert time.process_time() - before < 0.03
