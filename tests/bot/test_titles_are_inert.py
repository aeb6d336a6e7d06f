"""What a teacher types as a title pings nobody, on any platform."""

from collections.abc import Iterator

from bot.discord.render import render as discord_render
from bot.slack.render import render as slack_render
from core.domain.teaching import ClientVersion
from core.services.announcements import announcement
from tests.core.test_assignment_rules import work

TITLE = "<!channel> @everyone <@U0RUTH> <@600000000000000001> <#C1|x>"
CLIENT = ClientVersion("c", "c", 1, "Mena", "en", "published")


def parsed(node: object) -> Iterator[str]:
    """The texts in which Slack looks for mentions: all but plain text."""
    if isinstance(node, dict):
        if node.get("type") == "mrkdwn":
            yield str(node.get("text"))
        for child in node.values():
            yield from parsed(child)
    if isinstance(node, list | tuple):
        for child in node:
            yield from parsed(child)


def test_a_title_with_mentions_is_only_text_on_slack() -> None:
    parts = slack_render(announcement(work(title=TITLE, briefing=TITLE), (CLIENT,)), str)
    sent = " ".join(text for part in parts for text in (*parsed(part.blocks), part.text))
    assert not any(mark in sent for mark in ("<!channel>", "<@U0RUTH>", "<#C1"))


def test_a_title_with_mentions_is_only_text_on_discord() -> None:
    parts = discord_render(announcement(work(title=TITLE, briefing=TITLE), (CLIENT,)))
    sent = " ".join(part.content for part in parts)
    assert "@everyone" not in sent
    assert "<@600000000000000001>" not in sent
