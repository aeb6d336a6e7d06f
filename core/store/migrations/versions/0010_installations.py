"""Workspaces that installed the app."""

import sqlalchemy as sa
from alembic import op

from core.store.types import UtcDateTime


revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('install_states',
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('until_ms', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('digest', name=op.f('pk_install_states'))
    )
    op.create_table('installations',
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('sealed', sa.Text(), nullable=False),
    sa.Column('installed_at', UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('tenant', name=op.f('pk_installations'))
    )


def downgrade() -> None:
    op.drop_table('installations')
    op.drop_table('install_states')
