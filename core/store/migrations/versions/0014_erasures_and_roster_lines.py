"""Erasures, lines of imported rosters, whose a file is."""

import sqlalchemy as sa
from alembic import op

from core.store.types import UtcDateTime


revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('erasures',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('person_id', sa.String(length=24), nullable=False),
    sa.Column('steps', sa.Integer(), server_default='0', nullable=False),
    sa.Column('asked_at', UtcDateTime(timezone=True), nullable=False),
    sa.Column('done_at', UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint('steps >= 0', name=op.f('ck_erasures_steps')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_erasures_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_erasures'))
    )
    op.create_index('ix_erasures_person_id', 'erasures', ['tenant', 'person_id'])
    op.create_table('roster_lines',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('section_id', sa.String(length=24), nullable=False),
    sa.Column('person_id', sa.String(length=24), nullable=True),
    sa.Column('name', sa.String(length=200), server_default='', nullable=False),
    sa.Column('email', sa.String(length=254), server_default='', nullable=False),
    sa.Column('login', sa.String(length=120), server_default='', nullable=False),
    sa.Column('sis', sa.String(length=120), server_default='', nullable=False),
    sa.Column('role', sa.String(length=10), nullable=False),
    sa.Column('code', sa.String(length=12), nullable=False),
    sa.Column('since', UtcDateTime(timezone=True), nullable=False),
    sa.Column('until', UtcDateTime(timezone=True), nullable=True),
    sa.CheckConstraint("role IN ('student', 'ta')", name=op.f('ck_roster_lines_role')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_roster_lines_person_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['section_id'], ['sections.id'], name=op.f('fk_roster_lines_section_id_sections'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_roster_lines')),
    sa.UniqueConstraint('tenant', 'code', name=op.f('uq_roster_lines_tenant_code'))
    )
    op.create_index('ix_roster_lines_section_id', 'roster_lines', ['tenant', 'section_id'])
    op.create_index('ix_roster_lines_person_id', 'roster_lines', ['tenant', 'person_id'])
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.add_column(sa.Column('proof', sa.String(length=64), server_default='', nullable=False))
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.add_column(sa.Column('owner_id', sa.String(length=24), server_default='', nullable=False))
        batch_op.create_index('ix_files_owner_id', ['tenant', 'owner_id'])


def downgrade() -> None:
    with op.batch_alter_table('files', schema=None) as batch_op:
        batch_op.drop_index('ix_files_owner_id')
        batch_op.drop_column('owner_id')
    with op.batch_alter_table('consents', schema=None) as batch_op:
        batch_op.drop_column('proof')
    op.drop_table('roster_lines')
    op.drop_table('erasures')
