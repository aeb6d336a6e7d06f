"""What Slack shows of interviews, beside what the core wrote down."""

from tests.journeys import books
from tests.journeys.books import Book, Shown
from tests.journeys.slack_class import CLASS, spoken
from tests.slack_server.world import World


async def read_books(url: str, world: World, users: list[str]) -> dict[str, Book]:
    """The books of these people."""

    def look(user: str, _place: str) -> Shown:
        ours = [one for one in world.dm(user).messages.values() if one.metadata]
        marks = tuple(str(one.metadata["event_payload"]) for one in ours if one.metadata)
        return Shown(sum(spoken(one.words()) for one in ours), marks)

    return await books.read_books(url, CLASS.tenant, users, look)
