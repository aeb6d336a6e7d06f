"""Hash chains of interviews; lines that were there before are chained as they stand."""

import sqlalchemy as sa
from alembic import op

from core.domain.chain import beginning, linked
from core.domain.ids import new_key
from core.domain.session import Message, Role


revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.add_column(sa.Column('salt', sa.String(length=24), server_default='', nullable=False))
        batch_op.add_column(sa.Column('text_hash', sa.String(length=64), server_default='', nullable=False))
        batch_op.add_column(sa.Column('hash', sa.String(length=64), server_default='', nullable=False))

    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.add_column(sa.Column('seal', sa.Text(), server_default='', nullable=False))

    chain_known_lines(op.get_bind())


def chain_known_lines(connection: sa.Connection) -> None:
    rows = connection.execute(
        sa.text(
            'SELECT session_id, seq, turn, role, text, platform_id, at_ms'
            ' FROM messages ORDER BY session_id, seq'
        )
    ).all()
    before, session_id = '', None
    for row in rows:
        if row.session_id != session_id:
            before, session_id = beginning(row.session_id), row.session_id
        line = Message(row.seq, row.turn, Role(row.role), row.text, row.at_ms, row.platform_id or '')
        link = linked(before, line, new_key())
        before = link.hash
        connection.execute(
            sa.text(
                'UPDATE messages SET salt = :salt, text_hash = :text_hash, hash = :hash'
                ' WHERE session_id = :session_id AND seq = :seq'
            ),
            {
                'salt': link.salt,
                'text_hash': link.text_hash,
                'hash': link.hash,
                'session_id': row.session_id,
                'seq': row.seq,
            },
        )


def downgrade() -> None:
    with op.batch_alter_table('reports', schema=None) as batch_op:
        batch_op.drop_column('seal')

    with op.batch_alter_table('messages', schema=None) as batch_op:
        batch_op.drop_column('hash')
        batch_op.drop_column('text_hash')
        batch_op.drop_column('salt')
