"""Files that somebody hands in, in a form or with a command, as data URLs."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass

from bot.discord.calls import Calls
from bot.discord.events import Json, number, snowflake
from core.domain.event import Value
from core.domain.upload import MOST_BYTES
from core.errors import SendError

FILE_OPTION, FILE_FIELD = 11, 19


class UploadError(Exception):
    """The file cannot be read; the message is for the person."""


@dataclass(frozen=True, slots=True)
class Attached:
    """A file as an interaction describes it."""

    url: str
    size: int
    media_type: str


def attached(data: object) -> dict[str, Attached]:
    """The files that came with an interaction, by their ids."""
    found = data if isinstance(data, Mapping) else {}
    resolved = found.get("resolved")
    listed = resolved.get("attachments") if isinstance(resolved, Mapping) else None
    described = listed if isinstance(listed, Mapping) else {}
    return {str(key): attachment(one) for key, one in described.items() if isinstance(one, Mapping)}


def attachment(one: Json) -> Attached:
    kind = one.get("content_type")
    media_type = kind.partition(";")[0].strip() if isinstance(kind, str) else ""
    return Attached(str(one.get("url") or ""), number(one.get("size")), media_type)


async def filled(
    calls: Calls, values: Mapping[str, Value], files: Mapping[str, Attached]
) -> dict[str, Value]:
    """The values with every file's id replaced by the file; UploadError says what is wrong."""
    return {
        name: await data_url(calls, files[value])
        if isinstance(value, str) and snowflake(value) and value in files
        else value
        for name, value in values.items()
    }


async def data_url(calls: Calls, file: Attached) -> str:
    if file.size > MOST_BYTES:
        raise UploadError("This file is too large: at most 1.4 MB. Nothing was changed.")
    try:
        content = await calls.fetch(file.url)
    except SendError as error:
        text = "Discord did not hand the file over. Please try again; nothing was changed."
        raise UploadError(text) from error
    encoded = base64.b64encode(content).decode("ascii")
    return f"data:{file.media_type or 'application/octet-stream'};base64,{encoded}"
