"""What is remembered of an interview: for the next claim of its lane only, never too much."""

from dataclasses import replace

from core.services import seen
from core.services.seen import Seen, Sight
from tests.core.profiles import sample
from tests.core.turns import at
from tests.seeds import session

KNOWN = Seen(session("play:school", 1, "lane"), "ines", at(sample(), 300), token=7)


def test_only_the_very_next_claim_takes_it_and_only_once() -> None:
    sight = Sight()
    for token in (7, 9, 6):
        sight.keep("lane", KNOWN)
        assert sight.take("lane", token) is None
        assert sight.take("lane", 8) is None
    sight.keep("lane", KNOWN)
    assert sight.take("other", 8) is None
    assert sight.take("lane", 8) is KNOWN


def test_the_oldest_is_forgotten_first() -> None:
    sight = Sight()
    for number in range(seen.MOST + 1):
        sight.keep(f"lane-{number}", replace(KNOWN, token=number))
    assert sight.take("lane-0", 1) is None
    assert sight.take("lane-1", 2) is not None
