"""Measures of interviews, ratings, monitors, completion records, and indexes for overviews."""

import json

import sqlalchemy as sa
from alembic import op

from core.store.types import UtcDateTime


revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

REPORTS = sa.text(
    'SELECT s.id, s.tenant, s.section_id, s.student_id, s.assignment_id, s.client_id, s.turns,'
    ' s.ended_at, r.created_at, r.report'
    ' FROM reports r JOIN sessions s ON s.id = r.session_id'
).columns(ended_at=UtcDateTime(), created_at=UtcDateTime())
MEASURES = sa.table(
    'measures',
    *(
        sa.column(name)
        for name in (
            'session_id', 'tenant', 'section_id', 'student_id', 'assignment_id', 'client_id',
            'metrics', 'turns', 'active_ms', 'openness', 'facts_opened', 'facts',
            'open_questions', 'questions', 'reflections',
        )
    ),
    sa.column('ended_at', UtcDateTime()),
)


def upgrade() -> None:
    op.create_table('monitors',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('section_id', sa.String(length=24), nullable=False),
    sa.Column('person_id', sa.String(length=24), nullable=False),
    sa.Column('state', sa.String(length=8), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=True),
    sa.Column('shown', sa.String(length=64), server_default='', nullable=False),
    sa.Column('until', UtcDateTime(), nullable=False),
    sa.Column('created_at', UtcDateTime(), nullable=False),
    sa.CheckConstraint("state IN ('opening', 'open', 'ended')", name=op.f('ck_monitors_state')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_monitors_person_id_people'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['section_id'], ['sections.id'], name=op.f('fk_monitors_section_id_sections'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_monitors'))
    )
    op.create_index('ix_monitors_place', 'monitors', ['tenant', 'place'], unique=False)
    op.create_index('uq_monitors_running', 'monitors', ['section_id', 'person_id'], unique=True, sqlite_where=sa.text("state != 'ended'"), postgresql_where=sa.text("state != 'ended'"))
    op.create_table('completions',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('assignment_id', sa.String(length=24), nullable=False),
    sa.Column('student_id', sa.String(length=24), nullable=False),
    sa.Column('file_id', sa.String(length=24), nullable=True),
    sa.Column('issued_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['assignment_id'], ['assignments.id'], name=op.f('fk_completions_assignment_id_assignments'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['file_id'], ['files.id'], name=op.f('fk_completions_file_id_files'), ondelete='SET NULL'),
    sa.ForeignKeyConstraint(['student_id'], ['people.id'], name=op.f('fk_completions_student_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_completions')),
    sa.UniqueConstraint('assignment_id', 'student_id', name=op.f('uq_completions_assignment_id_student_id'))
    )
    op.create_table('measures',
    sa.Column('session_id', sa.String(length=24), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('section_id', sa.String(length=24), nullable=False),
    sa.Column('student_id', sa.String(length=24), nullable=False),
    sa.Column('assignment_id', sa.String(length=24), server_default='', nullable=False),
    sa.Column('client_id', sa.String(length=24), nullable=False),
    sa.Column('metrics', sa.Integer(), nullable=False),
    sa.Column('turns', sa.Integer(), nullable=False),
    sa.Column('active_ms', sa.BigInteger(), nullable=False),
    sa.Column('openness', sa.Integer(), nullable=False),
    sa.Column('facts_opened', sa.Integer(), nullable=False),
    sa.Column('facts', sa.Integer(), nullable=False),
    sa.Column('open_questions', sa.Integer(), nullable=False),
    sa.Column('questions', sa.Integer(), nullable=False),
    sa.Column('reflections', sa.Integer(), nullable=False),
    sa.Column('ended_at', UtcDateTime(), nullable=False),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], name=op.f('fk_measures_session_id_sessions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_id', name=op.f('pk_measures'))
    )
    op.create_index('ix_measures_section_id', 'measures', ['tenant', 'section_id', 'student_id'], unique=False)
    op.create_index('ix_measures_student_id', 'measures', ['tenant', 'student_id', 'ended_at'], unique=False)
    op.create_table('ratings',
    sa.Column('session_id', sa.String(length=24), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('score', sa.Integer(), nullable=False),
    sa.Column('line', sa.Text(), server_default='', nullable=False),
    sa.Column('at', UtcDateTime(), nullable=False),
    sa.CheckConstraint('score BETWEEN 1 AND 10', name=op.f('ck_ratings_score')),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], name=op.f('fk_ratings_session_id_sessions'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('session_id', name=op.f('pk_ratings'))
    )
    op.create_index('ix_audit_target', 'audit', ['tenant', 'target', 'seq'], unique=False)
    op.create_index('ix_enrolments_section_id', 'enrolments', ['tenant', 'section_id'], unique=False)
    op.create_index('ix_model_calls_section_id', 'model_calls', ['tenant', 'section_id', 'at_ms'], unique=False)
    op.drop_index(op.f('ix_sessions_section_id'), table_name='sessions')
    op.create_index('ix_sessions_section_id', 'sessions', ['tenant', 'section_id', 'created_at', 'state'], unique=False)
    op.create_index('ix_sessions_live', 'sessions', ['tenant', 'section_id'], unique=False, sqlite_where=sa.text("state IN ('starting', 'active', 'paused', 'interrupted')"), postgresql_where=sa.text("state IN ('starting', 'active', 'paused', 'interrupted')"))

    measure_known_reports(op.get_bind())


def measure_known_reports(connection: sa.Connection) -> None:
    for row in connection.execute(REPORTS).all():
        report = json.loads(row.report)
        if not {'behaviours', 'facts', 'pinned', 'pace', 'openness'} <= report.keys():
            continue  # a report that counts nothing has nothing to be measured by
        turns_of = {one['name']: len(one['turns']) for one in report['behaviours']}
        reached = [one['reached'] for one in report['facts']]
        values = {
            'session_id': row.id,
            'tenant': row.tenant,
            'section_id': row.section_id,
            'student_id': row.student_id,
            'assignment_id': row.assignment_id or '',
            'client_id': row.client_id,
            'metrics': report['pinned']['metrics'],
            'turns': row.turns,
            'active_ms': max(report['pace']['active'], 0),
            'openness': report['openness']['end'],
            'facts_opened': sum(one in ('known', 'opened') for one in reached),
            'facts': len(reached),
            'open_questions': turns_of.get('open', 0),
            'questions': turns_of.get('open', 0) + turns_of.get('closed', 0),
            'reflections': turns_of.get('reflection', 0),
            'ended_at': row.ended_at or row.created_at,
        }
        connection.execute(MEASURES.insert(), values)


def downgrade() -> None:
    op.drop_index('ix_sessions_live', table_name='sessions', sqlite_where=sa.text("state IN ('starting', 'active', 'paused', 'interrupted')"), postgresql_where=sa.text("state IN ('starting', 'active', 'paused', 'interrupted')"))
    op.drop_index('ix_sessions_section_id', table_name='sessions')
    op.create_index(op.f('ix_sessions_section_id'), 'sessions', ['tenant', 'section_id', 'created_at'], unique=False)
    op.drop_index('ix_model_calls_section_id', table_name='model_calls')
    op.drop_index('ix_enrolments_section_id', table_name='enrolments')
    op.drop_index('ix_audit_target', table_name='audit')
    op.drop_table('ratings')
    op.drop_index('ix_measures_student_id', table_name='measures')
    op.drop_index('ix_measures_section_id', table_name='measures')
    op.drop_table('measures')
    op.drop_table('completions')
    op.drop_index('uq_monitors_running', table_name='monitors', sqlite_where=sa.text("state != 'ended'"), postgresql_where=sa.text("state != 'ended'"))
    op.drop_index('ix_monitors_place', table_name='monitors')
    op.drop_table('monitors')
