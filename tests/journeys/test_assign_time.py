"""What happens around an assignment's dates: reminders, the summary, limits, lateness."""

from datetime import UTC, datetime, timedelta

import pytest

from core.domain.event import Called, Left
from core.domain.place import Place
from core.domain.reply import Reply
from core.domain.session import SessionState
from core.domain.teaching import Assignment, AssignmentState
from core.services import clocks
from core.store.database import Database
from tests.journeys.stage import TENANT, Stage
from tests.journeys.teaching import Hand, class_posts, course, later, the, until

TITLE = "Second talk"
FRIDAY = datetime(2031, 3, 7, 22, tzinfo=UTC)
DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


async def begin(play: Stage, user: str, made: Assignment) -> Place:
    """Start the interview; where it is."""
    await play.act(user, Called("practice", {"assignment": made.id}))
    place = (await play.sessions_of(user))[0].place
    assert place is not None
    return Place.parse(place)


async def finish(play: Stage, user: str, made: Assignment) -> None:
    """A whole interview."""
    place = await begin(play, user, made)
    await play.say(user, "What brings you here?", place)
    await play.act(user, Called("done"), place)


def reminders(play: Stage, user: str) -> list[Reply]:
    return [one for one in play.replies(user) if "Due soon" in one.text]


async def test_one_reminder_a_day_before_to_whoever_has_not_finished(database: Database) -> None:
    async with course(database) as play:
        made = await Hand(play).create(due="friday 5pm")
        await finish(play, "ines", made)
        await until(play, FRIDAY - DAY - MINUTE)
        assert reminders(play, "omar") == []
        await until(play, FRIDAY - DAY + MINUTE)
        assert [len(reminders(play, user)) for user in ("ines", "omar", "ruth")] == [0, 1, 0]
        assert [button.label for button in reminders(play, "omar")[0].buttons] == ["Start"]


async def test_a_class_without_a_night_is_reminded_at_any_hour(database: Database) -> None:
    async with course(database) as play:
        await Hand(play).create(due="8 Mar 2031 3am")
        await Hand(play).call("section dates", quiet="-")
        await until(play, datetime(2031, 3, 7, 8, 1, tzinfo=UTC))
        assert len(reminders(play, "omar")) == 1


async def test_the_night_delays_a_reminder_to_the_morning(database: Database) -> None:
    async with course(database) as play:
        await Hand(play).create(due="8 Mar 2031 3am")
        await until(play, datetime(2031, 3, 7, 12, 59, tzinfo=UTC))
        assert reminders(play, "omar") == []
        await until(play, datetime(2031, 3, 7, 13, 1, tzinfo=UTC))
        assert len(reminders(play, "omar")) == 1


