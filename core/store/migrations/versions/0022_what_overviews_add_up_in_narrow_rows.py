"""what overviews add up, in narrow rows."""

import sqlalchemy as sa
from alembic import op


revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

PROGRESS = ['section_id', 'student_id', 'assignment_id', 'client_id', 'state', 'attempt', 'ended_at', 'tenant', 'id']
# By hours of UTC; only those of the last day are ever asked for.
LATELY = """
    INSERT INTO pulses (section_id, at_ms, tenant, said, interviews)
    SELECT s.section_id, m.at_ms - m.at_ms % 3600000, s.tenant, count(*), count(DISTINCT s.id)
    FROM sessions s JOIN messages m ON m.session_id = s.id
    WHERE s.ended_at IS NOT NULL AND NOT s.test AND m.at_ms >= (SELECT max(at_ms) FROM messages) - 172800000
    AND m.role IN ('student', 'client')
    GROUP BY s.section_id, m.at_ms - m.at_ms % 3600000, s.tenant
"""


def upgrade() -> None:
    op.create_index('ix_sessions_progress', 'sessions', PROGRESS, unique=False)
    op.create_table('pulses',
    sa.Column('section_id', sa.String(length=24), nullable=False),
    sa.Column('at_ms', sa.BigInteger(), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('said', sa.Integer(), nullable=False),
    sa.Column('interviews', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['section_id'], ['sections.id'], name=op.f('fk_pulses_section_id_sections'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('section_id', 'at_ms', name=op.f('pk_pulses')),
    sqlite_with_rowid=False
    )
    op.execute(LATELY)


def downgrade() -> None:
    op.drop_table('pulses')
    op.drop_index('ix_sessions_progress', table_name='sessions')
