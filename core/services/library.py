"""The shipped clients and rubrics in a workspace's own library."""

from datetime import datetime

from core.domain.ids import new_key
from core.domain.profile import ClientProfile
from core.domain.teaching import ClientVersion, RubricVersion
from core.library.loader import load_shipped
from core.library.rubrics_loader import load_rubrics
from core.services.clients import content_of
from core.store import clients, rubrics
from core.store.transaction import Transaction


def supply(tx: Transaction, now: datetime) -> None:
    """Make sure that the workspace has what is shipped; a version that is there stays as it is."""
    for profile in load_shipped():
        clients.add(tx, version_of(profile), content_of(profile), now)
    for rubric in load_rubrics():
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
