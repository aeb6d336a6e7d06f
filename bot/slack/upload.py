"""A file into a thread: ask for an address, hand over the bytes, show it; only the last is seen."""

from urllib.parse import urlsplit

import aiohttp

from bot.slack.calls import call
from bot.slack.workspaces import Workspace, text
from core.domain.place import Place
from core.domain.reply import FileRef
from core.errors import SendLaterError, SendRefusedError

LATER, SECONDS, TAKEN = 2.0, 60.0, 200
UPLOAD_HOSTS = ("slack.com", "slack-gov.com")


async def upload(workspace: Workspace, place: Place, file: FileRef, content: bytes) -> str:
    """Slack's id of the file; only an unanswered last step leaves its fate unknown."""
    client = workspace.client
    asked = await call(
        client.files_getUploadURLExternal(
            filename=file.name, length=len(content), alt_txt=file.description or None
        )
    )
    address, file_id = text(asked, "upload_url"), text(asked, "file_id")
    if not allowed(address, client.base_url):
        raise SendRefusedError("Slack named an address that is not Slack's")
    await hand_over(workspace, address, content)
    await call(
        client.files_completeUploadExternal(
            files=[{"id": file_id, "title": file.name}],
            channel_id=place.channel,
            thread_ts=place.thread or None,
        )
    )
    return file_id


async def hand_over(workspace: Workspace, address: str, content: bytes) -> None:
    """Nobody sees the bytes yet, so whatever goes wrong here may be tried again."""
    session = workspace.client.session
    if session is None:
        raise SendLaterError("not connected", LATER)
    timeout = aiohttp.ClientTimeout(total=SECONDS)
    try:
        async with session.post(
            address, data=content, timeout=timeout, allow_redirects=False
        ) as response:
            if response.status != TAKEN:
                raise SendLaterError("the upload was not taken", LATER)
    except (aiohttp.ClientError, TimeoutError) as error:
        raise SendLaterError("the upload broke off", LATER) from error


def allowed(address: str, api: str) -> bool:
    """Slack's hosts, or the host of the Web API that the settings name."""
    given, own = urlsplit(address), urlsplit(api)
    if (given.scheme, given.netloc) == (own.scheme, own.netloc) and given.netloc:
        return True
    host = given.hostname or ""
    return given.scheme == "https" and any(
        host == one or host.endswith(f".{one}") for one in UPLOAD_HOSTS
    )
