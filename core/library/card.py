"""Character cards (V2 and V3 JSON) as clients and back; what is not ours goes through untouched.

A card's own instructions (`system_prompt`, `post_history_instructions`) and notes are kept with the
rest of the card under `extensions`, where nothing that makes a prompt can reach.
"""

import copy

from core.domain.jsonvalue import Json
from core.library.starter import starter

SPECS = {"chara_card_v2": "2.0", "chara_card_v3": "3.0"}
OURS = "virtual_client"
OURS_TOO = "virtual-client"
KEPT = "card"
INERT = ("system_prompt", "post_history_instructions")
MOST_OPENINGS, MOST_TAGS = 3, 20
LIMITS = {"name": 80, "background": 1200, "brief": 1200, "opening": 600, "tag": 60, "author": 120}
Data = dict[str, Json]


def is_card(data: Json) -> bool:
    """Whether the data says that it is a card."""
    return isinstance(data, dict) and data.get("spec") in SPECS


def card_to_client(card: Data) -> Data:
    """A draft's data: our own fields where the card has them, else a beginning to be written on."""
    inner = section(card, "data")
    extensions = section(inner, "extensions")
    own = extensions.get(OURS) or extensions.get(OURS_TOO)
    data = copy.deepcopy(own) if isinstance(own, dict) else begun(inner)
    for path, value in mapped(inner).items():
        if value and (path not in SORTED or not isinstance(own, dict)):
            put(data, path, value)
    data["status"] = "draft"
    more = data.get("extensions")
    data["extensions"] = {**(more if isinstance(more, dict) else {}), KEPT: without_ours(card)}
    return data


def begun(inner: Data) -> Data:
    """A client to be written on, under the card's name."""
    data = starter("en")
    put(data, ("identity", "name"), spoken(inner.get("name"), "", LIMITS["name"]))
    return data


def section(data: Data, key: str) -> Data:
    """An object inside another; empty when it is none."""
    found = data.get(key)
    return found if isinstance(found, dict) else {}


SORTED = frozenset({("identity", "background"), ("brief",)})
"""What a teacher has sorted out of a card's prose: our own fields win over it."""


def mapped(inner: Data) -> dict[tuple[str, ...], Json]:
    """The card's fields that have a place of ours."""
    name = spoken(inner.get("name"), "", LIMITS["name"])
    greetings = [inner.get("first_mes"), *listed(inner.get("alternate_greetings"))]
    openings = [spoken(one, name, LIMITS["opening"]) for one in greetings]
    prose = [spoken(inner.get(key), name, LIMITS["background"]) for key in PROSE]
    return {
        ("identity", "name"): name,
        ("identity", "background"): " ".join(filter(None, prose))[: LIMITS["background"]],
        ("brief",): spoken(inner.get("scenario"), name, LIMITS["brief"]),
        ("opening",): unique(openings)[:MOST_OPENINGS],
        ("tags",): unique(spoken(one, name, LIMITS["tag"]) for one in listed(inner.get("tags")))[
            :MOST_TAGS
        ],
        ("authors",): unique([spoken(inner.get("creator"), name, LIMITS["author"])]),
    }


PROSE = ("description", "personality")


def listed(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def unique(texts: object) -> list[Json]:
    """Each text once, none empty, in order."""
    return list(dict.fromkeys(text for text in texts if text))  # type: ignore[attr-defined]


def spoken(value: Json, name: str, limit: int) -> str:
    """The text in one line with its placeholders filled, at most `limit` characters."""
    text = value if isinstance(value, str) else ""
    for mark, word in (("{{char}}", name), ("{{user}}", "you")):
        text = text.replace(mark, word).replace(mark.title(), word)
    return " ".join(text.split())[:limit].strip()


def put(data: Data, path: tuple[str, ...], value: Json) -> None:
    """Set the value at a path of one or two keys."""
    target = data if len(path) == 1 else section(data, path[0])
    target[path[-1]] = value


def get(data: Data, path: tuple[str, ...]) -> Json:
    target = data if len(path) == 1 else section(data, path[0])
    return target.get(path[-1])


def without_ours(card: Data) -> Data:
    """The card as it came; an empty place marks where our own fields stood."""
    kept = copy.deepcopy(card)
    extensions = section(section(kept, "data"), "extensions")
    extensions.pop(OURS_TOO, None)
    if OURS in extensions:
        extensions[OURS] = None
    return kept


def inert_texts(profile_data: Data) -> dict[str, str]:
    """Instructions of an imported card, to be shown to a teacher and to nobody else."""
    inner = section(section(section(profile_data, "extensions"), KEPT), "data")
    texts = {key: inner.get(key) for key in INERT}
    return {key: text for key, text in texts.items() if isinstance(text, str) and text.strip()}


def client_to_card(data: Data) -> Data:
    """The card that was imported, with what has changed since; else a new one."""
    extensions = section(data, "extensions")
    kept = extensions.get(KEPT)
    card = copy.deepcopy(kept) if isinstance(kept, dict) else blank_card()
    inner = card.setdefault("data", {})
    if not isinstance(inner, dict):
        return card
    came = mapped(inner)
    for path, fields in FIELDS.items():
        if get(data, path) != came[path]:
            inner.update(as_fields(fields, get(data, path)))
    own = copy.deepcopy(data)
    own["extensions"] = {key: value for key, value in extensions.items() if key != KEPT}
    inner["extensions"] = {**section(inner, "extensions"), OURS: own}
    return card


FIELDS = {
    ("identity", "name"): "name",
    ("opening",): "first_mes",
    ("tags",): "tags",
    ("authors",): "creator",
}


def as_fields(field: str, value: Json) -> Data:
    """One field of ours as the card's one or two."""
    texts: list[Json] = value if isinstance(value, list) else [value]
    if field == "first_mes":
        others: Json = texts[1:]
        return {"first_mes": texts[0], "alternate_greetings": others}
    if field == "creator":
        return {"creator": ", ".join(map(str, texts))}
    return {field: value}


def blank_card() -> Data:
    """A card with every field that the format asks for."""
    inner: Data = dict.fromkeys(
        (
            "name",
            "description",
            "personality",
            "scenario",
            "first_mes",
            "mes_example",
            "creator_notes",
            "system_prompt",
            "post_history_instructions",
        ),
        "",
    )
    lists: Data = {"alternate_greetings": [], "tags": []}
    words: Data = {"creator": "", "character_version": "1", "extensions": {}}
    return {"spec": "chara_card_v2", "spec_version": "2.0", "data": {**inner, **lists, **words}}
