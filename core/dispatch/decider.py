"""From a claimed batch to its effects: who is it, may they, carried out, refusals worded."""

from core.commands.intent import Intent, intent_of, make_call
from core.commands.spec import Answer, bind
from core.delivery.effects import Batch, Effects, Finish
from core.domain import wording
from core.domain.effects import NOTHING
from core.domain.event import Called, Event, Pressed, Said, Submitted
from core.domain.notice import wish_of
from core.domain.outgoing import Draft, Post
from core.domain.policy import asks_consent, check
from core.errors import Refusal, RefusalError
from core.language import speaking, spoken
from core.services import consent, happenings, interview, listening, reader
from core.services.house import House
from core.store import people
from core.store.database import Database
from core.store.transaction import Transaction


class Decider:
    """Turns a batch of events into what the finishing transaction writes."""

    def __init__(self, database: Database, house: House) -> None:
        self._database = database
        self._house = house

    async def decide(self, batch: Batch) -> Finish:
        """Everything about a batch is said in the language of who began it."""
        locale = await self._locale(batch.events[0])
        if not locale:
            return await self._decide(batch)
        with speaking(locale):
            return spoken(locale, await self._decide(batch))

    async def _locale(self, first: Event) -> str:
        """What was begun by nobody is said in the language of whose interview it is."""
        if first.actor.user or first.actor.locale:
            return first.actor.locale
        return await self._database.read(lambda tx: reader.locale_for(tx, first), first.tenant)

    async def _decide(self, batch: Batch) -> Finish:
        """RefusalErrors become private replies here and nowhere else."""
        first = batch.events[0]
        try:
            if isinstance(first.body, Said):
                return await self._said(batch)
            if isinstance(first.body, Called | Pressed | Submitted):
                return await self._command(first)
            return await happenings.decide(self._database, self._house, first)
        except RefusalError as error:
            return interview.refused(first, wording.word(error))

    async def _said(self, batch: Batch) -> Finish:
        events = listening.settled(batch.events, batch.later)
        if len(events) == 1 and intent_of(events[0]) is not None:
            return await self._command(events[0])
        heard = []
        refusals = []
        for event in events:
            try:
                heard.append(interview.hear(event))
            except RefusalError as error:
                refusals.append(interview.refused(event, wording.word(error)))
        if not heard:
            return joined(refusals)
        place = interview.Lane(batch.lane, batch.token)
        turn = await interview.take_part(self._database, self._house, place, tuple(heard))
        return joined([*refusals, turn])

    async def _command(self, event: Event) -> Finish:
        intent = intent_of(event)
        if intent is None:  # pragma: no cover - the caller has looked
            raise RefusalError(Refusal.UNKNOWN_COMMAND, command="that")
        if intent.command.reads:
            effects = await self._database.read(
                lambda tx: perform(tx, self._house, event, intent), event.tenant
            )
            return lambda _tx: effects
        return lambda tx: remembering(tx.bound(event.tenant), self._house, event, intent)

    def park(self, tx: Transaction, batch: Batch, reason: str) -> Effects:
        """Say once, out of role, that something was set aside."""
        del tx, reason
        if not batch.events or not batch.events[0].actor.user:
            return NOTHING
        first = batch.events[0]
        reply = wording.word(RefusalError(Refusal.COULD_NOT_DO))
        return Effects((Draft(first.place, Post(reply, first.actor.user, first.handle)),))


def remembering(tx: Transaction, house: House, event: Event, intent: Intent) -> Effects:
    """Carry a command out, and remember in what language its caller reads."""
    effects = perform(tx, house, event, intent)
    if event.actor.locale:
        people.speaks(tx, event.actor.user, event.actor.locale)
    return effects


def perform(tx: Transaction, house: House, event: Event, intent: Intent) -> Effects:
    """Check and effect in one transaction; a refusal leaves nothing but its sentence."""
    try:
        call = make_call(tx, house, event)
        check(intent.command.action, call.standing)
        if asks_consent(intent.command.action) and not consent.given(tx, house, call.person):
            wish = wish_of(intent.command.name, intent.values)
            return effects_of(event, Answer(consent.ask(tx, house, wish)))
        answer = intent.command.run(call, **bind(intent.command, intent.values))
    except RefusalError as error:
        answer = Answer(wording.word(error))
    return effects_of(event, answer)


def joined(finishes: list[Finish]) -> Finish:
    """Several finishes as one."""

    def finish(tx: Transaction) -> Effects:
        total = NOTHING
        for one in finishes:
            total = total + one(tx)
        return total

    return finish


def effects_of(event: Event, answer: Answer) -> Effects:
    """The answer's reply, private unless said otherwise, before what follows from it."""
    if answer.reply is None:
        return answer.effects
    to = "" if answer.public else event.actor.user
    draft = Draft(event.place, Post(answer.reply, to, "" if answer.public else event.handle))
    return Effects((draft,)) + answer.effects
