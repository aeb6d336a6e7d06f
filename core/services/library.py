"""The shipped clients and rubrics in a workspace's own library."""

import asyncio
from datetime import datetime

from core.domain.effects import NOTHING, Effects
from core.domain.event import Event, Fired
from core.domain.ids import new_key
from core.domain.profile import ClientProfile
from core.domain.teaching import ClientVersion, RubricVersion
from core.library.loader import load_shipped
from core.library.rubrics_loader import load_rubrics
from core.services.clients import content_of
from core.services.house import House
from core.store import clients, rubrics
from core.store.database import Database
from core.store.finish import Finish
from core.store.transaction import Transaction

JOB = "supply"


def ask(event: Event, section_id: str) -> Event:
    """Fill the library in a lane of its own: reading what is shipped takes a moment."""
    key = f"{JOB}:{section_id}"
    return Event(key, event.place, Fired(JOB), event.at, lane=key)


async def decide(_database: Database, house: House, event: Event) -> Finish:
    """Read the files in a thread; write in the finishing transaction."""
    await asyncio.to_thread(load_shipped)
    await asyncio.to_thread(load_rubrics)

    def finish(tx: Transaction) -> Effects:
        supply(tx.bound(event.tenant), house.clock.now())
        return NOTHING

    return finish


def supply(tx: Transaction, now: datetime) -> None:
    """Make sure that the workspace has what is shipped; whatever is there stays as it is."""
    for profile in load_shipped():
        known = clients.newest(tx, profile.id)
        if known is None or known.owner_id is None:
            clients.add(tx, version_of(profile), content_of(profile), now)
    for rubric in load_rubrics():
        if rubrics.newest(tx, rubric.id) is None:
            made = RubricVersion(new_key(), rubric.id, 1, rubric.name)
            rubrics.add(tx, made, rubric, now)


def version_of(profile: ClientProfile) -> ClientVersion:
    """The store's row for a shipped client."""
    return ClientVersion(
        new_key(),
        profile.id,
        profile.version,
        profile.identity.name,
        profile.language,
        profile.status.value,
    )
