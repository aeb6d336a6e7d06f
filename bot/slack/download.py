"""A file that somebody put into a form: asked of Slack itself, from Slack's hosts only."""

import base64

import aiohttp

from bot.slack.calls import call
from bot.slack.upload import TAKEN, allowed
from bot.slack.workspaces import Workspace, text
from core.errors import SendError

MOST_BYTES = 1_400_000
SECONDS, CHUNK = 2.0, 65_536


class DownloadError(Exception):
    """The file cannot be read; the message is for the person."""


async def download(workspace: Workspace, file_id: str) -> str:
    """The file as a data URL, as every platform hands it in; DownloadError says what is wrong."""
    try:
        answer = await call(workspace.client.files_info(file=file_id))
    except SendError as error:
        raise DownloadError("Slack did not hand the file over. Please try again.") from error
    file = answer.get("file") or {}
    address = text(file, "url_private_download") or text(file, "url_private")
    if not allowed(address, workspace.client.base_url):
        raise DownloadError("This file is not kept by Slack. Please upload it here.")
    content = base64.b64encode(await fetch(workspace, address)).decode("ascii")
    return f"data:{text(file, 'mimetype') or 'application/octet-stream'};base64,{content}"


async def fetch(workspace: Workspace, address: str) -> bytes:
    """The bytes, as far as they are allowed."""
    session = workspace.client.session
    if session is None:
        raise DownloadError("Slack cannot be reached. Please try again.")
    headers = {"Authorization": f"Bearer {workspace.client.token}"}
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with session.get(
            address, headers=headers, timeout=timeout, allow_redirects=False
        ) as response:
            if response.status != TAKEN:
                raise DownloadError("Slack did not hand the file over. Please try again.")
            content = b""
            async for chunk in response.content.iter_chunked(CHUNK):
                content += chunk
                if len(content) > MOST_BYTES:
                    raise DownloadError("This file is too large: at most 1.4 MB.")
    except (aiohttp.ClientError, TimeoutError) as error:
        raise DownloadError("Slack did not hand the file over. Please try again.") from error
    return content
