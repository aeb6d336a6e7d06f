"""Material from files and as files: the work is a turn of its own in the asker's lane."""

from collections.abc import Callable, Mapping

from core.domain import wording
from core.domain.effects import Effects
from core.domain.event import Event, followed
from core.domain.outgoing import Draft, Post
from core.domain.policy import Action, check
from core.domain.reply import Reply
from core.errors import RefusalError
from core.services import grants
from core.services.grants import Act
from core.services.house import House
from core.store import files
from core.store.finish import Finish
from core.store.transaction import Transaction


def ask(event: Event, job: str, payload: Mapping[str, str]) -> Effects:
    """Do it in the next turn of the asker's own lane."""
    return Effects(events=(followed(event, job, payload),))


def author(tx: Transaction, event: Event, house: House) -> Act:
    """Who asked, if they may still write material; RefusalError when not."""
    person, _section, standing = grants.caller(tx, event)
    check(Action.WRITE_MATERIAL, standing)
    return Act(person, event, house.clock.now())


def answering(event: Event, house: House, work: Callable[[Transaction, Act], Reply]) -> Finish:
    """Do it if they still may, and say what came of it to the asker alone.

    What they are handed is theirs; a refusal is said in its sentence.
    """

    def finish(tx: Transaction) -> Effects:
        own = tx.bound(event.tenant)
        try:
            act = author(own, event, house)
            reply = work(own, act)
        except RefusalError as error:
            return told(event, wording.word(error))
        files.own(own, reply.files, act.by.id)
        return told(event, reply)

    return finish


def told(event: Event, reply: Reply) -> Effects:
    """Say it to the asker alone."""
    return Effects((Draft(event.place, Post(reply, event.actor.user, event.handle)),))
