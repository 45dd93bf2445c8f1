"""inbox: decisions about what was quarantined, imports, receipts; the end of access"""

from alembic import op
import sqlalchemy as sa

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.add_column(sa.Column('access_ended_at', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('devices', schema=None) as batch_op:
        batch_op.add_column(sa.Column('differing', sa.JSON(none_as_null=True), server_default='[]', nullable=False))

    with op.batch_alter_table('inbox_operations', schema=None) as batch_op:
        batch_op.add_column(sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('imported_by_id', sa.String(length=36), nullable=True))
        batch_op.create_index(batch_op.f('ix_inbox_operations_stream_inbox_operations_sequence'), ['stream', 'sequence'], unique=False)

    op.create_table('inbox_decisions',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('operation_id', sa.String(length=36), nullable=False),
    sa.Column('action', sa.String(length=20), nullable=False),
    sa.Column('by_id', sa.String(length=36), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('comment', sa.Text(), nullable=True),
    sa.Column('mended', sa.LargeBinary(), nullable=True),
    sa.Column('outcome', sa.String(length=20), nullable=False),
    sa.Column('reason', sa.String(length=50), nullable=True),
    sa.Column('detail', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_inbox_decisions_by_id_persons')),
    sa.ForeignKeyConstraint(['operation_id'], ['inbox_operations.id'], name=op.f('fk_inbox_decisions_operation_id_inbox_operations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox_decisions'))
    )
    with op.batch_alter_table('inbox_decisions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbox_decisions_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbox_decisions_operation_id'), ['operation_id'], unique=False)


def downgrade():
    op.drop_table('inbox_decisions')
    with op.batch_alter_table('inbox_operations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbox_operations_stream_inbox_operations_sequence'))
        batch_op.drop_column('imported_by_id')
        batch_op.drop_column('decided_at')

    with op.batch_alter_table('devices', schema=None) as batch_op:
        batch_op.drop_column('differing')

    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.drop_column('access_ended_at')
