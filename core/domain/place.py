"""Where something happens: a channel or a thread of one workspace of one platform."""

from dataclasses import dataclass

SEPARATOR = ":"


@dataclass(frozen=True, slots=True)
class Place:
    """A channel (`thread` empty) or a thread; its text form is `slack:T1:C1:1699.1`."""

    platform: str
    workspace: str
    channel: str
    thread: str = ""

    def __post_init__(self) -> None:
        text = self.platform + self.workspace + self.channel + self.thread
        if SEPARATOR in text or not self.platform or not self.workspace:
            parts = (self.platform, self.workspace, self.channel, self.thread)
            message = f"not a place: {parts!r}"
            raise ValueError(message)

    def __str__(self) -> str:
        return SEPARATOR.join((self.platform, self.workspace, self.channel, self.thread))

    @classmethod
    def parse(cls, text: str) -> "Place":
        """Read the text form; ValueError when it is not one."""
        parts = text.split(SEPARATOR)
        if len(parts) != len(cls.__slots__):
            message = f"not a place: {text!r}"
            raise ValueError(message)
        return cls(*parts)

    @property
    def tenant(self) -> str:
        """The owner of every row: one workspace of one platform."""
        return f"{self.platform}{SEPARATOR}{self.workspace}"

    @property
    def direct(self) -> "Place":
        """One person's own line in the workspace; what is posted there is `to` somebody."""
        return Place(self.platform, self.workspace, "")

    @property
    def parent(self) -> "Place":
        """The channel that a thread hangs in."""
        return Place(self.platform, self.workspace, self.channel)
