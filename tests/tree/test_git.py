"""How git is called."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from healthtui.tree.git import GitError, Plumbing, harden_environment
from healthtui.tree.working import open_working_tree


def test_a_program_named_git_in_the_watched_folder_is_not_git(
    repo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (repo / "bin").mkdir()
    (repo / "bin/git").write_text(f'#!/bin/sh\ntouch "{tmp_path}/fired"\n')
    (repo / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{repo}/bin:bin:.:{os.environ['PATH']}")
    monkeypatch.chdir(repo)
    assert open_working_tree(repo).repository().is_git
    assert not (tmp_path / "fired").exists()


def test_an_operand_is_never_an_option(repo: Path) -> None:
    for operand in ("-c", "--output=x", "a\0b", ""):
        with pytest.raises(GitError):
            Plumbing.RESOLVE.arguments(operand)
    with pytest.raises(GitError):
        Plumbing.BRANCH.arguments("refs/heads/x")


def test_settings_that_the_caller_gave_in_the_environment_stay(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "safe.directory")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "*")
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    environment = harden_environment(repo)
    assert environment["GIT_CONFIG_KEY_0"] == "safe.directory"
    assert environment["GIT_CONFIG_KEY_1"] == "core.fsmonitor"
    assert "GIT_DIR" not in environment
