"""Character cards: in and out with nothing lost, and their instructions inert.

60 generated cards here; `VC_SWEEP=full` takes the thousand that the goal names.
"""

import json
import os
import random
from dataclasses import replace

import pytest

from core.domain.jsonvalue import Json
from core.domain.profile import ClientProfile
from core.errors import ProfileError
from core.library.card import client_to_card, inert_texts
from core.library.clientfile import read_client, write_client
from core.library.jsontext import read_json, to_json
from core.library.loader import load_shipped, profile_to_data
from core.services.preview import preview

CARDS = 1_000 if os.environ.get("VC_SWEEP") == "full" else 60
WORDS = [
    "fox",
    "Zoë",
    "ليلى",
    "🦊",
    "a|b",
    "1e5",
    "yes",
    "- x",
    "# y",
    "'q'",
    '"',
    "\\",
    "{}",
    "@all",
]
NUMBERS = ["0", "-0", "1.50", "1e5", "-2E-3", "12345678901234567890", "0.1", "7"]


def text(rng: random.Random) -> str:
    return " ".join(rng.choice(WORDS) for _ in range(rng.randint(1, 6)))


def raw_value(rng: random.Random, depth: int = 0) -> str:
    """Any JSON as text, numbers in every spelling."""
    kind = rng.randrange(7 if depth < 4 else 4)
    if kind == 0:
        return rng.choice(NUMBERS)
    if kind == 1:
        return rng.choice(["true", "false", "null"])
    if kind in {2, 3}:
        return json.dumps(text(rng), ensure_ascii=False)
    if kind == 4:
        return "[" + ",".join(raw_value(rng, depth + 1) for _ in range(rng.randrange(4))) + "]"
    return raw_object(rng, depth + 1)


def raw_object(rng: random.Random, depth: int = 0) -> str:
    keys = [f"{text(rng)}-{number}" for number in range(rng.randrange(5))]
    pairs = (f"{json.dumps(key)}:{raw_value(rng, depth)}" for key in keys)
    return "{" + ",".join(pairs) + "}"


def raw_card(rng: random.Random) -> bytes:
    """A card with unknown keys everywhere."""
    spec = rng.choice(["chara_card_v2", "chara_card_v3"])
    fields = {
        "name": json.dumps(f"Name {text(rng)}", ensure_ascii=False),
        "description": json.dumps(f"{{{{char}}}} meets {{{{user}}}}. {text(rng)}"),
        "personality": json.dumps(text(rng)),
        "scenario": json.dumps(text(rng)),
        "first_mes": json.dumps(f"Hello. {text(rng)}\n"),
        "alternate_greetings": json.dumps([text(rng) for _ in range(rng.randrange(6))]),
        "system_prompt": json.dumps("SYSTEM zqsystemx"),
        "post_history_instructions": json.dumps("zqposthistoryx"),
        "creator_notes": json.dumps("zqnotesx"),
        "tags": json.dumps([text(rng) for _ in range(rng.randrange(4))]),
        "creator": json.dumps(text(rng)),
        "extensions": raw_object(rng),
        "character_book": raw_object(rng),
        text(rng) + "-unknown": raw_value(rng),
    }
    keys = list(fields)
    rng.shuffle(keys)
    inner = ",".join(f"{json.dumps(key)}:{fields[key]}" for key in keys)
    return f'{{"spec":"{spec}","x-more":{raw_value(rng)},"data":{{{inner}}}}}'.encode()


def without_ours(card: Json) -> str:
    """The card's text but for our own key; the order of keys counts."""
    assert isinstance(card, dict)
    inner = card["data"]
    assert isinstance(inner, dict)
    extensions = inner["extensions"]
    assert isinstance(extensions, dict)
    extensions.pop("virtual_client", None)
    return to_json(card)


def test_a_card_comes_out_as_it_went_in_but_for_our_own_key() -> None:
    for seed in range(CARDS):
        raw = raw_card(random.Random(seed))
        out = write_client(read_client(raw), "card")
        before = without_ours(read_json(raw, "in").data)
        assert without_ours(read_json(out, "out").data) == before, f"seed {seed}"


def test_instructions_of_a_card_are_shown_and_in_no_prompt() -> None:
    for seed in range(20):
        profile = read_client(raw_card(random.Random(seed)))
        assert "zq" not in preview(profile).prompt
        assert set(inert_texts(profile_to_data(profile))) == {
            "system_prompt",
            "post_history_instructions",
        }


def test_a_card_is_always_a_draft() -> None:
    assert read_client(raw_card(random.Random(1))).status == "draft"


@pytest.mark.parametrize("profile", load_shipped(), ids=lambda one: one.id)
def test_a_shipped_client_goes_through_every_format(profile: ClientProfile) -> None:
    for name in ("yaml", "json", "card"):
        again = read_client(write_client(profile, name))
        assert replace(again, status=profile.status, sha256="", extensions="{}") == replace(
            profile, sha256="", extensions="{}"
        )


def test_a_changed_name_is_in_the_card_and_nothing_else_is() -> None:
    profile = read_client(raw_card(random.Random(3)))
    data = profile_to_data(profile)
    card = client_to_card({**data, "identity": {**dict(data["identity"]), "name": "Other"}})  # type: ignore[arg-type,call-overload]
    inner = card["data"]
    assert isinstance(inner, dict)
    assert inner["name"] == "Other"
    assert inner["system_prompt"] == "SYSTEM zqsystemx"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'{"spec": "chara_card_v2"}', "identity.name: must not be empty"),
        (b'{"a": 1, "a": 2}', "a is given twice"),
        (b'{"a": NaN}', "NaN is no number"),
        (b'{"a": "\\u0000"}', "holds a character that is no text"),
        (b'{"a": "\\ud800"}', "is not UTF-8 text"),
        (b'{"a": "\\ue0001"}', "holds a character that is no text"),
        (b"{" * 5_000, "is not valid JSON"),
        (b'{"a":' * 5_000 + b"1" + b"}" * 5_000, "cannot be used"),
        (b'{"a": "' + b"x" * 300_000 + b'"}', "larger than 256000 bytes"),
        (b"\x89PNG\r\n", "export the card as JSON"),
        (b"\xff\xfea\x00", "is not UTF-8 text"),
        (b'{"name": "V1 card"}', "is not a field of a client file"),
    ],
)
def test_a_hostile_file_gives_sentences_and_nothing_else(raw: bytes, said: str) -> None:
    with pytest.raises(ProfileError) as caught:
        read_client(raw)
    assert any(said in finding for finding in caught.value.findings)
