"""A client or a rubric as YAML that a person can edit; reading it gives the same data."""

import yaml

from core.domain.jsonvalue import Json

WIDTH = 110


def to_yaml(data: Json) -> str:
    """The text; the keys stay in their order."""
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=WIDTH)
