"""What a team and a user may set: `healthtui.toml` in the repository, and a file of the user's own."""

from __future__ import annotations

from healthtui.config.load import USER_FILE, load_config, user_path, why_broken
from healthtui.config.model import FILE, Choice, Config, Problem, Threshold, Waiver

__all__ = ["FILE", "USER_FILE", "Choice", "Config", "Problem", "Threshold", "Waiver", "load_config", "user_path", "why_broken"]
