"""Indexes that hold all that overviews of a class read, and ratings by class."""

import sqlalchemy as sa
from alembic import op


revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

COVERING = ['tenant', 'section_id', 'student_id', 'active_ms', 'openness', 'facts_opened', 'facts']


def upgrade() -> None:
    op.drop_index('ix_measures_section_id', table_name='measures')
    op.create_index('ix_measures_section_id', 'measures', COVERING, unique=False)
    with op.batch_alter_table('ratings', schema=None) as batch_op:
        batch_op.add_column(sa.Column('section_id', sa.String(length=24), server_default='', nullable=False))
    op.execute(
        'UPDATE ratings SET section_id ='
        ' (SELECT s.section_id FROM sessions s WHERE s.id = ratings.session_id)'
    )
    op.create_index('ix_ratings_section_id', 'ratings', ['tenant', 'section_id', 'score'], unique=False)
    op.drop_index('ix_sessions_section_id', table_name='sessions')
    op.create_index('ix_sessions_section_id', 'sessions', ['tenant', 'section_id', 'test', 'created_at', 'state'], unique=False)


def downgrade() -> None:
    op.drop_index('ix_sessions_section_id', table_name='sessions')
    op.create_index('ix_sessions_section_id', 'sessions', ['tenant', 'section_id', 'created_at', 'state'], unique=False)
    op.drop_index('ix_ratings_section_id', table_name='ratings')
    with op.batch_alter_table('ratings', schema=None) as batch_op:
        batch_op.drop_column('section_id')
    op.drop_index('ix_measures_section_id', table_name='measures')
    op.create_index('ix_measures_section_id', 'measures', ['tenant', 'section_id', 'student_id'], unique=False)
