"""What the app must be allowed to do, by name; and what it lacks somewhere."""

from collections.abc import Mapping

from discord.http import Route

from bot.discord.calls import Calls
from bot.discord.sight import Sight, missing
from core.domain.place import Place
from core.errors import SendError

THREAD_RIGHTS = {
    "View Channel": 1 << 10,
    "Send Messages": 1 << 11,
    "Embed Links": 1 << 14,
    "Attach Files": 1 << 15,
    "Read Message History": 1 << 16,
    "Manage Threads": 1 << 34,
    "Create Private Threads": 1 << 36,
    "Send Messages in Threads": 1 << 38,
}
DM_RIGHTS = dict(list(THREAD_RIGHTS.items())[:5])
TO_POST = dict(list(THREAD_RIGHTS.items())[:2])


def rights(where: str) -> dict[str, int]:
    """What the app must be allowed to do, by where interviews take place."""
    return THREAD_RIGHTS if where == "thread" else DM_RIGHTS


async def lacking(
    calls: Calls, place: Place, us: str, wanted: Mapping[str, int]
) -> tuple[str, ...]:
    """The permissions that we lack in a channel; none where that cannot be told."""
    guild, channel = place.workspace, place.channel
    try:
        shown = await calls.request(Route("GET", "/channels/{id}", id=channel))
    except SendError:
        return ("View Channel",) if "View Channel" in wanted else ()
    try:
        about = await calls.request(Route("GET", "/guilds/{id}", id=guild))
        own = await calls.request(Route("GET", "/guilds/{id}/members/{user}", id=guild, user=us))
    except SendError:
        return ()
    return missing(Sight(about, shown).rights(own), wanted)
