"""`virtual-client manifest`: what a platform's admin pastes to make the app."""

from importlib import import_module

import click

from bot.cli.adapters import PLATFORMS


@click.command("manifest")
@click.argument("platform", type=click.Choice(sorted(PLATFORMS)))
@click.option("--url", default="", help="The public https address, for HTTP instead of a socket.")
def command(platform: str, url: str) -> None:
    """Print the app's manifest, generated from what the code uses."""
    click.echo(import_module(PLATFORMS[platform].manifest).manifest_text(url), nl=False)
