"""duty: roster, alerts, escalation; office hours of an area, people's e-mail addresses"""

from alembic import op
import sqlalchemy as sa

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('calendar_tokens',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('made_by_id', sa.String(length=36), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['persons.id'], name=op.f('fk_calendar_tokens_made_by_id_persons')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_calendar_tokens_person_id_persons')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_calendar_tokens'))
    )
    with op.batch_alter_table('calendar_tokens', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_calendar_tokens_person_id'), ['person_id'], unique=False)

    op.create_table('duty_changes',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('shift_id', sa.String(length=36), nullable=False),
    sa.Column('area_code', sa.String(length=8), nullable=False),
    sa.Column('what', sa.String(length=20), nullable=False),
    sa.Column('by_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('before', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('after', sa.JSON(none_as_null=True), nullable=True),
    sa.ForeignKeyConstraint(['area_code'], ['areas.code'], name=op.f('fk_duty_changes_area_code_areas')),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_duty_changes_by_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_changes'))
    )
    with op.batch_alter_table('duty_changes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_changes_area_code'), ['area_code'], unique=False)
        batch_op.create_index(batch_op.f('ix_duty_changes_shift_id'), ['shift_id'], unique=False)

    op.create_table('duty_shifts',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('area_code', sa.String(length=8), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('begins_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['area_code'], ['areas.code'], name=op.f('fk_duty_shifts_area_code_areas')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_duty_shifts_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_shifts'))
    )
    with op.batch_alter_table('duty_shifts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_shifts_area_code_duty_shifts_ends_at'), ['area_code', 'ends_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_duty_shifts_person_id_duty_shifts_ends_at'), ['person_id', 'ends_at'], unique=False)

    op.create_table('push_subscriptions',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('device_id', sa.String(length=36), nullable=False),
    sa.Column('endpoint', sa.Text(), nullable=False),
    sa.Column('p256dh', sa.String(length=200), nullable=False),
    sa.Column('auth', sa.String(length=100), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['devices.id'], name=op.f('fk_push_subscriptions_device_id_devices')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_push_subscriptions')),
    sa.UniqueConstraint('device_id', name=op.f('uq_push_subscriptions_device_id'))
    )
    op.create_table('duty_alerts',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('order_id', sa.String(length=36), nullable=False),
    sa.Column('area_code', sa.String(length=8), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('raised_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('next_number', sa.Integer(), nullable=False),
    sa.Column('acknowledged_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('acknowledged_by_id', sa.String(length=36), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['acknowledged_by_id'], ['persons.id'], name=op.f('fk_duty_alerts_acknowledged_by_id_persons')),
    sa.ForeignKeyConstraint(['area_code'], ['areas.code'], name=op.f('fk_duty_alerts_area_code_areas')),
    sa.ForeignKeyConstraint(['order_id'], ['work_orders.id'], name=op.f('fk_duty_alerts_order_id_work_orders')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_alerts')),
    sa.UniqueConstraint('order_id', name=op.f('uq_duty_alerts_order_id'))
    )
    with op.batch_alter_table('duty_alerts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_alerts_area_code_duty_alerts_raised_at'), ['area_code', 'raised_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_duty_alerts_state_duty_alerts_next_at'), ['state', 'next_at'], unique=False)

    op.create_table('duty_acknowledgements',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('alert_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['alert_id'], ['duty_alerts.id'], name=op.f('fk_duty_acknowledgements_alert_id_duty_alerts')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_duty_acknowledgements_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_acknowledgements'))
    )
    with op.batch_alter_table('duty_acknowledgements', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_acknowledgements_alert_id'), ['alert_id'], unique=False)

    op.create_table('duty_steps',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('alert_id', sa.String(length=36), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('role', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['alert_id'], ['duty_alerts.id'], name=op.f('fk_duty_steps_alert_id_duty_alerts')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_duty_steps_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_steps'))
    )
    with op.batch_alter_table('duty_steps', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_steps_alert_id'), ['alert_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_duty_steps_person_id'), ['person_id'], unique=False)

    op.create_table('duty_deliveries',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('step_id', sa.String(length=36), nullable=False),
    sa.Column('channel', sa.String(length=10), nullable=False),
    sa.Column('subscription_id', sa.String(length=36), nullable=True),
    sa.Column('address', sa.String(length=1000), nullable=False),
    sa.Column('state', sa.String(length=10), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('next_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('sent_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('error', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['step_id'], ['duty_steps.id'], name=op.f('fk_duty_deliveries_step_id_duty_steps')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_deliveries'))
    )
    with op.batch_alter_table('duty_deliveries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_duty_deliveries_state_duty_deliveries_next_at'), ['state', 'next_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_duty_deliveries_step_id'), ['step_id'], unique=False)

    with op.batch_alter_table('areas', schema=None) as batch_op:
        batch_op.add_column(sa.Column('opens', sa.Time(), nullable=True))
        batch_op.add_column(sa.Column('closes', sa.Time(), nullable=True))

    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.add_column(sa.Column('email', sa.String(length=254), nullable=True))


def downgrade():
    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.drop_column('email')

    with op.batch_alter_table('areas', schema=None) as batch_op:
        batch_op.drop_column('closes')
        batch_op.drop_column('opens')

    op.drop_table('calendar_tokens')
    op.drop_table('duty_deliveries')
    op.drop_table('duty_steps')
    op.drop_table('duty_acknowledgements')
    op.drop_table('duty_alerts')
    op.drop_table('push_subscriptions')
    op.drop_table('duty_shifts')
    op.drop_table('duty_changes')
