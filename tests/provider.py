"""A model provider on loopback: raw HTTP and SSE, scripted faults, real caching and billing rules.

In process: `async with Provider() as provider`. On its own: `python -m tests.provider --port 0`
prints its URL; POST /_script takes a list of replies, GET /_journal and /_bill tell what happened.
"""

import argparse
import asyncio
import json
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass, field, fields
from types import TracebackType
from typing import Self

from core.domain.jsonvalue import Json
from tests.billing import CacheMeter, Metered, rates_of, token_count

_ERROR_TYPES = {
    400: "invalid_request_error",
    401: "authentication_error",
    402: "billing_error",
    403: "permission_error",
    404: "not_found_error",
    413: "request_too_large",
    429: "rate_limit_error",
    500: "api_error",
    529: "overloaded_error",
}
PAGE = b"<html><body>\n<h1>Please sign in</h1>\n</body></html>"


@dataclass(frozen=True, slots=True)
class Reply:
    """How one request is answered.

    `status` other than 200 answers with an error of that status (`html` as a page). `fault` breaks
    the stream after `at` bytes: reset, eof, garbage, utf8, stall, error. Times in seconds.
    """

    text: str = "I am not sure."
    stop_reason: str = "end_turn"
    category: str = ""
    thinking: str = ""
    status: int = 200
    error_type: str = ""
    error_code: str = ""
    retry_after: str = ""
    html: bool = False
    pings: int = 0
    delay: float = 0.0
    fault: str = ""
    at: int = 0
    stall: float = 30.0


@dataclass(slots=True)
class Seen:
    """One request: its raw body, how it was answered and what it is billed."""

    request_id: str
    body: bytes
    headers: dict[str, str]
    reply: Reply
    nusd: int = 0
    complete: bool = False

    @property
    def json(self) -> dict[str, Json]:
        value: dict[str, Json] = json.loads(self.body)
        return value


