"""What adapters may ask: keep an event, show a form, complete an option, list commands."""

from core.commands import COMMANDS
from core.commands.gate import Gate
from core.commands.intent import Intent, intent_of, make_call
from core.commands.spec import bind, info, translated
from core.delivery.engine import Engine
from core.dispatch.forms import MOST_CHOICES, form_of, offers
from core.domain import wording
from core.domain.event import Event
from core.domain.palette import CommandInfo
from core.domain.place import Place
from core.domain.policy import Standing, allowed, asks_consent, check
from core.domain.reply import Choice, Form, Reply
from core.errors import Refusal, RefusalError
from core.language import speaking
from core.services import consent
from core.services.house import House
from core.store import sections, sessions
from core.store.database import Database
from core.store.transaction import Transaction


class Door:
    """One for all platforms; whatever changes something is kept as an event first."""

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
        """What is wrong with a form, by field; under "" what is wrong with it as a whole."""
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

        def work(tx: Transaction) -> dict[str, str]:
            call = make_call(tx, self._house, event)
            check(intent.command.action, call.standing)
            return dict(examine(call, values)) if examine else {}

        try:
            return await self._database.read(work, event.tenant)
        except RefusalError as error:
            if error.refusal is Refusal.NOT_TOLD_WHO:
                # Soon another answer: the form stays open with all that was typed.
                return {"": wording.word(error).text}
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
