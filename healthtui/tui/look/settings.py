"""What the screen is set to: the repository's file and themes, the user's own above them, and what is wrong in any."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from healthtui.config import FILE, Config, Problem, load_config, user_path
from healthtui.tui.keymap import wrong_keys
from healthtui.tui.look.theme import Themes, known_names, load_themes, no_such_theme, read_themes

THEMES = "themes"
REPOSITORY = ".healthtui"  # the repository's folder for what is not settings
_LARGEST = 1024 * 1024  # bytes of a settings file


@dataclass(frozen=True, slots=True)
class ScreenSettings:
    """At their defaults without arguments."""

    config: Config = field(default_factory=Config)
    themes: Themes = field(default_factory=load_themes)
    problems: tuple[Problem, ...] = ()


def root_of(folder: Path) -> Path:
    """The folder of the settings: the nearest with a `package.json` or at the top of a repository; else the folder itself."""
    candidates = (folder.resolve(), *folder.resolve().parents)
    return next((one for one in candidates if (one / "package.json").is_file() or (one / ".git").exists()), candidates[0])


def followed_folders(root: Path | None) -> list[Path]:
    """Where a change may change the settings; not all of them need to be there."""
    own = user_path().parent
    return [own, own / THEMES, *([root, root / REPOSITORY / THEMES] if root else [])]


def read_settings(root: Path | None, before: ScreenSettings | None = None) -> ScreenSettings:
    """The settings for a repository. What is in error stays as it was `before`; at first it is left out."""
    user = user_path()
    config, found = load_config(_repository_file(root), user, before.config if before else None)
    folders = [user.parent / THEMES, *([root / REPOSITORY / THEMES] if root else [])]
    themes, wrong_themes = read_themes(folders, before.themes if before else {})
    wrong = [*found, *_wrong_keys(config, user), *_wrong_theme(config, themes, user)]
    config = _sound(config, before.config if before else Config(), wrong)
    return ScreenSettings(config, themes, tuple(_short(problem, root) for problem in (*wrong, *wrong_themes)))


def _repository_file(root: Path | None) -> bytes | None:
    """None where there is none; a link that leads out of the repository is none of it."""
    file = root / FILE if root else None
    try:
        is_ours = file and file.is_file() and file.resolve().parent == file.parent.resolve()
        return file.read_bytes() if file and is_ours and file.stat().st_size <= _LARGEST else None
    except OSError:
        return None


def _wrong_keys(config: Config, user: Path) -> list[Problem]:
    return [Problem(_origin("keys", user), f"keys.{id_}", reason) for id_, reason in wrong_keys(config.keys).items()]


def _wrong_theme(config: Config, themes: Themes, user: Path) -> list[Problem]:
    known = ["auto", *known_names(themes.values())]
    return [] if config.theme in known else [Problem(_origin("theme", user), "theme", no_such_theme(config.theme, known))]


def _origin(key: str, user: Path) -> str:
    """The file that sets it: the user's, which wins, or the repository's."""
    own, _ = load_config(None, user)
    return FILE if getattr(own, key) == getattr(Config(), key) else str(user)


def _sound(config: Config, before: Config, wrong: Iterable[Problem]) -> Config:
    """With the keys and the theme of before where those that are set cannot be followed."""
    settings = {problem.key for problem in wrong}
    good = {id_: keys for id_, keys in config.keys.items() if f"keys.{id_}" not in settings}
    both = good | {id_: before.keys[id_] for id_ in config.keys if id_ not in good and id_ in before.keys}
    left_out = wrong_keys(both)  # what it was before may be another's by now
    keys = {id_: keys for id_, keys in both.items() if id_ not in left_out}
    return msgspec.structs.replace(config, keys=keys, theme=before.theme if "theme" in settings else config.theme)


def _short(problem: Problem, root: Path | None) -> Problem:
    return msgspec.structs.replace(problem, file=short_file(problem.file, root))


def short_file(file: str, root: Path | None = None) -> str:
    """As the user thinks of it: below the repository, or below `~`. A narrow screen has no room for more."""
    for folder, shown in ((root, ""), (Path.home(), "~/")):
        if folder and file.startswith(f"{folder}/"):
            return shown + file[len(f"{folder}/") :]
    return file
