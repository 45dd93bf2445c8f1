"""products: licences that are warned of"""

import sqlalchemy as sa
from alembic import op

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('licence_warnings',
    sa.Column('licence_id', sa.String(length=36), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('warned_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['licence_id'], ['licences.id'], name=op.f('fk_licence_warnings_licence_id_licences')),
    sa.PrimaryKeyConstraint('licence_id', name=op.f('pk_licence_warnings'))
    )


def downgrade():
    op.drop_table('licence_warnings')
