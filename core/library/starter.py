"""What a client made with the short form begins with, in each language that has one."""

from functools import cache
from importlib.resources import files

from core.domain.jsonvalue import Json
from core.library.yamltext import read_yaml

_STARTERS = files("core.library").joinpath("starters")
_SUFFIX = ".yaml"


@cache
def languages() -> tuple[str, ...]:
    """The languages in which a client can be begun."""
    names = (entry.name for entry in _STARTERS.iterdir())
    return tuple(sorted(name.removesuffix(_SUFFIX) for name in names if name.endswith(_SUFFIX)))


def starter(language: str) -> dict[str, Json]:
    """Plain data of a whole client, true of nearly anybody; KeyError for another language."""
    if language not in languages():
        raise KeyError(language)
    name = language + _SUFFIX
    data = read_yaml(_STARTERS.joinpath(name).read_bytes(), name).data
    return data if isinstance(data, dict) else {}
