"""`virtual-client doctor`: what is set up, what is missing, and how to mend it."""

import asyncio
import json
import shutil
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import asdict
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import NoReturn
from zoneinfo import available_timezones

import click

from bot import app as wiring
from bot.cli.adapters import PLATFORMS
from bot.cli.envfile import env_file_option
from bot.cli.model import check_model, client_model
from bot.clock import SystemClock
from bot.settings import Settings, SettingsError, load_settings
from bot.web.finding import Finding, Trial
from core.domain.place import Place
from core.errors import StoreError
from core.export import missing_scripts

Channels = Callable[
    [Settings, Callable[[str], Awaitable[tuple[Place, ...]]]], AsyncIterator[Finding]
]
FEWEST_ZONES, FEWEST_BYTES = 400, 500_000_000


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For machines.")
@env_file_option
@click.option("--live", is_flag=True, help="Try whether events reach us; you write to the app.")
@click.option("--url", default="", help="The public https address that is tried with --live.")
@click.option("--seconds", default=60.0, show_default=True, help="How long --live waits for you.")
def command(*, as_json: bool, env_file: Path, live: bool, url: str, seconds: float) -> None:
    """Look at settings, store, clock, disk and the platforms; only --live posts, one line."""
    trial = Trial(seconds, url, partial(click.echo, err=True)) if live else None
    findings = asyncio.run(everything(env_file, trial))
    for finding in [] if as_json else findings:
        click.echo(finding.line())
    if as_json:
        click.echo(json.dumps({"ok": fine(findings), "findings": list(map(asdict, findings))}))
    leave(findings)


def fine(findings: list[Finding]) -> bool:
    return all(one.ok for one in findings)


def leave(findings: list[Finding]) -> NoReturn:
    """Exit code 0 when all is well, 1 when something must be mended."""
    sys.exit(0 if fine(findings) else 1)


async def everything(env_file: Path, trial: Trial | None) -> list[Finding]:
    """All findings; without settings there is nothing else to look at."""
    try:
        settings = load_settings(env_file)
        settings.check_platforms()
    except SettingsError as error:
        return [Finding("settings", ok=False, text=text) for text in error.findings]
    return [one async for one in look(settings, trial)]


async def look(settings: Settings, trial: Trial | None) -> AsyncIterator[Finding]:
    """One subject after the other."""
    yield Finding("settings", ok=True, text="can work")
    yield await store(settings)
    yield zones()
    yield disk()
    yield fonts(missing_scripts())
    yield model(settings)
    for row in PLATFORMS.values():
        if row.chosen(settings):
            doctor = import_module(row.doctor)
            async for finding in doctor.examine(settings):
                yield finding
            if row.channels:
                async for finding in channels(settings, doctor.channels):
                    yield finding
            if trial and row.live:
                async for finding in import_module(row.live).examine(settings, trial):
                    yield finding


async def channels(settings: Settings, examine: Channels) -> AsyncIterator[Finding]:
    """The channels of all classes; a store that does not open was told already."""
    url = settings.database_url.get_secret_value()
    try:
        basis = await asyncio.to_thread(wiring.open_basis, url, SystemClock(), None)
    except StoreError:
        return
    try:
        async for finding in examine(settings, basis.classes):
            yield finding
    finally:
        await basis.database.close()


def fonts(missing: tuple[str, ...]) -> Finding:
    """Whether PDF files can show every script; a missing font is said in the file as well."""
    if not missing:
        return Finding("fonts", ok=True, text="every script and emoji can be printed")
    text = f"PDF files show boxes for {'; '.join(missing)}"
    remedy = "install fonts-noto-core, fonts-noto-cjk and fonts-noto-color-emoji, or their like"
    return Finding("fonts", ok=True, text=text, remedy=remedy)


async def store(settings: Settings) -> Finding:
    """Whether the database opens with the newest schema."""
    url = settings.database_url.get_secret_value()
    try:
        basis = await asyncio.to_thread(wiring.open_basis, url, SystemClock(), None)
    except StoreError as error:
        return Finding("store", ok=False, text=str(error), remedy="Mend DATABASE_URL.")
    await basis.database.close()
    return Finding("store", ok=True, text=f"{url.partition(':')[0]}, newest schema")


def zones() -> Finding:
    """Whether the time zones are there."""
    count = len(available_timezones())
    if count < FEWEST_ZONES:
        return Finding("time zones", ok=False, text=f"{count}", remedy="pip install tzdata")
    return Finding("time zones", ok=True, text=f"{count} known")


def disk() -> Finding:
    """Whether there is room for the database to grow."""
    free = shutil.disk_usage(Path.cwd()).free
    text = f"{free // 1_000_000:,} MB free here"
    remedy = "" if free > FEWEST_BYTES else "Make room: the database must be able to grow."
    return Finding("disk", ok=not remedy, text=text, remedy=remedy)


def model(settings: Settings) -> Finding:
    """Who would play the clients."""
    if settings.demo:
        return Finding("model", ok=True, text="scripted clients, no AI")
    try:
        notices = check_model(settings)
    except SettingsError as error:
        return Finding("model", ok=False, text=str(error), remedy="Mend it in .env.")
    text = " ".join((f"{client_model(settings)} can be asked (not tried).", *notices))
    return Finding("model", ok=True, text=text)
