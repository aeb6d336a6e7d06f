"""Alembic's revisions on a connection that `core.store.schema` has prepared."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, without a file."""
    made = Config()
    made.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    made.attributes["connection"] = connection
    return made


def move(connection: Connection, target: str, *, down: bool) -> None:
    """Run the revisions between here and `target` inside the caller's transaction."""
    change = command.downgrade if down else command.upgrade
    change(config(connection), target)
