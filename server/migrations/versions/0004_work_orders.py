"""work orders: deadlines that wait, duplicates, what an order was found on"""

import sqlalchemy as sa
from alembic import op

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('work_orders', schema=None) as batch_op:
        batch_op.add_column(sa.Column('promised_on', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('promised_start_by', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('acknowledge_by', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('acknowledged_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('origin_kind', sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column('origin_id', sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column('merged_into_id', sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column('first_started_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_work_orders_merged_into_id_work_orders'), 'work_orders', ['merged_into_id'], ['id']
        )
        batch_op.create_index(batch_op.f('ix_work_orders_merged_into_id'), ['merged_into_id'], unique=False)
        batch_op.create_index(
            batch_op.f('ix_work_orders_origin_kind_work_orders_origin_id'), ['origin_kind', 'origin_id'], unique=False
        )

    op.create_table('order_pauses',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('order_id', sa.String(length=36), nullable=False),
    sa.Column('by_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_order_pauses_by_id_persons')),
    sa.ForeignKeyConstraint(['order_id'], ['work_orders.id'], name=op.f('fk_order_pauses_order_id_work_orders')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_pauses'))
    )
    op.create_index(op.f('ix_order_pauses_order_id'), 'order_pauses', ['order_id'], unique=False)


def downgrade():
    op.drop_table('order_pauses')
    with op.batch_alter_table('work_orders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_work_orders_origin_kind_work_orders_origin_id'))
        batch_op.drop_index(batch_op.f('ix_work_orders_merged_into_id'))
        batch_op.drop_constraint(batch_op.f('fk_work_orders_merged_into_id_work_orders'), type_='foreignkey')
        for column in (
            'first_started_at', 'merged_into_id', 'origin_id', 'origin_kind',
            'acknowledged_at', 'acknowledge_by', 'promised_start_by', 'promised_on',
        ):
            batch_op.drop_column(column)
