"""nights and retention of classes."""

import sqlalchemy as sa
from alembic import op


revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('sections', sa.Column('quiet_from', sa.Integer(), server_default='21', nullable=False))
    op.add_column('sections', sa.Column('quiet_to', sa.Integer(), server_default='8', nullable=False))
    op.add_column('sections', sa.Column('kept_days', sa.Integer(), nullable=True))


def downgrade() -> None:
    op.drop_column('sections', 'kept_days')
    op.drop_column('sections', 'quiet_to')
    op.drop_column('sections', 'quiet_from')
