"""What keeps dependencies fresh by itself: robots, and the commands and actions of a scheduled job."""

from __future__ import annotations

import re

ROBOTS = {"dependabot": "Dependabot", "renovate": "Renovate"}
# where each robot looks, from the root of the repository; `package.json` holds Renovate's settings under a key
DEPENDABOT_FOLDERS = (".github",)
RENOVATE_FOLDERS = ("", ".github", ".gitlab")

SCHEDULED_COMMANDS = re.compile(
    r"\b(?:npm|pnpm|yarn|bun)\s+(?:npm\s+)?audit\b|\baudit-ci\b|\bbetter-npm-audit\b|\bosv-scanner\b|\bsnyk\s+(?:test|monitor)\b"
    r"|\bnpm-check-updates\b|\bncu\s+-\w*u|\brenovate\b|\btrivy\s+(?:fs|repo)\b"
)
SCHEDULED_ACTIONS = re.compile(
    r"renovatebot/github-action|google/osv-scanner|snyk/actions|oke-py/npm-audit-action|dependency-check/|aquasecurity/trivy-action"
)
LOCKFILE_NAMES = ("package-lock.json", "yarn.lock", "pnpm-lock.yaml", "bun.lock", "bun.lockb", "npm-shrinkwrap.json")
