"""The end of an interview: its report and the closed place."""

from core.domain.effects import Effects
from core.domain.event import Event
from core.domain.outgoing import Close, Draft, Post
from core.domain.place import Place
from core.domain.reply import Heading, Reply, Row, Rows
from core.domain.session import Session
from core.errors import Refusal, RefusalError
from core.services.house import House
from core.store import sessions
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction


async def decide(database: Database, house: House, event: Event, session_id: str) -> Finish:
    """Make the report outside any transaction; write and post it in the finishing one."""
    session = await database.read(lambda tx: sessions.find(tx, session_id), event.tenant)
    if session is None:
        raise RefusalError(Refusal.NOT_FOUND)

    def finish(tx: Transaction) -> Effects:
        place = Place.parse(session.place or session.origin)
        return Effects(
            (Draft(place, Post(stored_reply(tx, house, session))), Draft(place, Close()))
        )

    return finish


def stored_reply(tx: Transaction, house: House, session: Session) -> Reply:
    """The numbers of a session."""
    profile = house.profile(tx, session.client_id)
    rows = (
        Row("Your messages", str(session.turns)),
        Row("Openness at the end", f"{session.openness / 10:.0f} %"),
    )
    return Reply((Heading(f"Interview with {profile.identity.name}"), Rows(rows)))