async def test_a_due_date_that_moves_takes_its_reminder_along(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create(due="friday 5pm")
        monday = (FRIDAY + 3 * DAY).isoformat()
        await hand.call("assign edit", assignment=made.id, due=monday)
        await until(play, FRIDAY)
        assert reminders(play, "omar") == []
        await until(play, FRIDAY + 2 * DAY + MINUTE)
        assert len(reminders(play, "omar")) == 1


async def test_nobody_is_reminded_twice_however_the_date_moves(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create(due="friday 5pm")
        await until(play, FRIDAY - DAY + MINUTE)
        for days in (2, 5):
            moved = (FRIDAY + days * DAY).isoformat()
            await hand.call("assign edit", assignment=made.id, due=moved)
            await until(play, FRIDAY + (days - 1) * DAY + MINUTE)
        assert len(reminders(play, "omar")) == 1


@pytest.mark.parametrize("deed", ["assign unpublish", "assign close"])
async def test_work_that_is_taken_back_or_closed_reminds_nobody(
    database: Database, deed: str
) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create(due="friday 5pm")
        await hand.call(deed, assignment=made.id)
        await until(play, FRIDAY + DAY)
        assert reminders(play, "omar") == []


async def test_who_has_left_is_not_reminded(database: Database) -> None:
    async with course(database) as play:
        await Hand(play).create(due="friday 5pm")
        await play.act("", Left("omar"))
        await until(play, FRIDAY - DAY + MINUTE)
        assert reminders(play, "omar") == []


async def test_the_teacher_reads_how_the_class_stands_when_the_date_has_passed(
    database: Database,
) -> None:
    async with course(database) as play:
        made = await Hand(play).create(due="friday 5pm")
        await finish(play, "ines", made)
        await until(play, FRIDAY + MINUTE)
        summary = play.replies("ruth")[-1].text
        assert "Finished: 1 of 2" in summary
        assert "Not finished: Omar Haddad" in summary


async def test_a_reminder_missed_while_not_running_is_skipped_and_said(database: Database) -> None:
    async with course(database) as play:
        await Hand(play).create(due="friday 5pm")
        await until(play, FRIDAY + timedelta(hours=2))
        assert reminders(play, "omar") == []
        assert "The reminder before the due date was missed" in play.replies("ruth")[-1].text


async def test_a_draft_publishes_itself_once_at_its_time(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        await hand.fill(Called("assign create"), title=TITLE, clients=("tarik",), due="friday 5pm")
        await hand.fill(hand.pressed("More settings"), publish_on="tomorrow 9am")
        await later(play, hours=23)
        assert class_posts(play, TITLE) == []
        await later(play, hours=2)
        assert len(class_posts(play, TITLE)) == 1
        assert (await the(play, TITLE)).state is AssignmentState.PUBLISHED


async def test_a_publication_that_came_too_late_is_told_and_not_done(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        await hand.fill(Called("assign create"), title=TITLE, clients=("tarik",), due="friday 5pm")
        await hand.fill(hand.pressed("More settings"), publish_on="tomorrow 9am")
        await until(play, FRIDAY + DAY)
        assert "Missing: a due date that is still to come" in play.replies("ruth")[-1].text
        assert class_posts(play, TITLE) == []


async def limited(play: Stage) -> tuple[Assignment, Place]:
    """An interview of thirty minutes that has just begun."""
    hand = Hand(play)
    await hand.fill(Called("assign create"), title=TITLE, clients=("tarik",), due="friday 5pm")
    await hand.fill(hand.pressed("More settings"), time_limit="30")
    await hand.press("Publish")
    made = await the(play, TITLE)
    return made, await begin(play, "ines", made)


async def test_a_time_limit_is_told_warned_of_and_kept(database: Database) -> None:
    async with course(database) as play:
        _made, _place = await limited(play)
        assert any("30 min; pauses do not count" in one.text for one in play.replies())
        await later(play, minutes=20, seconds=5)
        assert "10 minutes are left" in play.last
        await later(play, minutes=10)
        assert (await play.sessions_of("ines"))[0].state is SessionState.COMPLETED
        assert any("The time is up" in one.text for one in play.replies())


async def test_a_pause_stops_the_clock(database: Database) -> None:
    async with course(database) as play:
        _made, place = await limited(play)
        await later(play, minutes=25)
        await play.act("ines", Called("pause"), place)
        await later(play, hours=3)
        await play.act("ines", Called("resume"), place)
        await later(play, minutes=4)
        assert (await play.sessions_of("ines"))[0].state is SessionState.ACTIVE
        await later(play, minutes=2)
        assert (await play.sessions_of("ines"))[0].state is SessionState.COMPLETED


async def test_time_that_the_app_was_away_is_given_back(database: Database) -> None:
    async with course(database) as play:
        await limited(play)
        await later(play, hours=2)
        assert (await play.sessions_of("ines"))[0].state is SessionState.ACTIVE
        assert "ten more minutes" in play.last
        await later(play, minutes=10, seconds=1)
        assert (await play.sessions_of("ines"))[0].state is SessionState.COMPLETED


@pytest.mark.parametrize(("minutes", "late"), [(-1, 0), (60, 0), (61, 61), (75, 75)])
async def test_an_interview_begun_before_the_due_date_may_finish_and_is_marked(
    database: Database, minutes: int, late: int
) -> None:
    async with course(database) as play:
        made = await Hand(play).create(due="friday 5pm")
        await until(play, FRIDAY - 30 * MINUTE)
        place = await begin(play, "ines", made)
        play.clock.wall = FRIDAY + minutes * MINUTE - timedelta(seconds=2)
        await play.say("ines", "What brings you here?", place)
        await play.act("ines", Called("done"), place)
        session = (await play.sessions_of("ines"))[0]
        found = await play.database.read(lambda tx: clocks.lateness(tx, session), TENANT)
        assert session.state is SessionState.COMPLETED
        assert found == late
        marked = any(f"late by {late} minutes" in one.text for one in play.replies())
        assert marked == bool(late)


async def test_an_interview_that_runs_hears_of_the_due_date_and_of_the_grace(
    database: Database,
) -> None:
    async with course(database) as play:
        made = await Hand(play).create(due="friday 5pm")
        await until(play, FRIDAY - 30 * MINUTE)
        await begin(play, "ines", made)
        await until(play, FRIDAY + MINUTE)
        assert any("The due date has come" in one.text for one in play.replies())
        await until(play, FRIDAY + 51 * MINUTE)
        assert "is marked late" in play.last


async def test_after_the_due_date_nobody_starts_and_all_stays_readable(database: Database) -> None:
    async with course(database) as play:
        made = await Hand(play).create(due="friday 5pm")
        await finish(play, "ines", made)
        await until(play, FRIDAY)
        await play.act("ines", Called("practice", {"assignment": made.id}))
        assert "closed for new interviews" in play.last
        await play.act("ines", Called("feedback"))
        assert "Your interview with" in play.last


async def test_an_extension_moves_one_students_date_and_reminder(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create(due="friday 5pm")
        own = (FRIDAY + 2 * DAY).isoformat()
        await hand.call("assign extend", assignment=made.id, member="omar", due=own)
        assert "changed the dates for you" in play.replies("omar")[-1].text
        await until(play, FRIDAY - DAY + MINUTE)
        assert [len(reminders(play, user)) for user in ("ines", "omar")] == [1, 0]
        await until(play, FRIDAY + MINUTE)
        await play.act("ines", Called("practice", {"assignment": made.id}))
        assert "closed for new interviews" in play.last
        await until(play, FRIDAY + DAY + MINUTE)
        assert len(reminders(play, "omar")) == 1
        await begin(play, "omar", made)


async def test_more_attempts_for_one_student_are_for_that_student(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        await hand.fill(Called("assign create"), title=TITLE, clients=("tarik",))
        await hand.fill(hand.pressed("Edit"), attempts="1")
        await hand.press("Publish")
        made = await the(play, TITLE)
        await hand.call("assign extend", assignment=made.id, member="omar", attempts="2")
        for user in ("ines", "omar", "ines", "omar"):
            await finish_or_not(play, user, made)
        begun = [len(await play.sessions_of(user)) for user in ("ines", "omar")]
        assert begun == [1, 2]


async def finish_or_not(play: Stage, user: str, made: Assignment) -> None:
    await play.act(user, Called("practice", {"assignment": made.id}))
    for session in await play.sessions_of(user):
        if session.state.runs and session.place:
            await play.act(user, Called("done"), Place.parse(session.place))


async def test_a_typed_extension_is_shown_before_it_is_given(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create(due="friday 5pm")
        await hand.call("assign extend", assignment=made.id, member="omar", due="sunday noon")
        assert "Sun 9 Mar 2031, 12:00 PM EDT" in play.last
        assert play.replies("omar") == []
        await hand.press("Save: Sun 9 Mar")
        assert "changed the dates for you" in play.replies("omar")[-1].text


async def test_only_students_of_the_class_get_an_extension(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        made = await hand.create(due="friday 5pm")
        await hand.call("assign extend", assignment=made.id, member="ruth", attempts="2")
        assert "a student of the class" in play.last


async def test_a_class_says_when_it_reminds_and_when_one_is_late(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        await hand.create(due="friday 5pm")
        assert await hand.fill(Called("section dates"), reminder=3, grace=0) == {}
        assert "3 hours before" in play.last
        await until(play, FRIDAY - DAY + MINUTE)
        assert reminders(play, "omar") == []
        await until(play, FRIDAY - timedelta(hours=3) + MINUTE)
        assert len(reminders(play, "omar")) == 1


@pytest.mark.parametrize("values", [{"reminder": 169}, {"grace": -1}])
async def test_numbers_out_of_range_change_nothing(
    database: Database, values: dict[str, int]
) -> None:
    async with course(database) as play:
        await Hand(play).call("section dates", **values)
        assert "a whole number from 0 to" in play.last
        await Hand(play).call("section dates", reminder=24)
        assert "Nothing was changed." in play.last


async def test_no_reminder_at_all_is_a_choice(database: Database) -> None:
    async with course(database) as play:
        hand = Hand(play)
        await hand.call("section dates", reminder=0)
        await hand.create(due="friday 5pm")
        await until(play, FRIDAY + MINUTE)
        assert reminders(play, "omar") == []
        assert "missed" not in play.replies("ruth")[-1].text
