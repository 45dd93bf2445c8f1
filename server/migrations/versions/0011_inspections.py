"""inspections: samples of spaces, their grades, the desk's tables"""

import sqlalchemy as sa
from alembic import op

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('inspections',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('property_id', sa.String(length=36), nullable=False),
    sa.Column('building_id', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('work', sa.String(length=30), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('inspector_id', sa.String(length=36), nullable=False),
    sa.Column('lot_size', sa.Integer(), nullable=False),
    sa.Column('on_fail', sa.String(length=20), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('made_by_id', sa.String(length=36), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_by_id', sa.String(length=36), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_inspections_building_id_buildings')),
    sa.ForeignKeyConstraint(['finished_by_id'], ['persons.id'], name=op.f('fk_inspections_finished_by_id_persons')),
    sa.ForeignKeyConstraint(['inspector_id'], ['persons.id'], name=op.f('fk_inspections_inspector_id_persons')),
    sa.ForeignKeyConstraint(['made_by_id'], ['persons.id'], name=op.f('fk_inspections_made_by_id_persons')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_inspections_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['property_id'], ['properties.id'], name=op.f('fk_inspections_property_id_properties')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspections'))
    )
    for columns in (
        ('building_id',),
        ('property_id', 'on'),
        ('organisation_id', 'on'),
        ('inspector_id', 'state'),
        ('state', 'finished_at'),
    ):
        _index('inspections', columns)

    op.create_table('inspected_spaces',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('inspection_id', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('space_id', sa.String(length=36), nullable=False),
    sa.Column('required', sa.Integer(), nullable=False),
    sa.Column('level', sa.Integer(), nullable=True),
    sa.Column('findings', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('by_id', sa.String(length=36), nullable=True),
    sa.Column('redo_of_id', sa.String(length=36), nullable=True),
    sa.Column('order_id', sa.String(length=36), nullable=True),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_inspected_spaces_by_id_persons')),
    sa.ForeignKeyConstraint(['inspection_id'], ['inspections.id'], name=op.f('fk_inspected_spaces_inspection_id_inspections')),
    sa.ForeignKeyConstraint(['order_id'], ['work_orders.id'], name=op.f('fk_inspected_spaces_order_id_work_orders')),
    sa.ForeignKeyConstraint(['redo_of_id'], ['visits.id'], name=op.f('fk_inspected_spaces_redo_of_id_visits')),
    sa.ForeignKeyConstraint(['space_id'], ['spaces.id'], name=op.f('fk_inspected_spaces_space_id_spaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inspected_spaces')),
    sa.UniqueConstraint('inspection_id', 'space_id', name=op.f('uq_inspected_spaces_inspection_id_space_id'))
    )
    for columns in (('space_id',), ('redo_of_id',), ('order_id',)):
        _index('inspected_spaces', columns)

    op.create_table('inspection_grades',
    sa.Column('operation_id', sa.String(length=36), nullable=False),
    sa.Column('inspected_space_id', sa.String(length=36), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.Column('findings', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('by_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('counts', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_inspection_grades_by_id_persons')),
    sa.ForeignKeyConstraint(['inspected_space_id'], ['inspected_spaces.id'], name=op.f('fk_inspection_grades_inspected_space_id_inspected_spaces')),
    sa.PrimaryKeyConstraint('operation_id', name=op.f('pk_inspection_grades'))
    )
    _index('inspection_grades', ('inspected_space_id', 'at'))

    op.create_table('sampling_steps',
    sa.Column('lot_from', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('sample', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('lot_from', name=op.f('pk_sampling_steps'))
    )
    op.create_table('required_levels',
    sa.Column('space_kind', sa.String(length=30), nullable=False),
    sa.Column('level', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('space_kind', name=op.f('pk_required_levels'))
    )


def downgrade():
    for table in ('required_levels', 'sampling_steps', 'inspection_grades', 'inspected_spaces', 'inspections'):
        op.drop_table(table)


def _index(table, columns):
    name = '_'.join(f'{table}_{column}' for column in columns) if len(columns) > 1 else f'{table}_{columns[0]}'
    op.create_index(op.f(f'ix_{name}'), table, list(columns), unique=False)
