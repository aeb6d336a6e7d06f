"""What Discord shows of interviews, beside what the core wrote down."""

from core.domain.place import Place
from tests.discord_server.person import bare
from tests.discord_server.world import APP, World
from tests.journeys import books
from tests.journeys.books import Book, Shown
from tests.journeys.discord_class import CLASS, SPOKEN


async def read_books(url: str, world: World, users: list[str]) -> dict[str, Book]:
    """The books of these people."""

    def look(_user: str, place: str) -> Shown:
        thread = world.channels[Place.parse(place).thread]
        ours = [one for one in thread.messages.values() if one["author"]["id"] == APP]
        marks = tuple(str(one["nonce"]) for one in ours if "nonce" in one)
        return Shown(sum(SPOKEN in bare(one["content"]) for one in ours), marks)

    return await books.read_books(url, CLASS.tenant, users, look)
