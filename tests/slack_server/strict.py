"""What Slack refuses in blocks and views: lengths, counts, ids, elements that do not exist."""

from typing import Any

from tests.slack_server.world import SlackNoError

BLOCKS = {
    "actions",
    "context",
    "divider",
    "header",
    "image",
    "input",
    "rich_text",
    "section",
    "table",
}
PLAIN_LIMITS = {"header": 150}
RICH = {"text", "link", "emoji", "date", "user", "channel", "broadcast"}
MOST_TEXT = 40_000
MOST_MARKED = 13_200


def no(reason: str) -> SlackNoError:
    return SlackNoError("invalid_blocks", errors=[reason])


def check_message(arguments: dict[str, Any]) -> None:
    """Refuse what Slack refuses in a message."""
    text = arguments.get("text", "")
    blocks = arguments.get("blocks") or []
    if not text and not blocks:
        raise SlackNoError("no_text")
    if len(text) > MOST_TEXT:
        raise SlackNoError("msg_too_long")
    check_blocks(blocks, 50)
    if sum(shown(block) for block in blocks) > MOST_MARKED:
        raise SlackNoError("msg_blocks_too_long")
    if sum(block["type"] == "table" for block in blocks) > 1:
        raise no("only one table")


def check_blocks(blocks: Any, most: int) -> None:
    if not isinstance(blocks, list) or len(blocks) > most:
        raise no(f"more than {most} blocks")
    ids = [block["block_id"] for block in blocks if "block_id" in block]
    if len(set(ids)) != len(ids):
        raise no("block_id is not unique")
    for block in blocks:
        kind = block.get("type")
        if kind not in BLOCKS:
            raise no(f"unknown block {kind}")
        CHECKS.get(kind, anything)(block)


def anything(block: dict[str, Any]) -> None:
    if block.get("type") == "section":
        raise no("this server's app shows no section: its text would be parsed")


def header(block: dict[str, Any]) -> None:
    plain(block["text"], 150)


def context(block: dict[str, Any]) -> None:
    if not 1 <= len(block["elements"]) <= 10:
        raise no("context takes 1 to 10 elements")
    for element in block["elements"]:
        plain(element, 3_000)


def rich_text(block: dict[str, Any]) -> None:
    for section in block["elements"]:
        if section["type"] != "rich_text_section" or not section["elements"]:
            raise no("an empty rich text section")
        for element in section["elements"]:
            if element["type"] not in RICH:
                raise no(f"unknown element {element['type']}")
            if element["type"] == "text" and not element["text"]:
                raise no("an empty text")


def table(block: dict[str, Any]) -> None:
    if not 1 <= len(block["rows"]) <= 100 or any(len(row) > 20 for row in block["rows"]):
        raise no("a table takes 100 rows of 20")
    if any(not cell.get("text") for row in block["rows"] for cell in row):
        raise no("an empty cell")


def actions(block: dict[str, Any]) -> None:
    elements = block["elements"]
    ids = [element["action_id"] for element in elements]
    if not 1 <= len(elements) <= 25 or len(set(ids)) != len(ids):
        raise no("actions: 1 to 25 elements, each action_id once")
    for element in elements:
        if len(element["action_id"]) > 255:
            raise no("action_id is longer than 255")
        if element["type"] == "button":
            button(element)
        elif element["type"] == "overflow":
            overflow(element)
        else:
            raise no(f"unknown element {element['type']}")


def button(element: dict[str, Any]) -> None:
    plain(element["text"], 75)
    if element.get("style") not in {None, "primary", "danger"}:
        raise no("unknown style")
    if "confirm" in element:
        for name, most in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            plain(element["confirm"][name], most)


def overflow(element: dict[str, Any]) -> None:
    if not 1 <= len(element["options"]) <= 5:
        raise no("overflow takes 1 to 5 options")
    for option in element["options"]:
        check_option(option)


def check_option(option: dict[str, Any]) -> None:
    plain(option["text"], 75)
    if not 1 <= len(option["value"]) <= 150:
        raise no("an option's value has 1 to 150 characters")


def check_input(block: dict[str, Any]) -> None:
    plain(block["label"], 2_000)
    if "hint" in block:
        plain(block["hint"], 2_000)
    element = block["element"]
    options = element.get("options")
    if "static_select" in element["type"] and not 1 <= len(options or []) <= 100:
        raise no("a select takes 1 to 100 options")
    for option in options or []:
        check_option(option)
    if element.get("max_length", 1) > 3_000:
        raise no("max_length is at most 3000")


def plain(text: dict[str, Any], most: int) -> None:
    if text.get("type") != "plain_text" or not 1 <= len(text["text"]) <= most:
        raise no(f"plain text of 1 to {most} characters")


def check_view(view: dict[str, Any]) -> None:
    """Refuse what Slack refuses in a modal or a home."""
    check_blocks(view.get("blocks"), 100)
    if view["type"] == "home":
        return
    plain(view["title"], 24)
    if "submit" in view:
        plain(view["submit"], 24)
    if len(view.get("private_metadata", "")) > 3_000 or len(view.get("callback_id", "")) > 255:
        raise no("private_metadata or callback_id is too long")


def shown(block: dict[str, Any]) -> int:
    if block["type"] != "rich_text":
        return 0
    elements = (one for section in block["elements"] for one in section["elements"])
    return sum(len(one.get("text", "")) for one in elements)


CHECKS = {
    "actions": actions,
    "context": context,
    "header": header,
    "input": check_input,
    "rich_text": rich_text,
    "table": table,
}
