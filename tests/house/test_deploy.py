"""Deployment files name what is really there."""

import re
from pathlib import Path

import yaml
from click.testing import CliRunner

from bot.cli.group import TABLE, main
from bot.settings import Settings
from bot.slack.manifest import manifest_text

DEPLOY = Path(__file__).parents[2] / "deploy"


def read(name: str) -> str:
    return (DEPLOY / name).read_text(encoding="utf-8")


def test_the_manifest_is_the_one_that_the_program_prints() -> None:
    assert read("slack-manifest.json") == manifest_text("")


def test_the_unit_starts_a_command_with_options_that_it_has() -> None:
    started = re.search(r"virtual-client (\w+) (--[\w-]+)", read("virtual-client.service"))
    assert started is not None
    assert started[2] in CliRunner().invoke(main, [started[1], "--help"]).output


def test_every_setting_in_the_files_exists() -> None:
    known = {name.upper() for name in Settings.model_fields}
    named = set(re.findall(r"\b([A-Z]+_[A-Z_]+)=", read("Dockerfile")))
    named |= set(re.findall(r"\b([A-Z]+_[A-Z_]+)[=:]", read("virtual-client.service")))
    assert named - {"PYTHONUNBUFFERED"} <= known


def test_the_composition_builds_this_image_and_waits_for_its_database() -> None:
    services = yaml.safe_load(read("compose.yaml"))["services"]
    assert (DEPLOY / services["bot"]["build"]["context"] / "deploy/Dockerfile").exists()
    assert services["bot"]["depends_on"] == {"database": {"condition": "service_healthy"}}


def test_the_image_runs_one_of_our_commands() -> None:
    assert re.search(r'CMD \["(\w+)"\]\s*\Z', read("Dockerfile"))[1] in TABLE  # type: ignore[index]
