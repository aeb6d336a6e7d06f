"""PostgreSQL databases that are used again: emptying one costs a tenth of making one."""

from dataclasses import dataclass, field

import psycopg

from tests.engines import PostgresMaker

EMPTY = """
DO $$ DECLARE one record; BEGIN
  SET LOCAL session_replication_role = replica;
  FOR one IN SELECT relname, relkind FROM pg_class
      WHERE relnamespace = 'public'::regnamespace AND relname <> 'alembic_version' LOOP
    IF one.relkind = 'r' THEN EXECUTE format('DELETE FROM %I', one.relname); END IF;
    IF one.relkind = 'S' THEN PERFORM setval(one.relname::regclass, 1, false); END IF;
  END LOOP;
END $$
"""
SHAPE = """
SELECT md5(string_agg(line, ',' ORDER BY line)) FROM (
  SELECT concat_ws(' ', relname, relkind, attname, atttypid, attnotnull) AS line
  FROM pg_class JOIN pg_attribute ON attrelid = pg_class.oid
  WHERE relnamespace = 'public'::regnamespace AND attnum > 0
  UNION ALL SELECT concat_ws(' ', conname, contype) FROM pg_constraint
  UNION ALL SELECT concat_ws(' ', tgname, tgenabled) FROM pg_trigger WHERE NOT tgisinternal
  UNION ALL SELECT version_num FROM alembic_version
) AS lines
"""
OTHERS = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@dataclass(slots=True)
class SpareMaker:
    """Lends databases; one that comes back is emptied when it is lent again.

    One whose tables were changed, or that somebody is still connected to, is not used again.
    """

    maker: PostgresMaker
    returned: list[str] = field(default_factory=list)
    shape: str = ""

    def fresh(self) -> str:
        """Make a database that nobody has used."""
        return self.maker.fresh()

    def lend(self) -> str:
        """Return the URL of an empty database, an emptied one where there is one."""
        while self.returned:
            url = self.returned.pop()
            if self._emptied(url):
                return url
        url = self.maker.fresh()
        if not self.shape:
            with psycopg.connect(url, autocommit=True) as connection:
                self.shape = read(connection, SHAPE)
        return url

    def give_back(self, url: str) -> None:
        """Keep a database for the next who asks."""
        self.returned.append(url)

    def _emptied(self, url: str) -> bool:
        try:
            with psycopg.connect(url, autocommit=True) as connection:
                if read(connection, OTHERS) != "0" or read(connection, SHAPE) != self.shape:
                    return False
                connection.execute(EMPTY.encode())
        except psycopg.OperationalError:
            return False
        return True


def read(connection: psycopg.Connection, query: str) -> str:
    """Return the one value of a query as text."""
    row = connection.execute(query.encode()).fetchone()
    assert row is not None
    return str(row[0])