@dataclass(slots=True)
class Provider:
    """The server; replies come from `script` first, then from `default` for ever."""

    default: Reply = field(default_factory=Reply)
    now: Callable[[], float] = time.monotonic
    port: int = 0
    script: deque[Reply] = field(default_factory=deque)
    journal: list[Seen] = field(default_factory=list)
    choose: Callable[[dict[str, Json]], Reply] | None = None
    _server: asyncio.Server | None = None
    _meter: CacheMeter | None = None
    _open: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def bill(self) -> int:
        """Nano-USD for everything that was worked on, finished or not."""
        return sum(seen.nusd for seen in self.journal)

    def say(self, *replies: Reply) -> None:
        self.script.extend(replies)

    async def __aenter__(self) -> Self:
        self._meter = CacheMeter(self.now)
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        await self.stop()

    async def stop(self) -> None:
        """Refuse connections from now on; `__aenter__` again takes the same port."""
        if self._server is not None:
            self._server.close()
        for task in list(self._open):
            task.cancel()
        await asyncio.gather(*self._open, return_exceptions=True)
        self._server = None

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._open.add(task)
            task.add_done_callback(self._open.discard)
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            while await self._one_request(reader, writer):
                pass
        writer.close()

    async def _one_request(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        pairs = (line.split(": ", 1) for line in head[1:] if ": " in line)
        headers = {name.lower(): value for name, value in pairs}
        body = await reader.readexactly(int(headers.get("content-length", "0")))
        path = head[0].split(" ")[1]
        if path.startswith("/_"):
            await _send_json(writer, self._control(path, body))
            return True
        return await self._messages(Seen(self._next_id(), body, headers, self.default), writer)

    def _next_id(self) -> str:
        return f"req_{len(self.journal) + 1:06}"

    def _control(self, path: str, body: bytes) -> Json:
        if path == "/_script":
            known = {each.name for each in fields(Reply)}
            self.say(
                *(Reply(**{k: v for k, v in r.items() if k in known}) for r in json.loads(body))
            )
            return {"waiting": len(self.script)}
        if path == "/_bill":
            return {"nusd": self.bill, "requests": len(self.journal)}
        return [
            {"id": s.request_id, "body": s.json, "nusd": s.nusd, "reply": asdict(s.reply)}
            for s in self.journal
        ]

    async def _messages(self, seen: Seen, writer: asyncio.StreamWriter) -> bool:
        chosen = self.choose(seen.json) if self.choose else None
        seen.reply = self.script.popleft() if self.script else chosen or self.default
        self.journal.append(seen)
        await asyncio.sleep(seen.reply.delay)
        if seen.reply.status != 200 or seen.reply.html:
            await _send_refusal(writer, seen)
            return True
        return await self._stream(seen, writer)

    async def _stream(self, seen: Seen, writer: asyncio.StreamWriter) -> bool:
        body, reply = seen.json, _limited(seen.reply, seen.json)
        metered = self._meter.meter(body) if self._meter else Metered(0)
        output = token_count(reply.text) + token_count(reply.thinking)
        seen.nusd = metered.nusd(rates_of(body), output)
        headers = {"content-type": "text/event-stream", "transfer-encoding": "chunked"}
        _send_head(writer, 200, headers | {"request-id": seen.request_id})
        data = b"".join(_event(event) for event in _events(body, reply, metered, output))
        if not reply.fault:
            seen.complete = True
            await _send_chunks(writer, data)
            await _send_end(writer)
            return True
        end = reply.at
        if reply.fault in {"error", "garbage", "utf8"}:
            end = data.rfind(b"\n\n", 0, max(reply.at, len(b"event: "))) + 2
        await _send_chunks(writer, data[: max(0, end)])
        return await _break(writer, reply)


def _limited(reply: Reply, body: dict[str, Json]) -> Reply:
    """Nothing longer than max_tokens ever leaves a provider."""
    room = int(str(body["max_tokens"])) - token_count(reply.thinking)
    if token_count(reply.text) <= room:
        return reply
    values = asdict(reply) | {"text": reply.text[: room * 4], "stop_reason": "max_tokens"}
    return Reply(**values)


def _events(
    body: dict[str, Json], reply: Reply, metered: Metered, output: int
) -> list[dict[str, Json]]:
    message: dict[str, Json] = {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [],
        "stop_reason": None,
        "usage": metered.usage(),
    }
    events: list[dict[str, Json]] = [{"type": "message_start", "message": message}]
    events += [{"type": "ping"}] * reply.pings
    parts = [("thinking", reply.thinking)] if reply.thinking else []
    parts += [("text", reply.text)] if reply.text else []
    for index, (kind, text) in enumerate(parts):
        events += _block(index, kind, text)
    details: Json = {"type": "refusal", "category": reply.category} if reply.category else None
    delta: dict[str, Json] = {"stop_reason": reply.stop_reason, "stop_details": details}
    thinking: Json = {"thinking_tokens": token_count(reply.thinking)}
    usage: Json = {"output_tokens": output, "output_tokens_details": thinking}
    events.append({"type": "message_delta", "delta": delta, "usage": usage})
    return [*events, {"type": "message_stop"}]


def _block(index: int, kind: str, text: str) -> list[dict[str, Json]]:
    start: dict[str, Json] = {"type": kind, kind: ""}
    events: list[dict[str, Json]] = [
        {"type": "content_block_start", "index": index, "content_block": start}
    ]
    for n in range(0, len(text), 40):
        delta: dict[str, Json] = {"type": f"{kind}_delta", kind: text[n : n + 40]}
        events.append({"type": "content_block_delta", "index": index, "delta": delta})
    return [*events, {"type": "content_block_stop", "index": index}]


def _event(event: dict[str, Json]) -> bytes:
    data = json.dumps(event, ensure_ascii=False).encode()
    return b"event: " + str(event["type"]).encode() + b"\ndata: " + data + b"\n\n"


async def _break(writer: asyncio.StreamWriter, reply: Reply) -> bool:
    """Carry out the fault; return whether the connection can still be used."""
    if reply.fault == "stall":
        await _stall(writer, reply)
    if reply.fault in {"stall", "reset"}:
        writer.transport.abort()
        return False
    broken = {
        "garbage": b'event: content_block_delta\ndata: {"type": "conte\n\n',
        "utf8": b"event: content_block_delta\ndata: \xff\xfe\xc3\n\n",
        "error": _event(_error(reply.error_type or "overloaded_error", reply.error_code)),
        "eof": b"",
    }
    await _send_chunks(writer, broken[reply.fault])
    await _send_end(writer)
    return True


async def _stall(writer: asyncio.StreamWriter, reply: Reply) -> None:
    """Say nothing, or only ping, for the time of the stall."""
    until = time.monotonic() + reply.stall
    while time.monotonic() < until:
        await asyncio.sleep(min(0.1, reply.stall))
        if reply.pings:
            await _send_chunks(writer, _event({"type": "ping"}))


def _error(kind: str, code: str) -> dict[str, Json]:
    error: dict[str, Json] = {"type": kind, "message": "scripted"}
    if code:
        error["details"] = {"error_code": code}
    return {"type": "error", "error": error}


async def _send_refusal(writer: asyncio.StreamWriter, seen: Seen) -> None:
    reply = seen.reply
    kind = reply.error_type or _ERROR_TYPES.get(reply.status, "api_error")
    body = PAGE if reply.html else json.dumps(_error(kind, reply.error_code)).encode()
    headers = {
        "content-type": "text/html" if reply.html else "application/json",
        "content-length": str(len(body)),
        "request-id": seen.request_id,
        "retry-after": reply.retry_after,
    }
    _send_head(writer, reply.status, headers)
    writer.write(body)
    await writer.drain()


async def _send_json(writer: asyncio.StreamWriter, value: Json) -> None:
    body = json.dumps(value).encode()
    headers = {"content-type": "application/json", "content-length": str(len(body))}
    _send_head(writer, 200, headers)
    writer.write(body)
    await writer.drain()


def _send_head(writer: asyncio.StreamWriter, status: int, headers: dict[str, str]) -> None:
    lines = [f"HTTP/1.1 {status} Scripted", *(f"{k}: {v}" for k, v in headers.items() if v)]
    writer.write(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))


async def _send_chunks(writer: asyncio.StreamWriter, data: bytes) -> None:
    for start in range(0, len(data), 4096):
        part = data[start : start + 4096]
        writer.write(f"{len(part):x}\r\n".encode() + part + b"\r\n")
    await writer.drain()


async def _send_end(writer: asyncio.StreamWriter) -> None:
    writer.write(b"0\r\n\r\n")
    await writer.drain()


async def _serve(port: int) -> None:
    async with Provider(port=port) as provider:
        print(provider.url, flush=True)
        await asyncio.Event().wait()


def main() -> None:
    parser = argparse.ArgumentParser(description="A scripted model provider on loopback.")
    parser.add_argument("--port", type=int, default=0, help="0 lets the system choose")
    with suppress(KeyboardInterrupt):
        asyncio.run(_serve(parser.parse_args().port))


if __name__ == "__main__":
    main()
