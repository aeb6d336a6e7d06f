"""The option of every command that reads the settings."""

from pathlib import Path

import click

env_file_option = click.option(
    "--env-file",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path(".env"),
    show_default=True,
    help="Where settings are read from, beside the environment.",
)
