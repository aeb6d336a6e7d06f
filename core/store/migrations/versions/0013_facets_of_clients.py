"""Facets of clients, by which a list is searched."""

import json

import sqlalchemy as sa
from alembic import op


revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('clients', schema=None) as batch_op:
        batch_op.add_column(sa.Column('difficulty', sa.Integer(), server_default='0', nullable=False))
        batch_op.add_column(sa.Column('tags', sa.Text(), server_default='', nullable=False))
        batch_op.add_column(sa.Column('summary', sa.String(length=300), server_default='', nullable=False))
    fill()


def fill() -> None:
    """Read the facets of the clients that there are."""
    names = ('id', 'profile', 'difficulty', 'tags', 'summary')
    clients = sa.table('clients', *(sa.column(name) for name in names))
    bind = op.get_bind()
    for row in bind.execute(sa.select(clients.c.id, clients.c.profile)).all():
        profile = json.loads(row.profile)
        tags = profile.get('tags', [])
        values = {
            'difficulty': profile.get('difficulty', 1),
            'tags': ''.join(f'|{tag.casefold()}' for tag in tags) + '|' if tags else '',
            'summary': ' '.join(profile.get('brief', '').split())[:300],
        }
        bind.execute(sa.update(clients).where(clients.c.id == row.id).values(**values))


def downgrade() -> None:
    with op.batch_alter_table('clients', schema=None) as batch_op:
        batch_op.drop_column('summary')
        batch_op.drop_column('tags')
        batch_op.drop_column('difficulty')
