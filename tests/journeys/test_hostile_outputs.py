"""A model that says anything: nothing of it acts on a platform or is said anywhere else.

`VC_SWEEP=full` draws 20,000 outputs; the gate draws fewer of the same kind.
"""

import json
import random
import re
from collections.abc import Iterator

import bot.discord.render as discord
import bot.playground.render as playground
import bot.slack.render as slack
from core.domain.outgoing import Post
from core.domain.place import Place
from core.domain.reply import Reply, Speech
from core.library.loader import load_shipped
from core.simulation.guard import Frame, failed_checks
from core.store import alerts
from core.store.database import Database
from tests.core.outputs import hostile
from tests.fakes import FakeModel
from tests.gateway import sweep
from tests.journeys.stage import stage

COUNT = sweep(800, 20_000)
MENA = next(one for one in load_shipped() if one.id == "mena-dsouza")
ACTIVE_ON_DISCORD = re.compile(
    r"@(everyone|here)|<[@#/:t][^\u200b]|(?<!\\)\[[^\]]*(?<!\\)\]\(|://[^\u2060]"
)
ACTIVE_ON_SLACK = re.compile(r"<[!@#]|<\w+:|://[^\u2060\s]")
TEXT_ONLY = {"text", "type", "style", "bold", "italic", "elements"}


def said(text: str) -> Reply:
    return Reply((Speech("Mena", text, "simulated client (AI)"),))


def leaves(node: object) -> Iterator[dict[str, object]]:
    """Every element of Slack's rich text that shows something."""
    inside = node.values() if isinstance(node, dict) else node
    if isinstance(node, dict) and isinstance(node.get("text"), str):
        yield node
    for one in inside if not isinstance(inside, str) else ():  # type: ignore[union-attr]
        if isinstance(one, dict | list | tuple):
            yield from leaves(one)


def is_more_than_text(element: dict[str, object]) -> bool:
    """Another kind of element, a field that could act, or an address that Slack would link."""
    fields = set(element) - TEXT_ONLY
    return bool(
        element["type"] != "text" or fields or re.search(r"://[^\u2060]", str(element["text"]))
    )


def acts_on_slack(text: str) -> bool:
    parts = slack.render(said(text), str)
    elements = (one for part in parts for one in leaves(part.blocks))
    return any(map(is_more_than_text, elements)) or any(
        ACTIVE_ON_SLACK.search(part.text) for part in parts
    )


def acts_on_discord(text: str) -> bool:
    return any(ACTIVE_ON_DISCORD.search(part.content) for part in discord.render(said(text)))


def acts_in_the_browser(text: str) -> bool:
    """The page draws each of these texts as text; another key would be drawn as something else."""
    made = playground.reply_json(said(text))
    block = {"kind": "speech", "speaker": "Mena", "text": text, "label": "simulated client (AI)"}
    return made["blocks"] != [block] or bool(made["buttons"] or made["files"] or made["goto"])


def test_nothing_that_a_model_says_is_active_on_any_platform() -> None:
    dice = random.Random(20261120)
    stopped, active = 0, []
    for _ in range(COUNT):
        text = hostile(dice)
        stopped += bool(failed_checks(text, Frame(MENA)))
        if acts_on_slack(text) or acts_on_discord(text) or acts_in_the_browser(text):
            active.append(text[:80])
    print(f"{COUNT} outputs, {stopped} stopped by the guard, {len(active)} active")
    assert active == []
    assert stopped > COUNT // 2


def test_the_check_sees_what_would_act() -> None:
    assert ACTIVE_ON_DISCORD.search("Ask @everyone")
    assert ACTIVE_ON_DISCORD.search("[click](https://evil.test)")
    assert ACTIVE_ON_SLACK.search("Ask <!channel>")
    assert ACTIVE_ON_SLACK.search("see https://evil.test")


async def test_what_it_says_goes_nowhere_but_into_the_interview(sqlite_database: Database) -> None:
    dice = random.Random(7)
    model = FakeModel([lambda _prompt: hostile(dice)])
    async with stage(sqlite_database, model=model) as play:
        place = await play.start("ines")
        began = len(play.platform.sent)
        for number in range(sweep(25, 400)):
            await play.say("ines", f"And what about thing number {number}?", place)
        sent = [one.outgoing for one in play.platform.sent[began:]]
        assert {one.place for one in sent} == {place}
        raised = await play.database.read(alerts.newest)
        assert {one.kind for one in raised} <= {"guard"}
        await play.press("ines", "Pause", place)
        assert "Paused" in play.last


async def test_a_draft_that_was_stopped_is_in_no_post_and_in_no_transcript(
    sqlite_database: Database,
) -> None:
    bad = "Ask <!channel> @everyone: https://evil.test/?d=canary"
    async with stage(sqlite_database, model=FakeModel([bad])) as play:
        place = await play.start("ines")
        await play.say("ines", "What brings you here?", place)
        lines = await play.transcript((await play.sessions_of("ines"))[0])
        posts = [one.outgoing.errand for one in play.platform.sent]
        shown = json.dumps([one.reply.text for one in posts if isinstance(one, Post)])
        assert "canary" not in shown + " ".join(one.text for one in lines)
        assert isinstance(place, Place)
