"""an index of what in the inbox still has words."""

import sqlalchemy as sa
from alembic import op


revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

HAS_WORDS = sa.text("event != ''")


def upgrade() -> None:
    op.create_index(
        'ix_inbox_words', 'inbox', ['received_at'],
        sqlite_where=HAS_WORDS, postgresql_where=HAS_WORDS,
    )


def downgrade() -> None:
    op.drop_index('ix_inbox_words', table_name='inbox')
