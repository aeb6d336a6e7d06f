"""The one way in for both transports: strict envelope, Bolt, intake."""

import logging
import time
from collections.abc import Awaitable, Callable

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.middleware.async_middleware import AsyncMiddleware
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.slack.intake import DONE, Desk, Intake
from bot.slack.wire import (
    Envelope,
    EnvelopeError,
    SlashCommand,
    bolt_body,
    read_envelope,
)
from bot.slack.workspaces import NotReadyError, Workspace
from core.errors import StoreError

log = logging.getLogger(__name__)
NOT_KEPT = BoltResponse(status=503, body="")
ENVELOPE, WORKSPACE = "vc_envelope", "vc_workspace"


class Entry:
    """Takes any payload and answers it: 200 for what is kept or counted, 503 for not kept."""

    def __init__(self, desk: Desk, app: AsyncApp) -> None:
        self._desk = desk
        self._app = app

    async def take(self, body: object) -> BoltResponse:
        """Nothing that a payload holds raises here."""
        begun = time.perf_counter()
        answer = await self._take(body)
        self._desk.counters.took(time.perf_counter() - begun)
        return answer

    async def _take(self, body: object) -> BoltResponse:
        try:
            envelope = read_envelope(body)
            workspace = await self._desk.workspaces.find(team_of(envelope))
        except EnvelopeError:
            self._desk.counters.count("any", "malformed")
            return DONE
        except (NotReadyError, StoreError) as error:
            log.warning("slack: not kept: %s", error)
            return NOT_KEPT
        if workspace is None:
            self._desk.counters.count("any", "not_installed")
            return DONE
        return await self._app.async_dispatch(Checked(envelope, workspace))


class Checked(AsyncBoltRequest):
    """A payload that was read already: Bolt's own search through it for ids is spared."""

    def __init__(self, envelope: Envelope, workspace: Workspace) -> None:
        known = {ENVELOPE: envelope, WORKSPACE: workspace, "team_id": workspace.team}
        self.context = AsyncBoltContext({**known, "is_enterprise_install": False})
        self.body = bolt_body(envelope)
        self.mode, self.raw_body, self.content_type = "socket_mode", "", None
        self.query, self.headers = {}, {}
        self.lazy_only, self.lazy_function_name = False, None


class Keeping(AsyncMiddleware):
    """Bolt's last step: nothing is left for listeners, which would acknowledge too early."""

    def __init__(self, intake: Intake) -> None:
        self._intake = intake

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt's name
    ) -> BoltResponse:
        del resp, next
        try:
            return await self._intake.take(req.context[ENVELOPE], req.context[WORKSPACE])
        except StoreError as error:
            log.warning("slack: not kept: %s", error)
            return NOT_KEPT


class App(AsyncApp):
    """Bolt makes a client and looks for a proxy anew with every payload; the workspace has one."""

    def _init_context(self, req: AsyncBoltRequest) -> None:
        req.context["logger"], req.context["token"] = log, None
        req.context["client"] = req.context[WORKSPACE].client
        req.context["listener_runner"] = self.listener_runner


def make_app(intake: Intake, logger: logging.Logger) -> AsyncApp:
    """Bolt with everything of ours in one place; both transports hand in checked payloads."""
    app = App(
        name="virtual-client",
        logger=logger,
        authorize=Known(),  # type: ignore[no-untyped-call]  # the library gives it no types
        request_verification_enabled=False,
        ssl_check_enabled=False,
        url_verification_enabled=False,
        ignoring_self_events_enabled=False,
        attaching_function_token_enabled=False,
        attaching_conversation_kwargs_enabled=False,
    )
    app.use(Keeping(intake))
    return app


class Known(AsyncAuthorize):
    """Who we are there was looked up before Bolt."""

    async def __call__(self, *, context: AsyncBoltContext, **_more: object) -> AuthorizeResult:
        workspace: Workspace = context[WORKSPACE]
        return AuthorizeResult(
            enterprise_id=None,
            team_id=workspace.team,
            bot_user_id=workspace.bot_user,
            bot_id=workspace.bot_id,
            bot_token=workspace.client.token,
        )


def team_of(envelope: Envelope) -> str:
    """Whose installation the payload belongs to."""
    return envelope.team_id if isinstance(envelope, SlashCommand) else envelope.workspace
