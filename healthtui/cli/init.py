"""Writes a commented `healthtui.toml`, the user's own file, or the JSON schema for editors."""

from __future__ import annotations

from pathlib import Path

import click

from healthtui.cli import options
from healthtui.cli.output import say


@click.command("init")
@options.folder
@click.option("--user", is_flag=True, help="Your own file instead, for every repository: theme, keys, editor.")
@click.option("--schema", is_flag=True, help="Prints the JSON schema of the file, for editors.")
def command(path: Path, user: bool, schema: bool) -> int:
    """Writes a commented healthtui.toml into a folder; one that is there stays as it is."""
    from healthtui.config import FILE, user_path
    from healthtui.config.write import EXAMPLE, EXAMPLE_OF_USER, schema_text

    if schema:
        say(schema_text().removesuffix("\n"))
        return 0
    file, text = (user_path(), EXAMPLE_OF_USER) if user else (path / FILE, EXAMPLE)
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as written:
            written.write(text)
    except FileExistsError as error:
        raise click.ClickException(f"{file} is there already") from error
    except OSError as error:
        raise click.ClickException(f"{file} cannot be written: {error.strerror}") from error
    say(f"wrote {file}")
    return 0
