"""feed: floors, times of tombstones, the newest backup, snapshots"""

from datetime import UTC, datetime

from alembic import op
import sqlalchemy as sa

revision = '0002'
down_revision = '0001'
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table('feed_buckets', schema=None) as batch_op:
        batch_op.add_column(sa.Column('floor', sa.BigInteger(), server_default='0', nullable=False))

    with op.batch_alter_table('feed_history', schema=None) as batch_op:
        batch_op.add_column(sa.Column('backup_through', sa.DateTime(timezone=True), nullable=True))

    with op.batch_alter_table('feed_entries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('deleted_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index(
            batch_op.f('ix_feed_entries_deleted_at'), ['deleted_at'], unique=False,
            sqlite_where=sa.text('deleted_at IS NOT NULL'), postgresql_where=sa.text('deleted_at IS NOT NULL'),
        )

    # Nobody knows since when they are gone: they are kept for the whole time from now.
    entries = sa.table('feed_entries', sa.column('deleted_at', sa.DateTime(timezone=True)), sa.column('is_deleted', sa.Boolean()))
    op.execute(entries.update().where(entries.c.is_deleted).values(deleted_at=datetime.now(UTC)))

    op.create_table('feed_snapshots',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('bucket', sa.String(length=100), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('files', sa.Integer(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['bucket'], ['feed_buckets.name'], name=op.f('fk_feed_snapshots_bucket_feed_buckets')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feed_snapshots')),
    sa.UniqueConstraint('bucket', name=op.f('uq_feed_snapshots_bucket'))
    )


def downgrade():
    op.drop_table('feed_snapshots')
    with op.batch_alter_table('feed_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feed_entries_deleted_at'))
        batch_op.drop_column('deleted_at')

    with op.batch_alter_table('feed_history', schema=None) as batch_op:
        batch_op.drop_column('backup_through')

    with op.batch_alter_table('feed_buckets', schema=None) as batch_op:
        batch_op.drop_column('floor')
