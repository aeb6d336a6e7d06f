"""The rule of the roster: what membership of the class channel makes of somebody."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from core.domain.event import ChannelChanged
from core.domain.teaching import Enrolment, Section, SectionRole

Ended = Literal["", "left", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Past:
    """The newest period of somebody in a section; `ended` is empty while it runs."""

    role: SectionRole
    ended: Ended = ""
    touched_at: datetime | None = None

    @property
    def now(self) -> SectionRole:
        """What the person is at this moment."""
        return SectionRole.OUTSIDER if self.ended else self.role


NOBODY = Past(SectionRole.OUTSIDER)


def rightful(past: Past | None, *, present: bool, opens: bool) -> SectionRole:
    """What somebody should be; it hangs on the last period only, so missed events change nothing.

    Who was removed by a teacher stays out until a teacher adds them, present or not. Who left as a
    student or more comes back as a student: coming in through the channel never gives more.
    """
    if not present:
        return SectionRole.OUTSIDER
    newcomer = SectionRole.STUDENT if opens else SectionRole.PENDING
    if past is None or past.role is SectionRole.OUTSIDER:
        return newcomer
    if past.ended == "removed":
        return SectionRole.OUTSIDER
    if past.role is SectionRole.PENDING:
        return newcomer
    return SectionRole.STUDENT if past.ended else past.role


def corrections(
    pasts: Mapping[str, Past], present: frozenset[str], *, opens: bool
) -> dict[str, SectionRole]:
    """Who must become what, by user id, so that the roster is what the rule says."""
    wanted = {
        user: rightful(pasts.get(user), present=user in present, opens=opens)
        for user in present | pasts.keys()
    }
    return {user: role for user, role in wanted.items() if role is not pasts.get(user, NOBODY).now}


def followed(section: Section, said: ChannelChanged) -> Section:
    """The class after its channel changed.

    A name changes nothing: a class is its channel's id. A channel that opens to everybody no
    longer enrols by itself until a teacher says so again.
    """
    state = section.state
    if said.archived is not None:
        state = "archived" if said.archived else "active"
    if said.public is None:
        return replace(section, state=state)
    opened = said.public and section.public is not True
    enrolment = Enrolment.APPROVE if opened else section.enrolment
    return replace(section, state=state, public=said.public, enrolment=enrolment)
