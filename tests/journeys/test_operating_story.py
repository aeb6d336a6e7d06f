"""An administrator's levers: pause and resume, limits, cost, health, and where alerts go."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

from core.domain.event import Actor, Called, Event, Fired, Values
from core.domain.health import ModelHealth
from core.domain.ledger import CallPlan, CallRecord, Cost, TokenCounts
from core.domain.limits import Limits
from core.domain.outgoing import Post
from core.domain.place import Place
from core.errors import ModelError, ModelFault
from core.ports import Completion, Prompt
from core.services.usage import StoreLedger
from core.store import alerts
from core.store.database import Database
from tests.fakes import FakeModel
from tests.journeys.stage import CLASS, TENANT, Stage, stage
from tests.journeys.test_actor_limits import another
from tests.journeys.test_actor_story import ASKED

OFFICE = Place("play", "school", "office")
USD = 10**9


class Ledgered(FakeModel):
    """A model on account: each answer is reserved first and costs what it costs."""

    ledger: StoreLedger
    nusd: int = 60_000_000

    async def answer(self, prompt: Prompt) -> Completion:
        plan = CallPlan(
            prompt.purpose, "m", 1, self.nusd, prompt.tenant, prompt.section, prompt.person
        )
        plan = replace(plan, session=prompt.session)
        call = await self.ledger.reserve(plan)
        cost = Cost(self.nusd, self.nusd, "known", "t")
        await self.ledger.settle(call, CallRecord(plan, cost, TokenCounts(output=3)))
        return await FakeModel.answer(self, prompt)


@asynccontextmanager
async def paying(database: Database, limits: Limits = Limits()) -> AsyncIterator[Stage]:  # noqa: B008
    """A class whose client's voice costs money."""
    model = Ledgered([another])
    model.ledger = StoreLedger(database, limits)
    async with stage(database, model=model) as play:
        play.house.limits = limits
        yield play


async def admin(play: Stage, command: str, options: Values | None = None) -> str:
    """The school's administrator types in the office."""
    number = next(play.numbers)
    actor = Actor("dean", "Dean", admin=True)
    body = Called(command, options or {})
    await play.app.door.accept(Event(f"admin-{number}", OFFICE, body, play.now_ms, actor))
    await play.settle()
    return play.replies("dean")[-1].text


async def tell_alerts(play: Stage) -> None:
    """What the schedule does every minute."""
    number = next(play.numbers)
    place = Place("app", "jobs", "housekeeping")
    event = Event(f"alerts-{number}", place, Fired("alerts"), play.now_ms + number)
    await play.app.door.accept(event)
    await play.settle()


def posted(play: Stage, place: Place) -> list[tuple[str, str]]:
    """Who was told what in a place."""
    sent = [one.outgoing for one in play.platform.sent if one.outgoing.place == place]
    errands = [one.errand for one in sent if isinstance(one.errand, Post)]
    return [(errand.to, errand.reply.text) for errand in errands]


async def test_a_pause_is_told_honestly_and_resuming_answers_whoever_waits(
    database: Database,
) -> None:
    async with paying(database) as play:
        place = await play.start("ines")
        assert "are paused" in await admin(play, "admin pause")
        await play.say("ines", ASKED, place)
        assert "An administrator has paused the AI clients" in play.last
        assert (await play.sessions_of("ines"))[0].turns == 0
        assert "answered now" in await admin(play, "admin resume")
        session = (await play.sessions_of("ines"))[0]
        assert (session.turns, session.attempt) == (1, 1)


async def test_pausing_twice_and_pausing_as_a_teacher_do_nothing(database: Database) -> None:
    async with stage(database) as play:
        await admin(play, "admin pause")
        assert "already done" in await admin(play, "admin pause")
        await play.call("ruth", "admin resume")
        assert "for administrators" in play.replies("ruth")[-1].text


