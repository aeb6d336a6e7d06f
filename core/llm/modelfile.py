"""The operator's own TOML file about models: declared prices and what a model behaves like."""

import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

from core.llm.capability import CAPABILITIES, ModelSettingError

_RATES = ("input", "output", "cache_read", "cache_write_5m", "cache_write_1h")
_KEYS = frozenset({"name", "effective_from", "behaves_like", *_RATES})
_NUSD_PER_TOKEN = 1000  # of one USD per million tokens


@dataclass(frozen=True, slots=True)
class DeclaredRates:
    """Nano-USD per token."""

    input: int
    output: int
    cache_read: int
    cache_write_5m: int
    cache_write_1h: int


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """One `[[model]]` table; `rates` is None when only `behaves_like` is said."""

    name: str
    effective_from: date
    rates: DeclaredRates | None
    behaves_like: str = ""


@dataclass(frozen=True, slots=True)
class ModelFile:
    """All entries; the latest one in force on a day wins."""

    entries: tuple[ModelEntry, ...] = ()
    source: str = ""

    def rates(self, model: str, on: date) -> DeclaredRates | None:
        found = [
            entry
            for entry in self.entries
            if entry.name == model and entry.rates is not None and entry.effective_from <= on
        ]
        return max(found, key=lambda entry: entry.effective_from).rates if found else None

    def behaves_like(self, model: str) -> str:
        found = [entry.behaves_like for entry in self.entries if entry.name == model]
        return next((name for name in found if name), "")


NO_FILE = ModelFile()


def read_model_file(path: Path) -> ModelFile:
    """Read the file; ModelSettingError names the entry, the key and the fix."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, ValueError) as error:
        raise ModelSettingError(f"MODEL_FILE={path.name} cannot be read: {error}") from error
    tables = content.get("model", [])
    if not isinstance(tables, list):
        raise ModelSettingError(f"MODEL_FILE={path.name}: write each model as a [[model]] table.")
    entries = tuple(_entry(table, f"{path.name}, model {n}") for n, table in enumerate(tables, 1))
    return ModelFile(entries, path.name)


def _entry(table: object, where: str) -> ModelEntry:
    if not isinstance(table, dict):
        raise ModelSettingError(f"{where}: write it as a [[model]] table.")
    unknown = sorted(set(table) - _KEYS)
    if unknown:
        raise ModelSettingError(
            f"{where}: unknown key {unknown[0]}; use {', '.join(sorted(_KEYS))}."
        )
    name, since = table.get("name"), table.get("effective_from", date.min)
    if not isinstance(name, str) or not name:
        raise ModelSettingError(f"{where}: name is missing.")
    if type(since) is not date:
        raise ModelSettingError(f"{where}: effective_from must be a date such as 2026-11-01.")
    like = _like(table.get("behaves_like", ""), where)
    rates = _rates(table, where) if any(key in table for key in _RATES) else None
    return ModelEntry(name, since, rates, like)


def _like(value: object, where: str) -> str:
    if not isinstance(value, str) or (value and value not in CAPABILITIES):
        known = ", ".join(sorted(CAPABILITIES))
        raise ModelSettingError(f"{where}: behaves_like must be one of {known}.")
    return value


def _rates(table: dict[str, object], where: str) -> DeclaredRates:
    if "input" not in table or "output" not in table:
        raise ModelSettingError(f"{where}: input and output are needed, in USD per million tokens.")
    dear = _rate(table, "input", where)
    return DeclaredRates(
        input=dear,
        output=_rate(table, "output", where),
        # A server that names no cache price bills cached tokens as input.
        cache_read=_rate(table, "cache_read", where, dear),
        cache_write_5m=_rate(table, "cache_write_5m", where, dear),
        cache_write_1h=_rate(table, "cache_write_1h", where, dear),
    )


def _rate(table: dict[str, object], key: str, where: str, absent: int = 0) -> int:
    value = table.get(key)
    if value is None:
        return absent
    rate = Decimal(-1)
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        rate = Decimal(value)
    if not rate.is_finite() or rate < 0:
        raise ModelSettingError(f"{where}: {key} must be 0 or more, in USD per million tokens.")
    nusd = rate * _NUSD_PER_TOKEN
    if nusd != nusd.to_integral_value():
        raise ModelSettingError(f"{where}: {key} may have at most three decimals.")
    return int(nusd)
