"""Dates, extensions and announcements."""

import sqlalchemy as sa
from alembic import op

from core.store.types import UtcDateTime


revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

def added() -> tuple[sa.Column, ...]:
    return (
        sa.Column('show_rubric', sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column('notes_allowed', sa.Boolean(), server_default=sa.true(), nullable=False),
        sa.Column('release_at', UtcDateTime(timezone=True), nullable=True),
        sa.Column('version', sa.Integer(), server_default='1', nullable=False),
        sa.Column('publish_at', UtcDateTime(timezone=True), nullable=True),
        sa.Column('changed_by', sa.String(length=24), nullable=True),
        sa.Column('changed_at', UtcDateTime(timezone=True), nullable=True),
    )


def upgrade() -> None:
    op.add_column('sections', sa.Column('remind_hours', sa.Integer(), server_default='24', nullable=False))
    op.add_column('sections', sa.Column('grace_minutes', sa.Integer(), server_default='60', nullable=False))
    # A column that brings its check along needs no copy of the table on either engine.
    op.execute(
        "ALTER TABLE assignments ADD COLUMN time_limit INTEGER CONSTRAINT ck_assignments_time_limit "
        "CHECK (time_limit IS NULL OR time_limit BETWEEN 5 AND 600)"
    )
    op.execute(
        "ALTER TABLE assignments ADD COLUMN release VARCHAR(12) DEFAULT 'at_once' NOT NULL "
        "CONSTRAINT ck_assignments_release CHECK (release IN ('at_once', 'after_review', 'on_date'))"
    )
    for column in added():
        op.add_column('assignments', column)
    op.execute("UPDATE assignments SET release = 'after_review' WHERE graded")
    op.add_column('assignment_clients', sa.Column('removed_at', UtcDateTime(timezone=True), nullable=True))
    op.create_table('extensions',
    sa.Column('assignment_id', sa.String(length=24), nullable=False),
    sa.Column('person_id', sa.String(length=24), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('due_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('max_attempts', sa.Integer(), nullable=True),
    sa.Column('given_by', sa.String(length=24), nullable=True),
    sa.Column('given_at', UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint('max_attempts IS NULL OR max_attempts BETWEEN 1 AND 99', name=op.f('ck_extensions_attempts')),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignments.id'], name=op.f('fk_extensions_assignment_id_assignments'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['given_by'], ['people.id'], name=op.f('fk_extensions_given_by_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_extensions_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('assignment_id', 'person_id', name=op.f('pk_extensions'))
    )
    op.create_index('ix_extensions_person_id', 'extensions', ['tenant', 'person_id'], unique=False)
    op.create_table('proposals',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('assignment_id', sa.String(length=24), nullable=False),
    sa.Column('person_id', sa.String(length=24), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('changes', sa.Text(), nullable=False),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignments.id'], name=op.f('fk_proposals_assignment_id_assignments'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_proposals_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_proposals'))
    )
    op.create_table('announcements',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('section_id', sa.String(length=24), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.Column('post_key', sa.String(length=24), nullable=True),
    sa.Column('created_by', sa.String(length=24), nullable=True),
    sa.Column('created_at', UtcDateTime(timezone=True), nullable=False),
    sa.CheckConstraint("state IN ('draft', 'scheduled', 'posted', 'cancelled', 'skipped')", name=op.f('ck_announcements_state')),
    sa.CheckConstraint("state <> 'scheduled' OR at IS NOT NULL", name=op.f('ck_announcements_scheduled')),
    sa.ForeignKeyConstraint(['created_by'], ['people.id'], name=op.f('fk_announcements_created_by_people'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['section_id'], ['sections.id'], name=op.f('fk_announcements_section_id_sections'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_announcements'))
    )
    op.create_index('ix_announcements_section_id', 'announcements', ['tenant', 'section_id'], unique=False)
    op.create_table('time_limits',
    sa.Column('session_id', sa.String(length=24), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('ends_at', UtcDateTime(timezone=True), nullable=True),
    sa.Column('left_s', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], name=op.f('fk_time_limits_session_id_sessions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_id', name=op.f('pk_time_limits'))
    )


def downgrade() -> None:
    op.drop_table('time_limits')
    op.drop_index('ix_announcements_section_id', table_name='announcements')
    op.drop_table('announcements')
    op.drop_table('proposals')
    op.drop_index('ix_extensions_person_id', table_name='extensions')
    op.drop_table('extensions')
    op.drop_column('assignment_clients', 'removed_at')
    for column in (*(one.name for one in added()), 'release', 'time_limit'):
        op.drop_column('assignments', column)
    for column in ('remind_hours', 'grace_minutes'):
        op.drop_column('sections', column)
