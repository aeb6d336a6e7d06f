"""The one door: who is it, may they, and every refusal worded."""

from collections.abc import Mapping

from core.commands import COMMANDS
from core.commands.gate import Gate
from core.commands.intent import REGISTRY, Intent, intent_of, make_call
from core.commands.spec import Answer, Call, Command, bind, info, translated
from core.delivery.effects import Batch, Effects, Finish
from core.delivery.engine import Engine
from core.domain import wording
from core.domain.effects import NOTHING
from core.domain.event import Called, Event, Pressed, Said, Submitted
from core.domain.notice import wish_of
from core.domain.outgoing import Draft, Post
from core.domain.palette import CommandInfo
from core.domain.place import Place
from core.domain.policy import Standing, allowed, asks_consent, check
from core.domain.reply import Choice, Field, Form, Reply
from core.domain.token import token
from core.errors import Refusal, RefusalError
from core.language import _, speaking, spoken
from core.services import consent, happenings, interview, listening, reader
from core.services.house import House
from core.store import people, sections, sessions
from core.store.database import Database
from core.store.transaction import Transaction

MOST_CHOICES = 25
__all__ = ["REGISTRY", "Decider", "Door", "form_of", "intent_of"]


class Decider:
    """Turns a batch of events into what the finishing transaction writes."""

    def __init__(self, database: Database, house: House) -> None:
        self._database = database
        self._house = house

    async def decide(self, batch: Batch) -> Finish:
        """Everything about a batch is said in the language of who began it."""
        locale = await self._locale(batch.events[0])
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
        turn = await interview.take_part(self._database, self._house, batch.lane, tuple(heard))
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
            return effects_of(event, Answer(consent.ask(house, wish)))
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


class Door:
    """What adapters may ask: keep an event, show a form, complete an option, list commands."""

    def __init__(self, database: Database, house: House, engine: Engine) -> None:
        self._database = database
        self._house = house
        self._engine = engine
        self._gate = Gate(database, house)

    async def accept(self, event: Event) -> bool:
        """Keep an event; False when nothing in it is new. StoreError: do not acknowledge it."""
        kept = await self._gate.let_in(event)
        return kept is not None and await self._engine.accept(kept)

    async def ask(self, event: Event) -> Form | None:
        """The form that this command or button opens, or None when it simply acts.

        RefusalError for whoever may not use it.
        """
        intent = intent_of(event)
        if intent is None:
            return None
        missing = [
            one
            for one in intent.command.parameters
            if one.required and not intent.values.get(one.name)
        ]
        if not missing and not intent.command.asks:
            return None
        with speaking(event.actor.locale):
            return await self._database.read(lambda tx: self._form(tx, event, intent), event.tenant)

    def _form(self, tx: Transaction, event: Event, intent: Intent) -> Form | None:
        """RefusalError for whoever may not even fill it in; what is given wins over what is.

        None as well for whoever has to read the notice first: the command then shows it.
        """
        call = make_call(tx, self._house, event)
        check(intent.command.action, call.standing)
        if asks_consent(intent.command.action) and not consent.given(tx, self._house, call.person):
            return None
        declared = intent.command
        known = declared.fill(call, intent.values) if declared.fill else {}
        target = {declared.button: known[declared.button]} if declared.button in known else {}
        return form_of(
            Intent(declared, {**known, **intent.values, **target}), offers(call, declared)
        )

    async def check(self, event: Event) -> dict[str, str]:
        """What is wrong with a form's fields, by field."""
        intent = intent_of(event)
        if intent is None:
            return {}
        with speaking(event.actor.locale):
            return await self._check(event, intent)

    async def _check(self, event: Event, intent: Intent) -> dict[str, str]:
        try:
            values = bind(intent.command, intent.values)
        except RefusalError as error:
            field = error.values.get("option", "")
            return {field: wording.word(error).text}
        examine = intent.command.examine
        if examine is None:
            return {}

        def work(tx: Transaction) -> dict[str, str]:
            call = make_call(tx, self._house, event)
            check(intent.command.action, call.standing)
            return dict(examine(call, values))

        try:
            return await self._database.read(work, event.tenant)
        except RefusalError:
            return {}  # worded when it is carried out

    async def complete(self, event: Event, option: str, typed: str) -> tuple[Choice, ...]:
        """At most 25 values for an option, for this person."""
        intent = intent_of(event)
        parameter = intent.command.parameter(option) if intent else None
        offer = parameter.option.complete if parameter else None
        if offer is None or parameter is None:
            return translated(parameter.option.choices) if parameter else ()

        def work(tx: Transaction) -> tuple[Choice, ...]:
            try:
                return offer(make_call(tx, self._house, event), typed[:100])
            except RefusalError:
                return ()

        with speaking(event.actor.locale):
            return (await self._database.read(work, event.tenant))[:MOST_CHOICES]

    async def palette(self, event: Event) -> tuple[CommandInfo, ...]:
        """The commands that this person may use here."""

        def work(tx: Transaction) -> Standing:
            return make_call(tx, self._house, event).standing

        standing = await self._database.read(work, event.tenant)
        with speaking(event.actor.locale):
            return tuple(info(one) for one in COMMANDS if allowed(one.action, standing))

    async def view(self, event: Event) -> Reply:
        """What a command that only reads says, for a page that is drawn and not sent."""
        intent = intent_of(event)
        if intent is None or not intent.command.reads:
            raise RefusalError(Refusal.STALE_BUTTON)

        def work(tx: Transaction) -> Reply:
            call = make_call(tx, self._house, event)
            check(intent.command.action, call.standing)
            answer = intent.command.run(call, **bind(intent.command, intent.values))
            return answer.reply or Reply()

        return await self._database.read(work, event.tenant)

    async def classes(self, tenant: str) -> tuple[Place, ...]:
        """The channels that are active classes."""
        return await self._database.read(sections.active_places, tenant)

    async def open_places(self, tenant: str) -> tuple[tuple[Place, str], ...]:
        """Where interviews run, each with the platform's id of a late line of the student."""
        return await self._database.read(sessions.open_places, tenant)

    def word(self, error: RefusalError, event: Event) -> Reply:
        """A refusal in its one sentence."""
        with speaking(event.actor.locale):
            return wording.word(error)


Offers = Mapping[str, tuple[Choice, ...]]
MOST_TARGET = 60


def offers(call: Call, declared: Command) -> Offers:
    """The entries of selects that are looked up."""
    return {
        one.name: one.option.complete(call, "")[:MOST_CHOICES]
        for one in declared.parameters
        if one.option.complete is not None and one.option.kind in {"select", "multi_select"}
    }


def form_of(intent: Intent, offered: Offers | None = None) -> Form:
    """A form with the command's options, filled with what is known; its target is no field."""
    declared, values = intent.command, intent.values
    named = values.get(declared.button) if declared.button else ""
    target = named if isinstance(named, str) else ""
    hidden = declared.button if 0 < len(target) <= MOST_TARGET else ""
    fields = tuple(
        Field(
            one.name,
            _(one.option.about),
            one.option.kind,
            one.required,
            values.get(one.name),
            translated(one.option.choices) or (offered or {}).get(one.name, ()),
            _(one.option.hint),
            max_length=one.option.max_length,
        )
        for one in declared.parameters
        if one.name != hidden
    )
    return Form(_(declared.about), token(declared.name, target if hidden else ""), fields)
