"""Where Bolt keeps installations and states: sealed by a key that only the environment has."""

import hashlib
import json
import logging
import secrets
from dataclasses import dataclass
from typing import Any, Protocol

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from slack_bolt.error import BoltError
from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from core.domain.place import Place
from core.errors import CoreError, StoreError

log = logging.getLogger(__name__)
STATE_SECONDS = 600


class SealError(CoreError):
    """What was kept does not open with the keys of the settings."""


class Vault(Protocol):
    """Keeps sealed texts by tenant, and the marks of installations that were begun."""

    async def keep(self, tenant: str, sealed: str) -> None: ...

    async def find(self, tenant: str) -> str | None: ...

    async def forget(self, tenant: str) -> None: ...

    async def issue(self, digest: str, seconds: int) -> None: ...

    async def consume(self, digest: str) -> bool: ...


@dataclass(frozen=True, slots=True)
class Kept:
    """What is needed of an installation, and nothing else of it is kept."""

    team: str
    token: str
    bot_user: str = ""
    bot_id: str = ""


class Sealer:
    """`keys` are parted by commas: the first one seals, all of them open."""

    def __init__(self, keys: str) -> None:
        self._fernet = MultiFernet([Fernet(key.strip()) for key in keys.split(",")])

    def seal(self, kept: Kept) -> str:
        data = {name: getattr(kept, name) for name in Kept.__slots__}
        return self._fernet.encrypt(json.dumps(data).encode()).decode("ascii")

    def open(self, sealed: str) -> Kept:
        """SealError when no key fits."""
        try:
            return Kept(**json.loads(self._fernet.decrypt(sealed.encode())))
        except (InvalidToken, ValueError, TypeError) as error:
            message = "SLACK_ENCRYPTION_KEY does not open what was sealed with another key"
            raise SealError(message) from error


class Installations(AsyncInstallationStore):
    """Bolt's store of installations over our own database; no token lies there in the clear."""

    def __init__(self, vault: Vault, sealer: Sealer) -> None:
        self._vault = vault
        self._sealer = sealer

    async def async_save(self, installation: Installation) -> None:
        """Keep the newest; what is no installation of one workspace is refused."""
        if installation.is_enterprise_install or not (
            installation.team_id and installation.bot_token
        ):
            raise BoltError("Install the app to one workspace, not to an organisation.")
        kept = Kept(
            installation.team_id,
            installation.bot_token,
            installation.bot_user_id or "",
            installation.bot_id or "",
        )
        try:
            await self._vault.keep(tenant(kept.team), self._sealer.seal(kept))
        except StoreError as error:
            raise BoltError("The installation could not be kept.") from error

    async def async_find_bot(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        is_enterprise_install: bool | None = False,
    ) -> Bot | None:
        """What Bolt asks for; None when the app is not installed there."""
        del enterprise_id
        kept = await self.find(team_id or "") if not is_enterprise_install else None
        if kept is None:
            return None
        return Bot(
            team_id=kept.team,
            bot_token=kept.token,
            bot_id=kept.bot_id,
            bot_user_id=kept.bot_user,
            installed_at=0.0,
        )

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        del enterprise_id
        await self.forget(team_id or "")

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Nothing of a single person is kept, so there is nothing to forget."""
        del enterprise_id, team_id, user_id

    async def find(self, team: str) -> Kept | None:
        """The installation; SealError when the key was changed."""
        sealed = await self._vault.find(tenant(team))
        return None if sealed is None else self._sealer.open(sealed)

    async def forget(self, team: str) -> None:
        """The token goes at once."""
        await self._vault.forget(tenant(team))


class States(AsyncOAuthStateStore):
    """One-time marks: an answer from Slack counts only when we began it, once, in ten minutes."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    async def async_issue(self, *args: Any, **kwargs: Any) -> str:  # noqa: ANN401 - Bolt's form
        del args, kwargs
        state = secrets.token_urlsafe(32)
        await self._vault.issue(digest(state), STATE_SECONDS)
        return state

    async def async_consume(self, state: str) -> bool:
        return await self._vault.consume(digest(state))


def digest(state: str) -> str:
    """What is kept of a state: whoever reads the database cannot use it."""
    return hashlib.sha256(state.encode("utf-8", "replace")).hexdigest()


def tenant(team: str) -> str:
    """ValueError for what is no workspace's id."""
    return Place("slack", team, "").tenant