async def test_a_costly_interview_alerts_its_teachers_once_per_line(database: Database) -> None:
    async with paying(
        database, replace(Limits(), warning_nusd=100_000_000, critical_nusd=170_000_000)
    ) as play:
        place = await play.start("ines")
        for number in range(4):
            await play.say("ines", f"And thing number {number}?", place)
            await tell_alerts(play)
        told = [text for to, text in posted(play, CLASS) if to == "ruth" and "USD" in text]
        assert len(told) == 2
        assert "0.12 USD (warning)" in told[0]
        assert "0.18 USD (critical)" in told[1]


async def test_the_daily_limit_is_told_in_the_administrators_place_once_per_step(
    database: Database,
) -> None:
    async with paying(database, replace(Limits(), day_nusd=200_000_000)) as play:
        await tell_alerts(play)
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        await tell_alerts(play)
        assert posted(play, OFFICE) == []
        await admin(play, "admin alerts")
        await tell_alerts(play)
        await tell_alerts(play)
        told = [text for to, text in posted(play, OFFICE) if "daily limit" in text]
        assert [text.partition(" %")[0][-2:] for text in told] == ["50"]


async def test_a_lowered_limit_refuses_new_interviews_and_cuts_none(database: Database) -> None:
    async with paying(database, replace(Limits(), start_nusd=100_000_000)) as play:
        place = await play.start("ines")
        shown = await admin(play, "admin limits", {"workspace_day": "0.10"})
        assert "0.10 of 0.10 USD" in shown
        await play.press("omar", "Start")
        assert "limit of the day" in play.replies("omar")[-1].text
        for number in range(3):
            await play.say("ines", f"And thing number {number}?", place)
        assert (await play.sessions_of("ines"))[0].turns == 3


async def test_a_teacher_lowers_and_never_raises_beyond_the_workspace(database: Database) -> None:
    async with paying(database) as play:
        await admin(play, "admin limits", {"section_month": "5.00"})
        await play.call("ruth", "section limits", {"month": "9"})
        assert "from 0 to 5.00" in play.replies("ruth")[-1].text
        await play.call("ruth", "section limits", {"month": "2.5"})
        assert "of 2.50 USD" in play.replies("ruth")[-1].text
        await play.call("ruth", "section limits", {"month": "-1"})
        assert "an amount such as 2.50" in play.replies("ruth")[-1].text


async def test_cost_is_shown_by_class_and_by_day_and_to_administrators_only(
    database: Database,
) -> None:
    async with paying(database) as play:
        assert "No AI model was called" in await admin(play, "admin cost")
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        assert "Interviewing 101 | 1 | 0.0600 | 0" in await admin(play, "admin cost")
        assert "| 1 | 0.0600 | 0" in await admin(play, "admin cost", {"by": "day"})
        await play.call("ruth", "admin cost")
        assert "for administrators" in play.replies("ruth")[-1].text


async def test_health_shows_models_queue_and_alerts(database: Database) -> None:
    async with paying(database) as play:
        assert "Alerts go nowhere yet" in await admin(play, "admin health")
        seen = ModelHealth("m:one", "unavailable", "The provider refuses the key.")
        play.house.health = lambda: (seen,)
        await play.database.write(
            lambda tx: alerts.raise_once(tx, "model", "k", "interviews wait"), TENANT
        )
        shown = await admin(play, "admin health")
        assert "m:one: unavailable – The provider refuses the key." in shown
        assert "model: interviews wait" in shown
        assert "0.00 of 10.00 USD" in shown


async def test_trouble_with_the_key_reaches_the_administrators_place(database: Database) -> None:
    async with stage(database, model=FakeModel([ModelError(ModelFault.AUTH)])) as play:
        await admin(play, "admin alerts")
        place = await play.start("ines")
        await play.say("ines", ASKED, place)
        await tell_alerts(play)
        assert any("cannot be used (auth)" in text for _, text in posted(play, OFFICE))
