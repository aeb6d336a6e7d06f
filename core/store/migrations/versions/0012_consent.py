"""Consent to the notice."""

import sqlalchemy as sa
from alembic import op

from core.store.types import UtcDateTime


revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('consents',
    sa.Column('id', sa.String(length=24), nullable=False),
    sa.Column('tenant', sa.String(length=100), nullable=False),
    sa.Column('person_id', sa.String(length=24), nullable=False),
    sa.Column('version', sa.String(length=40), nullable=False),
    sa.Column('since', UtcDateTime(timezone=True), nullable=False),
    sa.Column('until', UtcDateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_consents_person_id_people'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_consents'))
    )
    op.create_index('uq_consents_current', 'consents', ['tenant', 'person_id', 'version'], unique=True, sqlite_where=sa.text('until IS NULL'), postgresql_where=sa.text('until IS NULL'))


def downgrade() -> None:
    op.drop_index('uq_consents_current', table_name='consents')
    op.drop_table('consents')
