"""One streamed call to an endpoint that speaks the Messages API."""

import asyncio
import logging
import time
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

import anthropic
import httpx2

from core.domain.jsonvalue import Json
from core.errors import ModelError, ModelFault
from core.llm.config import ModelConfig
from core.llm.endpoint import Endpoint, Exchange
from core.llm.faults import CATCHABLE, model_error, was_refused_unworked, was_sent
from core.llm.request import Voice, request_body, request_size
from core.llm.stream import Answer
from core.ports import Completion, Prompt

# At DEBUG these write system prompts and messages into the log.
_TALKATIVE = ("anthropic", "httpx2", "httpcore2")
_DRAIN_SECONDS = 0.25
# The SDK adds headers from its environment and about this machine; only these leave.
_HEADERS = frozenset(
    {
        "accept",
        "accept-encoding",
        "anthropic-version",
        "authorization",
        "connection",
        "content-length",
        "content-type",
        "host",
        "transfer-encoding",
        "user-agent",
    }
)


@dataclass(frozen=True, slots=True)
class Wire:
    """Where and how long; seconds. `read` is the longest silence, pings included."""

    base_url: str
    api_key: str = field(repr=False)
    connect: float = 5.0
    read: float = 30.0


class AnthropicEndpoint:
    """Streams one answer and gives it back whole, with the provider's own counters."""

    def __init__(self, wire: Wire, voice: Voice, provider: str = "anthropic") -> None:
        for name in _TALKATIVE:
            logging.getLogger(name).setLevel(logging.WARNING)
        self._voice = voice
        self._provider = provider
        timeout = httpx2.Timeout(wire.read, connect=wire.connect)
        self._http = httpx2.AsyncClient(
            timeout=timeout,
            limits=httpx2.Limits(max_connections=1000, max_keepalive_connections=50),
            follow_redirects=False,
            event_hooks={"request": [_drop_headers]},
        )
        self._client = anthropic.AsyncAnthropic(
            # Servers without a key still get a header: the SDK looks elsewhere for one if empty.
            api_key=wire.api_key or "none",
            base_url=wire.base_url,
            max_retries=0,
            timeout=timeout,
            http_client=self._http,
            open_telemetry=False,
        )

    @property
    def name(self) -> str:
        return f"{self._provider}:{self._voice.model}"

    def size(self, prompt: Prompt) -> int:
        return request_size(prompt, self._voice)

    async def aclose(self) -> None:
        await self._client.close()

    async def exchange(self, prompt: Prompt) -> Exchange:
        call = _Call(prompt)
        try:
            await self._stream(call)
        except CATCHABLE as error:
            return call.failed(error)
        except ModelError as error:
            return call.ended(error)
        return call.ended(call.outcome())

    async def _stream(self, call: "_Call") -> None:
        # Below the typed method: the body is ours to the byte, and its events are read by us,
        # because the SDK drops usage on a broken stream and accepts one that just ends.
        async with await self._client.post(
            "/v1/messages",
            body=self._body(call.prompt),
            cast_to=object,
            stream=True,
            stream_cls=anthropic.AsyncStream[object],
        ) as stream:
            call.began(stream.response)
            events = anthropic.AsyncStream.raw_events(stream.response)
            async for event in events:
                call.take(event.data)
                if call.answer.stopped:
                    break
            await _drain(events)

    def _body(self, prompt: Prompt) -> dict[str, Json]:
        body = request_body(prompt, self._voice)
        output = body.get("output_config")
        form = output.get("format") if isinstance(output, dict) else None
        schema = form.get("schema") if isinstance(form, dict) else None
        if isinstance(form, dict) and isinstance(schema, dict):
            form["schema"] = anthropic.transform_schema(schema)
        return {**body, "stream": True}


class _Call:
    """One attempt under way."""

    def __init__(self, prompt: Prompt) -> None:
        self.prompt = prompt
        self.answer = Answer()
        self._request_id = ""
        self._started = time.monotonic()
        self._ttft_ms: int | None = None

    def began(self, response: httpx2.Response) -> None:
        self._request_id = response.headers.get("request-id", "")
        kind = response.headers.get("content-type", "")
        if not kind.startswith("text/event-stream"):
            raise ModelError(ModelFault.MALFORMED, f"answered with {kind[:40] or 'no type'}")

    def take(self, data: str) -> None:
        if not data:
            return
        self.answer.take(data)
        if self._ttft_ms is None and self.answer.texts:
            self._ttft_ms = self._elapsed()

    def outcome(self) -> Completion | ModelError:
        try:
            return self.answer.completion(
                whole=bool(self.prompt.schema), any_text=self.prompt.purpose == "probe"
            )
        except ModelError as error:
            return error

    def failed(self, error: BaseException) -> Exchange:
        billed: Literal["nothing", "unknown", "unsent"] = "unknown"
        if not self.answer.started and not was_sent(error):
            billed = "unsent"
        elif was_refused_unworked(error):
            billed = "nothing"
        if isinstance(error, anthropic.APIStatusError):
            self._request_id = error.request_id or ""
        return self._exchange(model_error(error), billed)

    def ended(self, outcome: Completion | ModelError) -> Exchange:
        return self._exchange(outcome, "unknown")

    def _exchange(
        self,
        outcome: Completion | ModelError,
        billed: Literal["nothing", "unknown", "unsent"],
    ) -> Exchange:
        return Exchange(
            outcome=outcome,
            billed="usage" if self.answer.billed else billed,
            tokens=self.answer.tokens,
            model_answered=self.answer.model,
            request_id=self._request_id,
            stop_reason=self.answer.stop_reason,
            ttft_ms=self._ttft_ms,
            duration_ms=self._elapsed(),
        )

    def _elapsed(self) -> int:
        return round((time.monotonic() - self._started) * 1000)


async def _drain(events: AsyncIterator[object]) -> None:
    """Read the end of a finished stream so that its connection can be used again."""
    with suppress(TimeoutError, *CATCHABLE):
        async with asyncio.timeout(_DRAIN_SECONDS):
            async for _ in events:
                pass


async def _drop_headers(request: httpx2.Request) -> None:
    for name in [name for name in request.headers if name not in _HEADERS]:
        del request.headers[name]


def open_endpoint(config: ModelConfig, voice: Voice) -> Endpoint:
    return AnthropicEndpoint(
        Wire(config.base_url, config.api_key, config.connect_seconds, config.silence_seconds), voice
    )
