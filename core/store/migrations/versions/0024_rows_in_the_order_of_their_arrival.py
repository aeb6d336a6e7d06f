"""on SQLite, rows in the order of their arrival."""

from alembic import op


revision = '0024'
down_revision = '0023'
branch_labels = None
depends_on = None

# Kept in the order of their keys, wide rows of many lanes cost a page or two each, also above the leaves.
WIDE = ('inbox', 'outbox', 'messages', 'traces')
BY_KEY = ' WITHOUT ROWID'


def copied(table: str, *, by_key: bool) -> None:
    connection = op.get_bind()

    def found(kind: str) -> list[str]:
        query = f"SELECT sql FROM sqlite_master WHERE type = '{kind}' AND tbl_name = '{table}' AND sql IS NOT NULL"
        return [sql for sql, in connection.exec_driver_sql(query)]

    indexes = found('index')
    (made,) = found('table')
    head, _, columns = made.replace(BY_KEY, '').partition('(')
    assert table in head, head
    connection.exec_driver_sql(f'CREATE TABLE copied ({columns}' + BY_KEY * by_key)
    connection.exec_driver_sql(f'INSERT INTO copied SELECT * FROM {table}')
    connection.exec_driver_sql(f'DROP TABLE {table}')
    connection.exec_driver_sql(f'ALTER TABLE copied RENAME TO {table}')
    for index in indexes:
        connection.exec_driver_sql(index)


def upgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for table in WIDE:
            copied(table, by_key=False)


def downgrade() -> None:
    if op.get_bind().dialect.name == 'sqlite':
        for table in WIDE:
            copied(table, by_key=True)
