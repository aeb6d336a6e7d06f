"""A click group that imports a command's module only when the command is run."""

from collections.abc import Mapping
from importlib import import_module

import click

from bot.memory import unsearched


class LazyGroup(click.Group):
    """`table` maps a command's name to its module and its one line in the help."""

    def __init__(self, table: Mapping[str, tuple[str, str]], about: str) -> None:
        super().__init__(help=about)
        self._table = table

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(self._table)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in self._table:
            return None
        with unsearched():
            command = import_module(self._table[cmd_name][0]).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing any of them."""
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl([(name, about) for name, (_, about) in self._table.items()])
