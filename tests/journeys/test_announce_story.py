"""A teacher tells the class something: seen before, posted once, now or at its time."""

from datetime import UTC, datetime, timedelta

import pytest

from core.domain.event import Called
from core.store.database import Database
from tests.journeys.stage import Stage
from tests.journeys.teaching import Hand, class_posts, course, later, until

TEXT = "Bring your notes on Thursday."
THURSDAY = datetime(2031, 3, 6, 14, tzinfo=UTC)


async def written(play: Stage, when: str = "") -> Hand:
    hand = Hand(play)
    values = {"text": TEXT, "when": when} if when else {"text": TEXT}
    assert await hand.fill(Called("announce"), **values) == {}
    return hand


async def test_nothing_is_posted_before_it_was_seen(database: Database) -> None:
    async with course(database) as play:
        hand = await written(play)
        assert "The class will read:" in play.last
        assert class_posts(play, TEXT) == []
        await hand.press("Post now")
        assert len(class_posts(play, TEXT)) == 1


async def test_a_second_press_posts_nothing_more(database: Database) -> None:
    async with course(database) as play:
        hand = await written(play)
        pressed = hand.pressed("Post now")
        for _ in range(2):
            await play.act("ruth", pressed)
        assert "out of date" in play.last
        assert len(class_posts(play, TEXT)) == 1


async def test_a_typed_time_is_shown_as_instants_and_scheduled_by_its_button(
    database: Database,
) -> None:
    async with course(database) as play:
        hand = await written(play, "thursday 9am")
        assert "Thu 6 Mar 2031, 9:00 AM EST, in 3 days" in play.last
        await hand.press("Schedule: Thu 6 Mar")
        await until(play, THURSDAY - timedelta(seconds=1))
        assert class_posts(play, TEXT) == []
        await until(play, THURSDAY)
        assert len(class_posts(play, TEXT)) == 1


async def test_a_changed_announcement_is_scheduled_anew_and_the_old_one_never_comes(
    database: Database,
) -> None:
    async with course(database) as play:
        hand = await written(play, "thursday 9am")
        await hand.press("Schedule: Thu 6 Mar")
        await hand.fill(hand.pressed("Edit"), text="Bring nothing.")
        await until(play, THURSDAY + timedelta(minutes=1))
        assert class_posts(play, "Bring") == []
        await hand.press("Post now")
        assert len(class_posts(play, "Bring nothing.")) == 1


async def test_a_called_off_announcement_never_comes(database: Database) -> None:
    async with course(database) as play:
        hand = await written(play, "thursday 9am")
        await hand.press("Schedule: Thu 6 Mar")
        await hand.press("Cancel")
        await later(play, days=5)
        assert class_posts(play, TEXT) == []


async def test_the_list_shows_what_waits_and_leads_to_it(database: Database) -> None:
    async with course(database) as play:
        hand = await written(play, "thursday 9am")
        await hand.press("Schedule: Thu 6 Mar")
        await hand.call("announcements")
        assert "Thu 6 Mar 2031, 9:00 AM EST, in 3 days: Bring your notes" in play.last
        await hand.fill(hand.pressed("Bring your notes"), text="Other")
        assert "Other" in play.last


@pytest.mark.parametrize(("hours", "posts"), [(23, 1), (25, 0)])
async def test_what_was_missed_is_posted_while_it_is_useful_and_else_told(
    database: Database, hours: int, posts: int
) -> None:
    async with course(database) as play:
        hand = await written(play, "thursday 9am")
        await hand.press("Schedule: Thu 6 Mar")
        await until(play, THURSDAY + timedelta(hours=hours))
        assert len(class_posts(play, TEXT)) == posts
        told = [one for one in play.replies("ruth") if "was skipped" in one.text]
        assert len(told) == 1 - posts


@pytest.mark.parametrize("when", ["yesterday", "some day"])
async def test_a_time_that_cannot_be_is_refused_and_nothing_is_kept(
    database: Database, when: str
) -> None:
    async with course(database) as play:
        await Hand(play).fill(Called("announce"), text=TEXT, when=when)
        assert "cannot read" in play.last
        await Hand(play).call("announcements")
        assert "Nothing waits" in play.last


async def test_students_announce_nothing(database: Database) -> None:
    async with course(database) as play:
        await Hand(play, "ines").call("announce", text=TEXT)
        assert "for teachers of this class" in play.last
