"""legal holds."""

import sqlalchemy as sa
from alembic import op

from core.store.types import UtcDateTime


revision = '0025'
down_revision = '0024'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('sections', sa.Column('held_at', UtcDateTime(), nullable=True))
    op.add_column('erasures', sa.Column('held_at', UtcDateTime(), nullable=True))


def downgrade() -> None:
    op.drop_column('erasures', 'held_at')
    op.drop_column('sections', 'held_at')
