"""The real `virtual-client play` in a process of its own."""

import asyncio
import re
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from aiohttp import ClientError, ClientSession, ClientTimeout, CookieJar
from yarl import URL

from tests.bot.playground.world import Tab, check

CHANNEL = "playground:demo:interviewing-101:"


async def ready(port: int) -> None:
    """Wait until the process can be sent work."""
    async with ClientSession() as http, asyncio.timeout(120):
        while True:
            try:
                if (await http.get(f"http://127.0.0.1:{port}/readyz")).status == 200:
                    return
            except ClientError:
                pass
            await asyncio.sleep(0.02)


class Ending:
    """How a process of ours ends."""

    process: Process | None

    async def kill(self) -> None:
        """End it as a power cut would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> int:
        """End it as Ctrl+C or an operator would; its exit code."""
        return await self._end(signal.SIGTERM)

    async def _end(self, how: signal.Signals) -> int:
        if self.process is None or self.process.returncode is not None:
            return 0
        self.process.send_signal(how)
        async with asyncio.timeout(120):
            await self.process.communicate()
        return self.process.returncode or 0


@dataclass
class Play(Ending):
    """A running playground; it keeps its file, its port and its key over restarts."""

    db: Path
    url: URL = field(default_factory=URL)
    process: Process | None = None

    async def start(self) -> None:
        """Start it and wait until it names its address; its port may be taken for a moment."""
        for _ in range(5):
            line = await self._begun()
            if found := re.search(r"http\S+", line):
                self.url = URL(found[0])
                return
            assert self.url.port, line
            await asyncio.sleep(1)
        raise AssertionError(line)

    async def _begun(self) -> str:
        port = str(self.url.port or 0)
        command = ["-m", "bot", "play", "--no-browser", "--port", port, "--db", str(self.db)]
        self.process = await asyncio.create_subprocess_exec(sys.executable, *command, stdout=PIPE)
        assert self.process.stdout is not None
        async with asyncio.timeout(120):
            return (await self.process.stdout.readline()).decode()

    @asynccontextmanager
    async def visitor(self, person: str) -> AsyncIterator["Visitor"]:
        """Somebody who speaks the protocol without a browser."""
        timeout = ClientTimeout(total=60)
        async with ClientSession(timeout=timeout, cookie_jar=CookieJar(unsafe=True)) as http:
            assert (await http.get(self.url)).status == 200
            async with http.get(self.url.with_path("/events").with_query({"as": person})) as stream:
                tab = Tab(stream)
                yield Visitor(person, http, self.url.origin(), tab, (await tab.next()).body)


@dataclass
class Visitor:
    """One person with one open stream."""

    person: str
    http: ClientSession
    origin: URL
    tab: Tab
    init: dict

    async def act(self, kind: str, place: str, **fields: object) -> dict:
        body = {"kind": kind, "as": self.person, "place": place, "id": str(uuid4())} | fields
        headers = {"Origin": str(self.origin)}
        response = await self.http.post(self.origin / "act", json=body, headers=headers)
        answer = await response.json()
        check("answer", "", answer)
        return answer

    async def press(self, message: dict, label: str) -> dict:
        """Press the button of that label under the message."""
        token = next(each["token"] for each in message["buttons"] if each["label"] == label)
        place = message["place"]
        return await self.act("button", place, token=token, message=str(message["id"]))

    async def message(self, *, where: str = "", kind: str = "") -> dict:
        """The app's next message: in a place, with a block of a kind, when given."""
        while True:
            frame = await self.tab.next()
            body = frame.body
            if frame.kind not in {"message", "private"} or "blocks" not in body:
                continue
            if body["place"].startswith(where) and (not kind or body["blocks"][0]["kind"] == kind):
                return body

    async def begin(self) -> dict:
        """Press Start under the announcement; the client's first line."""
        await self.press(await self.announcement(), "Start")
        return await self.first_line()

    async def first_line(self) -> dict:
        """The client's first line; who is asked to read the notice accepts it."""
        while True:
            shown = await self.message()
            if any(each["label"] == "Accept" for each in shown["buttons"]):
                await self.press(shown, "Accept")
            if shown["blocks"][0]["kind"] == "speech":
                return shown

    async def announcement(self) -> dict:
        """The class's first work, whether it was there before or comes now."""
        posted = [each for each in self.init["messages"] if each.get("buttons")]
        if not posted:
            self.init["messages"].append(await self.message(where=CHANNEL))
        return posted[0] if posted else self.init["messages"][-1]
