"""The operator's first hour: init writes, doctor tells, run refuses in one line."""

import json
import os
import stat
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from pathlib import Path

import pytest

from tests.journeys.slack_class import ROOT, TOKENS
from tests.slack_server.server import SlackServer


async def virtual_client(
    *words: str, folder: Path, typed: str = "", **environment: str
) -> tuple[int, str]:
    """Run it as its own process; exit code and what it wrote."""
    known = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), **environment}
    command = [sys.executable, "-m", "bot", *words]
    process = await create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, env=known, cwd=folder
    )
    out, err = await process.communicate(typed.encode())
    return process.returncode or 0, (out + err).decode()


async def examined(server: SlackServer, folder: Path, **changed: str) -> tuple[int, dict[str, str]]:
    known = {**TOKENS, "CLIENT_MODEL": "demo", "SLACK_API_URL": server.api} | changed
    code, text = await virtual_client("doctor", "--json", folder=folder, **known)
    found = json.loads(text)["findings"]
    return code, {one["name"]: one["text"] + one["remedy"] for one in found if not one["ok"]}


async def test_the_doctor_finds_nothing_wrong_in_a_good_house(tmp_path: Path) -> None:
    async with SlackServer() as server:
        assert await examined(server, tmp_path) == (0, {})


@pytest.mark.parametrize(
    ("changed", "subject", "words"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-wrong"}, "slack token", "SLACK_BOT_TOKEN"),
        ({"SLACK_APP_TOKEN": "xapp-wrong"}, "slack events", "connections:write"),
        ({"SLACK_API_URL": "http://127.0.0.1:9/api/"}, "slack token", "network"),
        ({"DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}, "store", "DATABASE_URL"),
        ({"CLIENT_MODEL": ""}, "model", "ANTHROPIC_API_KEY"),
    ],
    ids=["token", "app token", "network", "store", "model"],
)
async def test_each_thing_that_is_wrong_is_named_with_its_remedy(
    tmp_path: Path, changed: dict[str, str], subject: str, words: str
) -> None:
    async with SlackServer() as server:
        code, wrong = await examined(server, tmp_path, **changed)
    assert code == 1
    assert words in wrong[subject]


async def test_a_scope_that_is_missing_is_named(tmp_path: Path) -> None:
    async with SlackServer() as server:
        server.world.scopes.discard("files:write")
        _, wrong = await examined(server, tmp_path)
    assert "missing: files:write" in wrong["slack scopes"]


async def test_init_writes_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    typed = "xoxb-test\nxapp-test\n\n"
    code, text = await virtual_client("init", "--platform", "slack", folder=tmp_path, typed=typed)
    written = tmp_path / ".env"
    assert (code, "slash_commands" in text) == (0, True)
    assert stat.S_IMODE(written.stat().st_mode) == 0o600
    assert written.read_text().splitlines() == [
        "SLACK_BOT_TOKEN=xoxb-test",
        "SLACK_APP_TOKEN=xapp-test",
        "CLIENT_MODEL=demo",
    ]


async def test_init_leaves_a_file_alone_that_is_there(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("A=1\n")
    code, _ = await virtual_client("init", "--platform", "slack", folder=tmp_path)
    assert (code, (tmp_path / ".env").read_text()) == (1, "A=1\n")


@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "SLACK_BOT_TOKEN"),
        ({"SLACK_BOT_TOKEN": "xoxb-test"}, "SLACK_APP_TOKEN"),
        ({"SLACK_BOT_TOKEN": "nonsense"}, "xoxb-"),
    ],
)
async def test_run_refuses_in_one_line_that_names_what_to_do(
    tmp_path: Path, environment: dict[str, str], words: str
) -> None:
    code, text = await virtual_client("run", folder=tmp_path, CLIENT_MODEL="demo", **environment)
    assert code != 0
    assert words in text
    assert "Traceback" not in text
