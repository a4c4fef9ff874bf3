"""Asks the lockfile's own package manager for known vulnerabilities: the one command that goes to the network.

It runs in a copy that holds the lockfile and the bare dependencies alone, so that no script, plugin or setting of the
repository takes part.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path

import click

from healthtui.cli import options
from healthtui.cli.managers import Manager, find_manager, is_audit, problem, write_copy
from healthtui.cli.output import complain, say

_PATIENCE = 180  # seconds


@click.command("audit")
@options.folder
def command(path: Path) -> None:
    """Runs npm audit, or that of yarn or pnpm.

    Its output is kept in the user's cache folder, where the scans of this lockfile read it.

    Sends the names and versions of the dependencies to your package registry, as the package manager does.
    """
    from healthtui.engine.audits import audit_file

    manager = find_manager(path)
    if manager is None:
        raise click.ClickException(f"{path} has no lockfile of npm, yarn or pnpm")
    program = shutil.which(manager.program)
    if program is None:
        raise click.ClickException(f"{manager.program} is not installed; {manager.lockfile} needs it for its audit")
    lock = manager.lockfile.read_bytes()
    kept = audit_file(sha256(lock).hexdigest())
    output = _run(program, manager, path)
    kept.parent.mkdir(parents=True, exist_ok=True)
    kept.write_bytes(output)
    say(f"The audit of {manager.lockfile.name} is kept; scans of this lockfile read it from {kept}")


def _run(program: str, manager: Manager, folder: Path) -> bytes:
    """The output of the audit, checked to be one. Raises `ClickException`."""
    shown = " ".join((manager.program, *manager.arguments))
    complain(f"running {shown} on a copy of {manager.lockfile.name} and the dependencies")
    with tempfile.TemporaryDirectory(prefix="healthtui-audit-") as copy:
        write_copy(folder, manager.lockfile, Path(copy))
        try:
            done = subprocess.run(
                [program, *manager.arguments],
                cwd=copy,
                env=manager.environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=_PATIENCE,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise click.ClickException(f"{shown} gave no answer in {_PATIENCE} s") from error
        except OSError as error:
            raise click.ClickException(f"{shown} could not be run: {error.strerror}") from error
    if not is_audit(done.stdout):
        raise click.ClickException(f"{shown} gave no audit: {problem(done.stdout, done.stderr)}")
    return done.stdout
