"""Out of role: the supervisor answers in a channel of its own, and the client never hears of it."""

import json

import pytest

from core.domain.event import Pressed, Said
from core.domain.session import Role, SessionState
from core.domain.token import token
from core.errors import ModelError, ModelFault
from core.ports import Prompt
from core.store.database import Database
from tests.fakes import FakeModel
from tests.journeys.stage import Stage, stage
from tests.journeys.test_actor_limits import another, asked, until
from tests.journeys.test_actor_story import ASKED

QUESTION = "Am I going too fast?"
ADVICE = "You asked “what brings you here”. What might it be like to stay with that?"


def both(prompt: Prompt) -> str:
    """The supervisor's word out of role, the client's in it."""
    return ADVICE if prompt.purpose == "coach" else another(prompt)


async def lines(play: Stage) -> list[tuple[Role, str]]:
    session = (await play.sessions_of("ines"))[0]
    return [(one.role, one.text) for one in await play.transcript(session)]


async def test_words_in_double_brackets_are_answered_by_the_supervisor(database: Database) -> None:
    model = FakeModel([both])
    async with stage(database, model=model) as play:
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        await play.say("ines", f"(({QUESTION}))", place)
        assert ADVICE in play.last
        assert "not graded" in play.last
        assert (await lines(play))[-2:] == [(Role.COACH, QUESTION), (Role.APP, ADVICE)]
        assert (await play.sessions_of("ines"))[0].turns == 1


async def test_the_client_hears_nothing_of_it(database: Database) -> None:
    model = FakeModel([both])
    async with stage(database, model=model) as play:
        place = await play.start("ines")
        await play.say("ines", f"{ASKED} (({QUESTION}))", place)
        await play.say("ines", "And at night?", place)
        heard = [prompt for prompt in model.prompts if prompt.purpose != "coach"]
        assert len(heard) == 2
        assert QUESTION not in repr(heard)
        assert ADVICE not in repr(heard)


async def test_the_supervisor_knows_the_brief_and_what_was_said_and_no_fact(
    database: Database,
) -> None:
    model = FakeModel([both])
    async with stage(database, model=model) as play:
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        await play.say("ines", f"(({QUESTION}))", place)
        session = (await play.sessions_of("ines"))[0]
        profile = await play.database.read(
            lambda tx: play.house.profile(tx, session.client_id), session.tenant
        )
        sent = " ".join(repr(model.prompts[-1]).replace("\\n", " ").split())
        assert " ".join(profile.brief.split())[:60] in sent
        assert ASKED in sent
        hidden = [level.gist for one in profile.facts for level in (one.hint, one.open)]
        hidden += [one.title for one in profile.facts] + [profile.formulation.presenting]
        assert [text for text in hidden if text in sent] == []
        assert str(json.loads(session.director)["openness"]) not in sent


async def test_the_command_works_from_the_class_channel_and_in_a_pause(database: Database) -> None:
    async with stage(database, model=FakeModel([both])) as play:
        place = await play.start("ines")
        await play.press("ines", "Pause", place)
        await play.call("ines", "coach", {"question": QUESTION})
        assert any(ADVICE in reply.text for reply in play.replies())
        await play.press("ines", "Ask for a hint", place)
        assert (await play.sessions_of("ines"))[0].state is SessionState.PAUSED
        assert [role for role, _ in await lines(play)].count(Role.APP) == 2


async def test_words_to_the_client_are_still_refused_in_a_pause(database: Database) -> None:
    async with stage(database, model=FakeModel([both])) as play:
        place = await play.start("ines")
        await play.press("ines", "Pause", place)
        await play.say("ines", f"Hello? (({QUESTION}))", place)
        assert "The interview is paused" in play.last
        assert len(await lines(play)) == 1


async def test_with_the_scripted_client_the_hint_is_a_rules_and_says_so(database: Database) -> None:
    async with stage(database) as play:
        place = await play.start("ines")
        await play.say("ines", "You should just stop drinking.", place)
        await play.say("ines", "((help me))", place)
        assert "Your last turn pushes" in play.last
        assert "you should" in play.last.lower()
        labels = [block.label for block in play.replies()[-1].blocks if block.kind == "speech"]
        assert labels == ["A hint from simple rules, no AI"]


async def test_with_the_model_down_the_hint_is_a_rules_and_says_so(database: Database) -> None:
    down = FakeModel([ModelError(ModelFault.OVERLOADED)])
    async with stage(database, model=down) as play:
        place = await play.start("ines")
        await play.say("ines", "((help me))", place)
        labels = [block.label for block in play.replies()[-1].blocks if block.kind == "speech"]
        assert "cannot answer now" in labels[0]
        assert "greeting and one open question" in play.last


async def test_pause_does_not_wait_for_a_slow_supervisor(sqlite_database: Database) -> None:
    model = FakeModel(pause=60.0)
    async with stage(sqlite_database, model=model) as play:
        place = await play.start("ines")
        session = (await play.sessions_of("ines"))[0]
        await play.hand_in("ines", Said("m1", "((help me))"), place)
        await asked(model)
        await play.hand_in("ines", Pressed(token("pause", session.id)), place)

        async def paused() -> bool:
            return (await play.sessions_of("ines"))[0].state is SessionState.PAUSED

        await until(paused, 10.0)


async def test_nobody_elses_interview_can_be_asked_about(database: Database) -> None:
    async with stage(database, model=FakeModel([both])) as play:
        await play.start("ines")
        session = (await play.sessions_of("ines"))[0]
        await play.call("omar", "coach", {"session": session.id, "question": QUESTION})
        assert "nothing like that here" in play.replies("omar")[-1].text
        assert len(await lines(play)) == 1


@pytest.mark.parametrize("name", ["coach", "pause", "resume", "done"])
async def test_what_works_in_an_interview_says_so_where_there_is_none(
    sqlite_database: Database, name: str
) -> None:
    async with stage(sqlite_database) as play:
        await play.call("ines", name, {})
        assert "works in an interview of yours" in play.replies("ines")[-1].text
