"""The labelled steps of a turn; the fault tests kill the process at each of them."""

from collections.abc import Callable
from enum import StrEnum


class Step(StrEnum):
    """Where a turn is."""

    ACCEPTING = "accepting"
    ACCEPTED = "accepted"
    CLAIMING = "claiming"
    CLAIMED = "claimed"
    DECIDED = "decided"
    FENCED = "fenced"
    WRITTEN = "written"
    FINISHED = "finished"
    RECONCILING = "reconciling"
    SENDING = "sending"
    SENT = "sent"
    MARKING = "marking"
    MARKED = "marked"
    RELEASED = "released"
    FIRING = "firing"
    POSTPONED = "postponed"
    PARKED = "parked"
    REFUSED = "refused"


Watch = Callable[[Step, str], None]


def unwatched(_step: Step, _lane: str) -> None:
    """Nobody watches."""
