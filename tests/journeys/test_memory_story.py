"""A client remembers: what one interview leaves for the next, and what a teacher makes of it."""

from sqlalchemy import update

from core.domain.place import Place
from core.domain.session import Session
from core.store.class_tables import assignments
from core.store.database import Database
from tests.core.scripts import skilled
from tests.fakes import FakeModel
from tests.journeys.stage import TENANT, Stage, stage
from tests.journeys.test_actor_story import echo_words

STEVE = "steve-arruda"
CALL = "Your sister rang last night and you talked for an hour."


async def interview(play: Stage, user: str = "ines", turns: int = 12, client: str = STEVE) -> None:
    """Free practice with one client, well led, to its end."""
    play.clock.advance(60)
    await play.call(user, "practice", {"client": client})
    session = (await play.sessions_of(user))[0]
    place = play.place_of(session)
    profile = await play.database.read(
        lambda tx: play.house.profile(tx, session.client_id), session.tenant
    )
    for text, _ in zip(skilled(profile), range(turns), strict=False):
        await play.say(user, text, place)
    await play.press(user, "End", place)


async def grade_all(play: Stage) -> None:
    """Make the class's work graded."""
    await play.database.write(lambda tx: tx.run(update(assignments).values(graded=True)), TENANT)


async def start_work(play: Stage) -> Place:
    """Begin the class's own work with Steve."""
    play.clock.advance(60)
    await play.call("ines", "practice")
    await play.press("ines", "Start: Steve")
    return play.place_of(await newest(play))


async def newest(play: Stage, user: str = "ines") -> Session:
    return (await play.sessions_of(user))[0]


async def shown(play: Stage, **options: str) -> str:
    await play.call("ruth", "memory show", options)
    return play.replies("ruth")[-1].text


async def test_the_next_interview_begins_where_the_last_one_ended(database: Database) -> None:
    model = FakeModel([echo_words])
    async with stage(database, model=model) as play:
        await interview(play)
        first = await newest(play)
        await interview(play, turns=1)
        second = await newest(play)
        assert first.memory == ""
        assert "You have already told them:" in second.memory
        assert second.memory in model.prompts[-1].turns[0].text
        assert '"session":2' in second.director


async def test_other_students_and_other_clients_are_strangers(database: Database) -> None:
    async with stage(database) as play:
        await interview(play)
        await interview(play, "omar", turns=1)
        await interview(play, turns=1, client="mena-dsouza")
        assert (await newest(play, "omar")).memory == ""
        assert (await newest(play)).memory == ""


async def test_a_graded_interview_starts_fresh_and_leaves_nothing(database: Database) -> None:
    async with stage(database) as play:
        await grade_all(play)
        await interview(play)
        place = await start_work(play)
        assert (await newest(play)).memory == ""
        await play.say("ines", "What brings you here?", place)
        await play.press("ines", "End", place)
        assert "Interviews: 1" in await shown(play, member="ines", client=STEVE)


async def test_a_series_remembers_graded_interviews_too(database: Database) -> None:
    async with stage(database) as play:
        await grade_all(play)
        await interview(play)
        await play.call("ruth", "memory series", {"client": STEVE, "use": "on"})
        await start_work(play)
        assert "already told them" in (await newest(play)).memory


async def test_a_teacher_sees_what_was_told_and_it_is_audited(database: Database) -> None:
    async with stage(database) as play:
        assert "No client remembers anybody yet" in await shown(play)
        await interview(play)
        assert STEVE in await shown(play)
        seen = await shown(play, member="ines", client=STEVE)
        assert "What Steve Arruda remembers of Ines" in seen
        assert "Told so far: nothing" not in seen
        assert "Openness at the next start" in seen
        assert await play.audited("memory_read") == 1


async def test_what_a_teacher_lets_happen_is_told_once(database: Database) -> None:
    async with stage(database) as play:
        options = {"client": STEVE, "text": CALL, "shift": "10", "member": "ines"}
        await play.call("ruth", "memory event", options)
        await interview(play, turns=1)
        assert (await newest(play)).memory == CALL
        await interview(play, "omar", turns=1)
        assert (await newest(play, "omar")).memory == ""
        await interview(play, turns=1)
        assert CALL not in (await newest(play)).memory


async def test_an_event_is_taken_back_before_anybody_knows(database: Database) -> None:
    async with stage(database) as play:
        await play.call("ruth", "memory event", {"client": STEVE, "text": CALL})
        await play.press("ruth", "Take back")
        await interview(play, turns=1)
        assert (await newest(play)).memory == ""


async def test_an_event_that_gives_a_fact_away_is_refused_by_name(database: Database) -> None:
    async with stage(database) as play:
        options = {"client": "mena-dsouza", "text": "The postman came again."}
        await play.call("ruth", "memory event", options)
        assert "does not give away" in play.replies("ruth")[-1].text


async def test_forgetting_asks_works_and_can_be_undone(database: Database) -> None:
    async with stage(database) as play:
        await interview(play)
        await play.call("ruth", "memory reset", {"client": STEVE, "member": "ines"})
        assert play.button("Forget").confirm.startswith("Forget 1 interview?")
        await play.press("ruth", "Forget")
        assert "the next interview is a first meeting" in play.replies("ruth")[-1].text
        await play.press("ruth", "Remember again")
        assert "Interviews: 1" in play.replies("ruth")[-1].text


async def test_an_interview_that_was_forgotten_while_it_ran_is_not_remembered(
    database: Database,
) -> None:
    async with stage(database) as play:
        await interview(play)
        play.clock.advance(60)
        await play.call("ines", "practice", {"client": STEVE})
        place = play.place_of(await newest(play))
        await play.say("ines", "What brings you here?", place)
        await play.call("ruth", "memory reset", {"client": STEVE, "member": "ines"})
        await play.press("ruth", "Forget")
        await play.press("ines", "End", place)
        assert "first meeting" in await shown(play, member="ines", client=STEVE)


async def test_students_and_strangers_read_no_memory(database: Database) -> None:
    async with stage(database) as play:
        await interview(play)
        await play.call("omar", "memory show", {"member": "ines", "client": STEVE})
        assert "That is for teachers" in play.replies("omar")[-1].text
        assert "nothing like that here" in await shown(play, member="nobody", client=STEVE)
