"""An interview with a model: what is sent, what is stored, what the student reads."""

import itertools

import pytest

from core.domain.event import Pressed
from core.domain.limits import Limits
from core.domain.outgoing import Edit
from core.domain.session import Role, SessionState
from core.errors import ModelError, ModelFault
from core.ports import Prompt
from core.store import messages
from core.store.database import Database
from tests.fakes import FakeModel
from tests.journeys.stage import TENANT, Stage, stage

ASKED = "What brings you here today?"
DOWN = ModelError(ModelFault.OVERLOADED)


def echo_words(prompt: Prompt) -> str:
    """Something new and harmless each time."""
    return f"Well, number {len(prompt.turns)} is what I would say."


async def notes(play: Stage, session_id: str) -> dict[int, str]:
    return await play.database.read(lambda tx: messages.notes_of(tx, session_id), TENANT)


async def test_the_first_line_is_the_authors_and_asks_no_model(database: Database) -> None:
    model = FakeModel()
    async with stage(database, model=model) as play:
        await play.start("ines")
        session = (await play.sessions_of("ines"))[0]
        assert (model.prompts, session.engine) == ([], "fake:model")
        assert (await play.transcript(session))[0].role is Role.CLIENT


async def test_the_model_gets_the_words_and_its_answer_is_the_clients(database: Database) -> None:
    model = FakeModel(["It was my sister's idea, really."])
    async with stage(database, model=model) as play:
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        lines = await play.transcript((await play.sessions_of("ines"))[0])
        assert [line.text for line in lines[1:]] == [ASKED, "It was my sister's idea, really."]
        assert model.prompts[0].turns[-1].text == ASKED
        assert "simulated client (AI)" in {
            block.label
            for reply in play.replies()
            for block in reply.blocks
            if block.kind == "speech"
        }


async def test_every_prompt_begins_with_all_of_the_one_before(database: Database) -> None:
    model = FakeModel([echo_words])
    async with stage(database, model=model) as play:
        place = await play.start("ines")
        for text in (ASKED, "You should just stop that.", "That sounds hard.", "And at night?"):
            await play.say("ines", text, place)
        for earlier, later in zip(model.prompts, model.prompts[1:], strict=False):
            assert later.turns[: len(earlier.turns)] == earlier.turns
            assert later.system == earlier.system
        stored = await notes(play, (await play.sessions_of("ines"))[0].id)
        assert [turn.note for turn in model.prompts[-1].turns[2::2]] == [
            stored[turn] for turn in sorted(stored)
        ]


async def test_a_draft_out_of_role_is_rewritten_once_and_never_shown(database: Database) -> None:
    model = FakeModel(["As an AI language model I cannot say.", "I do not like to talk of it."])
    async with stage(database, model=model) as play:
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        assert "I do not like to talk of it." in play.last
        assert [prompt.purpose for prompt in model.prompts] == ["client", "rewrite"]
        assert model.prompts[1].turns == model.prompts[0].turns
        assert not any("AI language" in reply.text for reply in play.replies())


async def test_two_drafts_out_of_role_leave_the_turn_open_for_another_try(
    database: Database,
) -> None:
    bad = "As an AI language model I cannot say."
    async with stage(database, model=FakeModel([bad, bad, "I came because of my sister."])) as play:
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        assert "not the client speaking" in play.last
        assert (await play.sessions_of("ines"))[0].turns == 0
        await play.press("ines", "Try again", place)
        session = (await play.sessions_of("ines"))[0]
        texts = [line.text for line in await play.transcript(session)]
        assert (session.turns, texts[1:]) == (1, [ASKED, "I came because of my sister."])


async def test_an_outage_is_said_honestly_and_keeps_the_words(database: Database) -> None:
    async with stage(database, model=FakeModel([DOWN])) as play:
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        session = (await play.sessions_of("ines"))[0]
        said = [one for one in await play.transcript(session) if one.role is Role.STUDENT]
        assert [line.text for line in said] == [ASKED]
        assert "Your message is kept" in play.last
        assert "Next try" in play.last


