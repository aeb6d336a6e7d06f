"""Memories of clients, caps of money, switches of workspaces, and who was told of alerts."""

import sqlalchemy as sa
from alembic import op


revision = '0015'
down_revision = '0014'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('caps',
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('scope', sa.String(length=16), nullable=False),
    sa.Column('section_id', sa.String(length=24), server_default='', nullable=False),
    sa.Column('nusd', sa.BigInteger(), nullable=False),
    sa.Column('by_id', sa.String(length=24), nullable=False),
    sa.Column('at_ms', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("scope IN ('workspace-day', 'section-month', 'student-day')", name=op.f('ck_caps_scope')),
    sa.PrimaryKeyConstraint('tenant', 'scope', 'section_id', name=op.f('pk_caps'))
    )
    op.create_table('switches',
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('alert_place', sa.String(length=200), server_default='', nullable=False),
    sa.Column('paused_ms', sa.BigInteger(), nullable=True),
    sa.Column('paused_by', sa.String(length=24), server_default='', nullable=False),
    sa.PrimaryKeyConstraint('tenant', name=op.f('pk_switches'))
    )
    op.create_table('memory_entries',
    sa.Column('number', sa.BigInteger().with_variant(sa.Integer(), 'sqlite'), autoincrement=True, nullable=False),
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('section_id', sa.String(length=24), nullable=False),
    sa.Column('student_id', sa.String(length=24), nullable=True),
    sa.Column('slug', sa.String(length=60), nullable=False),
    sa.Column('kind', sa.String(length=10), nullable=False),
    sa.Column('session_id', sa.String(length=24), nullable=True),
    sa.Column('text', sa.Text(), server_default='', nullable=False),
    sa.Column('shift', sa.Integer(), server_default='0', nullable=False),
    sa.Column('by_id', sa.String(length=24), nullable=True),
    sa.Column('at_ms', sa.BigInteger(), nullable=False),
    sa.CheckConstraint("kind IN ('begun', 'interview', 'event', 'withdrawn', 'reset', 'undo', 'series', 'usual')", name=op.f('ck_memory_entries_kind')),
    sa.ForeignKeyConstraint(['by_id'], ['people.id'], name=op.f('fk_memory_entries_by_id_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['section_id'], ['sections.id'], name=op.f('fk_memory_entries_section_id_sections'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], name=op.f('fk_memory_entries_session_id_sessions'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['student_id'], ['people.id'], name=op.f('fk_memory_entries_student_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_memory_entries')),
    sa.UniqueConstraint('id', name=op.f('uq_memory_entries_id'))
    )
    op.create_index('ix_memory_entries_section_id', 'memory_entries', ['tenant', 'section_id', 'slug', 'student_id'], unique=False)
    op.create_index('uq_memory_entries_session_id', 'memory_entries', ['session_id', 'kind'], unique=True, sqlite_where=sa.text('session_id IS NOT NULL'), postgresql_where=sa.text('session_id IS NOT NULL'))
    op.add_column('alerts', sa.Column('section_id', sa.String(length=24), server_default='', nullable=False))
    op.add_column('alerts', sa.Column('told_ms', sa.BigInteger(), nullable=True))
    op.create_index('ix_alerts_untold', 'alerts', ['tenant', 'raised_at'], unique=False, sqlite_where=sa.text('told_ms IS NULL'), postgresql_where=sa.text('told_ms IS NULL'))


def downgrade() -> None:
    op.drop_index('ix_alerts_untold', table_name='alerts', sqlite_where=sa.text('told_ms IS NULL'), postgresql_where=sa.text('told_ms IS NULL'))
    op.drop_column('alerts', 'told_ms')
    op.drop_column('alerts', 'section_id')
    op.drop_index('uq_memory_entries_session_id', table_name='memory_entries', sqlite_where=sa.text('session_id IS NOT NULL'), postgresql_where=sa.text('session_id IS NOT NULL'))
    op.drop_index('ix_memory_entries_section_id', table_name='memory_entries')
    op.drop_table('memory_entries')
    op.drop_table('switches')
    op.drop_table('caps')
