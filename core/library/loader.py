"""Client files in: YAML or stored data to a profile, or every reason why not at once."""

from functools import cache
from importlib.resources import files

from core.domain.jsonvalue import Json, JsonShapeError
from core.domain.profile import ClientProfile, needed
from core.errors import ProfileError
from core.library.build import build, unbuild
from core.library.shape import check_shape
from core.library.yamltext import Source, read_yaml

_CLIENTS = files("core.library").joinpath("clients")
_SUFFIX = ".yaml"


def parse_profile(text: str | bytes, name: str) -> ClientProfile:
    """Raise ProfileError naming file, line and field of everything that is wrong."""
    return profile_of(read_yaml(text, name))


def profile_from_data(data: Json, name: str = "profile") -> ClientProfile:
    """The inverse of profile_to_data; raises ProfileError like parse_profile (line 1)."""
    return profile_of(Source(name, data))


def profile_to_data(profile: ClientProfile) -> dict[str, Json]:
    return unbuild(profile)


def profile_of(source: Source) -> ClientProfile:
    """Raise ProfileError when shape or references are wrong."""
    check_shape(source)
    source.refuse()
    profile = _built(source)
    _check_references(profile, source)
    _check_numbers(profile, source)
    source.refuse()
    return profile


def _built(source: Source) -> ClientProfile:
    try:
        return build(source.data)
    except JsonShapeError as error:
        # The schema takes 3.0 for a whole number; a profile does not.
        source.add((), str(error))
        raise ProfileError(tuple(source.findings)) from error


def shipped_ids() -> tuple[str, ...]:
    names = (entry.name for entry in _CLIENTS.iterdir()) if _CLIENTS.is_dir() else ()
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


@cache
def load_shipped() -> tuple[ClientProfile, ...]:
    """The bundled clients in the order of their ids."""
    return tuple(_shipped(client_id) for client_id in shipped_ids())


def _shipped(client_id: str) -> ClientProfile:
    name = client_id + _SUFFIX
    # A test holds them to the schema; at a start that would take longer than all the rest.
    profile = _built(read_yaml(_CLIENTS.joinpath(name).read_bytes(), name))
    if profile.id != client_id:
        raise ProfileError((f"{name}:1: id: must be {client_id}, like the file",))
    return profile


def _check_references(profile: ClientProfile, source: Source) -> None:
    known = {fact.id for fact in profile.facts}
    _check_ids(profile, source)
    for number, fact in enumerate(profile.facts):
        path = ("facts", number, "gate", "needs")
        for need in fact.gate.needs:
            if need not in known:
                source.add(path, f"no fact is called {need}")
        if fact.id in needed(profile.facts, fact.id):
            source.add(path, f"{fact.id} needs itself, directly or through another fact")
    for number, event in enumerate(profile.between):
        for opens in filter(lambda one: one not in known, event.opens):
            source.add(("between", number, "opens"), f"no fact is called {opens}")


def _check_ids(profile: ClientProfile, source: Source) -> None:
    seen: set[str] = set()
    for number, fact in enumerate(profile.facts):
        if fact.id in seen:
            source.add(("facts", number, "id"), f"{fact.id} is the id of two facts")
        seen.add(fact.id)


def _check_numbers(profile: ClientProfile, source: Source) -> None:
    least, most = profile.voice.chars_target
    if least > most:
        source.add(("voice", "chars_target"), "the first number must be the smaller one")
    weights = profile.dynamics.weights
    if weights.confront < 2 * weights.empathy:
        source.add(("dynamics", "weights"), "confront must be at least twice empathy")