async def test_what_is_typed_in_an_outage_is_answered_together_when_it_ends(
    database: Database,
) -> None:
    model = FakeModel([DOWN, DOWN, "Both, I suppose."])
    async with stage(database, model=model) as play:
        place = await play.start("ines")
        await play.say("ines", "Is it your back?", place)
        await play.say("ines", "Or your sleep?", place)
        await play.press("ines", "Try now", place)
        session = (await play.sessions_of("ines"))[0]
        assert model.prompts[-1].turns[-1].text == "Is it your back?\nOr your sleep?"
        assert (session.turns, session.attempt) == (1, 1)
        edits = [one.outgoing.errand for one in play.platform.sent]
        assert isinstance(edits[-1], Edit)


async def test_pause_and_end_work_while_the_model_is_down(database: Database) -> None:
    async with stage(database, model=FakeModel([DOWN])) as play:
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        await play.press("ines", "Pause", place)
        assert (await play.sessions_of("ines"))[0].state is SessionState.PAUSED
        await play.press("ines", "End", place)
        assert (await play.sessions_of("ines"))[0].state is SessionState.COMPLETED


async def test_resuming_tries_the_kept_words_again(database: Database) -> None:
    async with stage(database, model=FakeModel([DOWN, "Because of my sister."])) as play:
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        await play.press("ines", "Pause", place)
        await play.press("ines", "Resume", place)
        assert (await play.sessions_of("ines"))[0].turns == 1
        assert any("Because of my sister." in reply.text for reply in play.replies())


async def test_a_refused_turn_is_set_aside_and_the_interview_goes_on(database: Database) -> None:
    answers = [ModelError(ModelFault.REFUSAL), "Fine, let us talk."]
    async with stage(database, model=FakeModel(answers)) as play:
        place = await play.start("ines")
        await play.say("ines", "Something odd.", place)
        assert "declined" in play.last
        await play.say("ines", ASKED, place)
        session = (await play.sessions_of("ines"))[0]
        lines = await play.transcript(session)
        assert [line.role for line in lines] == [
            Role.CLIENT,
            Role.COACH,
            Role.STUDENT,
            Role.CLIENT,
        ]


async def test_a_session_keeps_its_engine_when_the_house_has_another(database: Database) -> None:
    async with stage(database, model=FakeModel(["Yes, that is so."])) as play:
        place = await play.start("ines")
        play.house.model = FakeModel(name="fake:other")
        await play.say("ines", ASKED, place)
        assert "is not set up here now" in play.last
        play.house.reopen = {"fake:model": FakeModel(["Yes, that is so."])}.get
        await play.press("ines", "Try again", place)
        assert (await play.sessions_of("ines"))[0].turns == 1


async def test_an_old_try_again_button_does_nothing(database: Database) -> None:
    async with stage(database, model=FakeModel([DOWN, "Hm, yes."])) as play:
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        pressed = Pressed(play.button("Try now").token)
        for _ in range(3):
            await play.act("ines", pressed, place)
        session = (await play.sessions_of("ines"))[0]
        assert (session.turns, len(await play.transcript(session))) == (1, 3)


async def test_pauses_hints_retries_and_restarts_break_no_prefix(database: Database) -> None:
    model = FakeModel([echo_words, DOWN, echo_words, echo_words])
    async with stage(database, model=model) as play:
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        await play.say("ines", "That sounds hard.", place)
        await play.press("ines", "Pause", place)
        await play.say("ines", "((What should I notice?))", place)
        play.house.profiles.clear()
        await play.press("ines", "Resume", place)
        await play.say("ines", "And at night? ((Is that too quick?))", place)
        asked = [prompt for prompt in model.prompts if prompt.purpose == "client"]
        assert len(asked) >= 4
        for earlier, later in itertools.pairwise(asked):
            assert later.turns[: len(earlier.turns)] == earlier.turns
        assert "notice" not in repr(asked[-1].turns)


@pytest.mark.parametrize("seconds", [86_400.0, -86_400.0, -3.0])
async def test_a_clock_that_jumps_loses_nothing(database: Database, seconds: float) -> None:
    async with stage(database, model=FakeModel([echo_words])) as play:
        play.house.limits = Limits()
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        play.clock.step(seconds)
        await play.say("ines", "And at night?", place)
        session = (await play.sessions_of("ines"))[0]
        lines = await play.transcript(session)
        assert (session.turns, len(lines)) == (2, 5)
        await play.press("ines", "End", place)
        assert (await play.sessions_of("ines"))[0].state is SessionState.COMPLETED
