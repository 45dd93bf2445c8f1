"""rounds: seasons, holidays, cover, confirmed briefs"""

import sqlalchemy as sa
from alembic import op

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('covers',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('plan_id', sa.String(length=36), nullable=True),
    sa.Column('absent_id', sa.String(length=36), nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=True),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('reason', sa.String(length=20), nullable=False),
    sa.Column('made_by_id', sa.String(length=36), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['absent_id'], ['persons.id'], name=op.f('fk_covers_absent_id_persons')),
    sa.ForeignKeyConstraint(['made_by_id'], ['persons.id'], name=op.f('fk_covers_made_by_id_persons')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_covers_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_covers_person_id_persons')),
    sa.ForeignKeyConstraint(['plan_id'], ['round_plans.id'], name=op.f('fk_covers_plan_id_round_plans')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_covers'))
    )
    for column in ('absent_id', 'ends_on', 'organisation_id', 'person_id', 'plan_id'):
        op.create_index(op.f(f'ix_covers_{column}'), 'covers', [column], unique=False)

    with op.batch_alter_table('round_plans', schema=None) as batch_op:
        batch_op.add_column(sa.Column('season_from', sa.String(length=5), nullable=True))
        batch_op.add_column(sa.Column('season_to', sa.String(length=5), nullable=True))
        batch_op.add_column(sa.Column('holidays', sa.String(length=20), nullable=False, server_default='keep'))
        batch_op.add_column(sa.Column('on_skip', sa.String(length=20), nullable=False, server_default='next_round'))
        batch_op.add_column(sa.Column('follows_id', sa.String(length=36), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_round_plans_follows_id_round_plans'), 'round_plans', ['follows_id'], ['id']
        )
        batch_op.create_index(batch_op.f('ix_round_plans_follows_id'), ['follows_id'], unique=False)
    with op.batch_alter_table('round_plans', schema=None) as batch_op:
        batch_op.alter_column('holidays', server_default=None)
        batch_op.alter_column('on_skip', server_default=None)

    with op.batch_alter_table('rounds', schema=None) as batch_op:
        batch_op.add_column(sa.Column('cover_id', sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column('is_returned', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.create_foreign_key(batch_op.f('fk_rounds_cover_id_covers'), 'covers', ['cover_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_rounds_cover_id'), ['cover_id'], unique=False)
    with op.batch_alter_table('rounds', schema=None) as batch_op:
        batch_op.alter_column('is_returned', server_default=None)

    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.add_column(sa.Column('carried_from_id', sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column('is_extra', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('withdrawn_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_visits_carried_from_id_visits'), 'visits', ['carried_from_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_visits_carried_from_id'), ['carried_from_id'], unique=False)
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.alter_column('is_extra', server_default=None)

    op.create_table('waiting_skips',
    sa.Column('visit_id', sa.String(length=36), nullable=False),
    sa.Column('property_id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['property_id'], ['properties.id'], name=op.f('fk_waiting_skips_property_id_properties')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_waiting_skips_visit_id_visits')),
    sa.PrimaryKeyConstraint('visit_id', name=op.f('pk_waiting_skips'))
    )
    op.create_index(op.f('ix_waiting_skips_property_id'), 'waiting_skips', ['property_id'], unique=False)

    with op.batch_alter_table('brief_items', schema=None) as batch_op:
        batch_op.add_column(sa.Column('valid_from', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('is_sensitive', sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column('made_by_id', sa.String(length=36), nullable=True))
        batch_op.add_column(sa.Column('made_at', sa.DateTime(timezone=True), nullable=True))
        batch_op.create_foreign_key(batch_op.f('fk_brief_items_made_by_id_persons'), 'persons', ['made_by_id'], ['id'])
    with op.batch_alter_table('brief_items', schema=None) as batch_op:
        batch_op.alter_column('is_sensitive', server_default=None)

    op.create_table('brief_confirmations',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('building_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('items', sa.JSON(none_as_null=True), nullable=False),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_brief_confirmations_building_id_buildings')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_brief_confirmations_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_brief_confirmations'))
    )
    op.create_index(
        op.f('ix_brief_confirmations_building_id_brief_confirmations_person_id'),
        'brief_confirmations', ['building_id', 'person_id'], unique=False,
    )
    op.create_index(
        op.f('ix_brief_confirmations_person_id_brief_confirmations_at'),
        'brief_confirmations', ['person_id', 'at'], unique=False,
    )


def downgrade():
    op.drop_table('brief_confirmations')
    with op.batch_alter_table('brief_items', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('fk_brief_items_made_by_id_persons'), type_='foreignkey')
        for column in ('made_at', 'made_by_id', 'is_sensitive', 'valid_from'):
            batch_op.drop_column(column)
    op.drop_table('waiting_skips')
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visits_carried_from_id'))
        batch_op.drop_constraint(batch_op.f('fk_visits_carried_from_id_visits'), type_='foreignkey')
        for column in ('withdrawn_at', 'is_extra', 'carried_from_id'):
            batch_op.drop_column(column)
    with op.batch_alter_table('rounds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rounds_cover_id'))
        batch_op.drop_constraint(batch_op.f('fk_rounds_cover_id_covers'), type_='foreignkey')
        for column in ('is_returned', 'withdrawn_at', 'cover_id'):
            batch_op.drop_column(column)
    with op.batch_alter_table('round_plans', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_round_plans_follows_id'))
        batch_op.drop_constraint(batch_op.f('fk_round_plans_follows_id_round_plans'), type_='foreignkey')
        for column in ('follows_id', 'on_skip', 'holidays', 'season_to', 'season_from'):
            batch_op.drop_column(column)
    op.drop_table('covers')
