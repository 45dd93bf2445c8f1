"""courtyard: records"""

import sqlalchemy as sa
from alembic import op

revision = '0008'
down_revision = '0007'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('courtyard_records',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('record_kind', sa.String(length=30), nullable=False),
    sa.Column('form_version', sa.Integer(), nullable=False),
    sa.Column('property_id', sa.String(length=36), nullable=False),
    sa.Column('building_id', sa.String(length=36), nullable=True),
    sa.Column('space_id', sa.String(length=36), nullable=True),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('by_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('fields', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('check_level', sa.String(length=20), nullable=True),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_courtyard_records_building_id_buildings')),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_courtyard_records_by_id_persons')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_courtyard_records_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['property_id'], ['properties.id'], name=op.f('fk_courtyard_records_property_id_properties')),
    sa.ForeignKeyConstraint(['space_id'], ['spaces.id'], name=op.f('fk_courtyard_records_space_id_spaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_courtyard_records'))
    )
    for columns in (
        ('property_id', 'record_kind', 'ended_at'),
        ('space_id', 'check_level', 'ended_at'),
        ('by_id', 'at'),
        ('organisation_id', 'ended_at'),
    ):
        _index('courtyard_records', columns)

    op.create_table('courtyard_corrections',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('record_id', sa.String(length=36), nullable=False),
    sa.Column('form_version', sa.Integer(), nullable=False),
    sa.Column('by_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('fields', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_courtyard_corrections_by_id_persons')),
    sa.ForeignKeyConstraint(['record_id'], ['courtyard_records.id'], name=op.f('fk_courtyard_corrections_record_id_courtyard_records')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_courtyard_corrections'))
    )
    _index('courtyard_corrections', ('record_id', 'at'))

    op.create_table('call_outs',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('group_id', sa.String(length=36), nullable=False),
    sa.Column('record_kind', sa.String(length=30), nullable=False),
    sa.Column('district_code', sa.String(length=8), nullable=False),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('made_by_id', sa.String(length=36), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ended_by_id', sa.String(length=36), nullable=True),
    sa.Column('ended_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['district_code'], ['districts.code'], name=op.f('fk_call_outs_district_code_districts')),
    sa.ForeignKeyConstraint(['ended_by_id'], ['persons.id'], name=op.f('fk_call_outs_ended_by_id_persons')),
    sa.ForeignKeyConstraint(['made_by_id'], ['persons.id'], name=op.f('fk_call_outs_made_by_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_call_outs'))
    )
    for columns in (('district_code', 'record_kind', 'made_at'), ('group_id',), ('made_at',)):
        _index('call_outs', columns)

    with op.batch_alter_table('log_entries', schema=None) as batch_op:
        batch_op.add_column(sa.Column('courtyard_record_id', sa.String(length=36), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f('fk_log_entries_courtyard_record_id_courtyard_records'),
            'courtyard_records', ['courtyard_record_id'], ['id'],
        )
        batch_op.create_index(batch_op.f('ix_log_entries_courtyard_record_id'), ['courtyard_record_id'], unique=False)


def downgrade():
    with op.batch_alter_table('log_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_log_entries_courtyard_record_id'))
        batch_op.drop_constraint(batch_op.f('fk_log_entries_courtyard_record_id_courtyard_records'), type_='foreignkey')
        batch_op.drop_column('courtyard_record_id')
    for table in ('call_outs', 'courtyard_corrections', 'courtyard_records'):
        op.drop_table(table)


def _index(table, columns):
    name = '_'.join(f'{table}_{column}' for column in columns) if len(columns) > 1 else f'{table}_{columns[0]}'
    op.create_index(op.f(f'ix_{name}'), table, list(columns), unique=False)
