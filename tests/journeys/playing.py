"""The provider of a graded course: it speaks as the client and grades what it is sent."""

from itertools import cycle

from core.domain.jsonvalue import Json
from tests.grader import asked_on_the_wire, honest
from tests.provider import Provider, Reply

LINES = (
    "Since my sister left, I would say.",
    "I sleep badly.",
    "Work has been a lot.",
    "Perhaps. I do not know.",
)


def playing(provider: Provider) -> Provider:
    """A client who never says the same twice in a row, and a grader who reads what it is sent."""
    lines = cycle(LINES)

    def choose(body: dict[str, Json]) -> Reply:
        request = asked_on_the_wire(body)
        return Reply(next(lines) if request is None else honest(request))

    provider.choose = choose
    return provider
