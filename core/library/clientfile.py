"""A client file of any kind that is read: YAML, JSON, a character card; and the same written."""

from core.domain.jsonvalue import Json
from core.domain.profile import ClientProfile
from core.errors import ProfileError
from core.library.card import card_to_client, client_to_card, is_card
from core.library.jsontext import read_json, to_json
from core.library.loader import profile_of, profile_to_data
from core.library.write import to_yaml
from core.library.yamltext import Source, read_yaml

FORMATS = {
    "yaml": ("yaml", "application/yaml"),
    "json": ("json", "application/json"),
    "card": ("card.json", "application/json"),
}
PICTURE = b"\x89PNG"


def read_client(raw: bytes) -> ClientProfile:
    """The profile of a file; ProfileError names every line and field that is wrong."""
    if raw.startswith(PICTURE):
        raise ProfileError(("file:1: file: is a picture; export the card as JSON",))
    if raw.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] != b"{":
        return profile_of(read_yaml(raw, "file"))
    source = read_json(raw, "file")
    if isinstance(source.data, dict) and is_card(source.data):
        source = Source("card", completed(card_to_client(source.data)))
    return profile_of(source)


def completed(data: dict[str, Json]) -> dict[str, Json]:
    """A card may leave out what only we need."""
    return {"id": "card", "version": 1, "schema_version": 1, **data}


def write_client(profile: ClientProfile, name: str) -> bytes:
    """The client as a file; KeyError for a format that is not written."""
    data = profile_to_data(profile)
    if name == "card":
        return to_json(client_to_card(data)).encode()
    return {"yaml": to_yaml, "json": to_json}[name](data).encode()
