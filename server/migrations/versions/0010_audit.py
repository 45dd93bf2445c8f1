"""audit: the chained log"""

from alembic import op
import sqlalchemy as sa

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('audit_rows',
    sa.Column('n', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('by_kind', sa.String(length=20), nullable=False),
    sa.Column('by', sa.String(length=100), nullable=False),
    sa.Column('what', sa.String(length=10), nullable=False),
    sa.Column('in_table', sa.String(length=50), nullable=False),
    sa.Column('row_key', sa.String(length=200), nullable=False),
    sa.Column('before', sa.Text(), nullable=True),
    sa.Column('after', sa.Text(), nullable=True),
    sa.Column('hash', sa.LargeBinary(length=32), nullable=False),
    sa.PrimaryKeyConstraint('n', name=op.f('pk_audit_rows'))
    )
    with op.batch_alter_table('audit_rows', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_audit_rows_at'), ['at'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_rows_by_audit_rows_n'), ['by', 'n'], unique=False)
        batch_op.create_index(batch_op.f('ix_audit_rows_in_table_audit_rows_row_key'), ['in_table', 'row_key'], unique=False)

    op.create_table('audit_head',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('n', sa.Integer(), nullable=False),
    sa.Column('hash', sa.LargeBinary(length=32), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_head'))
    )


def downgrade():
    op.drop_table('audit_head')
    op.drop_table('audit_rows')
