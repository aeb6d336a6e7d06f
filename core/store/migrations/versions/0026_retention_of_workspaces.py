"""retention of workspaces."""

import sqlalchemy as sa
from alembic import op


revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('switches', sa.Column('kept_days', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('switches', 'kept_days')
