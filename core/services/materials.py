"""A teacher's material of any kind: immutable versions; the library is read-only."""

import unicodedata
from dataclasses import dataclass
from datetime import datetime
from typing import Generic

from core.domain.ids import new_key
from core.errors import Refusal, RefusalError
from core.language import _
from core.services.grants import Act
from core.store.materials import Shelf, V
from core.store.transaction import Transaction

MOST_NAMED = 8
LONGEST_SLUG = 48
SUFFIX = 4


@dataclass(frozen=True, slots=True)
class Kind(Generic[V]):
    """One kind of material: where it stands, and what keeps it when no assignment does."""

    shelf: Shelf[V]
    kept_by: str

    def find(self, tx: Transaction, act: Act, ref: str) -> V:
        """By version id or short name, own or of the library; anything else reads as not found."""
        found = self.shelf.find(tx, ref) or self.shelf.newest(tx, ref.strip().casefold())
        if found is None or found.owner_id not in {None, act.by.id}:
            raise RefusalError(Refusal.NOT_FOUND)
        return found

    def newest(self, tx: Transaction, act: Act, ref: str) -> V:
        """The newest version of what is named."""
        found = self.find(tx, act, ref)
        return self.shelf.newest(tx, found.slug) or found

    def own(self, tx: Transaction, act: Act, ref: str) -> V:
        """The newest version of what is one's own; RefusalError for what is the library's."""
        found = self.newest(tx, act, ref)
        if found.owner_id is None:
            raise RefusalError(Refusal.LIBRARY, name=found.name)
        return found

    def archive(self, tx: Transaction, act: Act, ref: str, at: datetime | None) -> V:
        """Take one's own out of the lists, or put it back; what runs goes on."""
        found = self.own(tx, act, ref)
        self.shelf.archive(tx, found.slug, at)
        return found

    def remove(self, tx: Transaction, act: Act, ref: str) -> tuple[V, tuple[str, ...]]:
        """Delete one's own; where it is used instead, when it is: then nothing is deleted."""
        found = self.own(tx, act, ref)
        used = self.shelf.uses(tx, found.slug)
        if not used and self.shelf.met(tx, found.slug):
            used = (_(self.kept_by),)
        if not used:
            self.shelf.remove(tx, found.slug)
        return found, used

    def uses(self, tx: Transaction, version: V) -> tuple[str, ...]:
        """The assignments that hold one's own; whoever reads the library sees none."""
        return self.shelf.uses(tx, version.slug) if version.owner_id else ()

    def free_slug(self, tx: Transaction, name: str) -> str:
        """A short name that is not taken in the workspace."""
        slug = slug_of(name)
        return slug if self.shelf.newest(tx, slug) is None else f"{slug}-{new_key()[:SUFFIX]}"


def slug_of(name: str) -> str:
    """`María D'Souza` gives `maria-dsouza`; what has no Latin letter gives `client`."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().casefold()
    kept = "".join(one if one.isalnum() or one.isspace() or one == "-" else "" for one in plain)
    return "-".join(kept.replace("-", " ").split())[:LONGEST_SLUG].strip("-") or "client"


def listed(lines: tuple[str, ...]) -> str:
    """The first few, one below the other."""
    more = len(lines) - MOST_NAMED
    shown = [f"- {line}" for line in lines[:MOST_NAMED]]
    return "\n".join([*shown, *([f"- … {more}"] if more > 0 else [])])
