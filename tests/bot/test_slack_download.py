"""A file in a form becomes its bytes, or a sentence that says why not."""

from typing import Any

import aiohttp
import pytest

from bot.slack.calls import make_client
from bot.slack.download import MOST_BYTES, DownloadError, download
from bot.slack.workspaces import identify
from tests.slack_server.server import SlackServer

REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"content": b"x" * (MOST_BYTES + 1)}, "too large"),
    ({"content": b"x", "address": "https://evil.test/x"}, "not kept by Slack"),
    ({"content": b"x", "address": "http://127.0.0.1:9/x"}, "not kept by Slack"),
]


async def downloaded(file: dict[str, Any] | None, token: str = "xoxb-test") -> str:  # noqa: S107  opens nothing
    async with SlackServer() as server, aiohttp.ClientSession() as session:
        if file is not None:
            server.world.files["F1"] = file
        workspace = await identify(make_client("xoxb-test", server.api, session))
        workspace.client.token = token
        return await download(workspace, "F1")


async def test_a_file_comes_as_every_platform_hands_it_in() -> None:
    assert await downloaded({"content": b"a;b"}) == "data:application/octet-stream;base64,YTti"


@pytest.mark.parametrize(
    ("file", "words"), REFUSED, ids=[words for _, words in REFUSED[:2]] + ["other port"]
)
async def test_a_file_that_cannot_be_read_is_refused_in_words(
    file: dict[str, Any], words: str
) -> None:
    with pytest.raises(DownloadError, match=words):
        await downloaded(file)


async def test_a_file_that_is_gone_is_refused_in_words() -> None:
    with pytest.raises(DownloadError, match="try again"):
        await downloaded(None)
