"""residents: notifications, links, retention"""

from alembic import op
import sqlalchemy as sa

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        'order_visit_notes',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('order_id', sa.String(length=36), nullable=False),
        sa.Column('by_id', sa.String(length=36), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.Column('reason', sa.String(length=20), nullable=False),
        sa.Column('text', sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(['order_id'], ['work_orders.id'], name='fk_order_visit_notes_order_id_work_orders'),
        sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name='fk_order_visit_notes_by_id_persons'),
        sa.PrimaryKeyConstraint('id', name='pk_order_visit_notes'),
    )
    op.create_index('ix_order_visit_notes_order_id', 'order_visit_notes', ['order_id'])
    op.create_table(
        'resident_reports',
        sa.Column('order_id', sa.String(length=36), nullable=False),
        sa.Column('link_hash', sa.String(length=64), nullable=False),
        sa.Column('form_hash', sa.String(length=64), nullable=False),
        sa.Column('language', sa.String(length=5), nullable=False),
        sa.ForeignKeyConstraint(['order_id'], ['work_orders.id'], name='fk_resident_reports_order_id_work_orders'),
        sa.PrimaryKeyConstraint('order_id', name='pk_resident_reports'),
        sa.UniqueConstraint('link_hash', name='uq_resident_reports_link_hash'),
        sa.UniqueConstraint('form_hash', name='uq_resident_reports_form_hash'),
    )
    op.create_table(
        'erasures',
        sa.Column('id', sa.String(length=36), nullable=False),
        sa.Column('order_id', sa.String(length=36), nullable=False),
        sa.Column('fields', sa.JSON(none_as_null=True), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(['order_id'], ['work_orders.id'], name='fk_erasures_order_id_work_orders'),
        sa.PrimaryKeyConstraint('id', name='pk_erasures'),
    )
    op.create_index('ix_erasures_order_id', 'erasures', ['order_id'])
    with op.batch_alter_table('order_contacts') as batch:
        batch.add_column(sa.Column('email', sa.String(length=254), nullable=True))
        batch.add_column(sa.Column('preferred_time', sa.String(length=200), nullable=True))
    with op.batch_alter_table('inbox_operations') as batch:
        batch.add_column(sa.Column('erased_digest', sa.LargeBinary(), nullable=True))


def downgrade():
    with op.batch_alter_table('inbox_operations') as batch:
        batch.drop_column('erased_digest')
    with op.batch_alter_table('order_contacts') as batch:
        batch.drop_column('preferred_time')
        batch.drop_column('email')
    op.drop_index('ix_erasures_order_id', table_name='erasures')
    op.drop_table('erasures')
    op.drop_table('resident_reports')
    op.drop_index('ix_order_visit_notes_order_id', table_name='order_visit_notes')
    op.drop_table('order_visit_notes')
