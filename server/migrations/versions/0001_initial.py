"""initial"""

from alembic import op
import sqlalchemy as sa

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table('areas',
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('name_fi', sa.String(length=100), nullable=False),
    sa.Column('name_sv', sa.String(length=100), nullable=False),
    sa.Column('name_en', sa.String(length=100), nullable=False),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_areas'))
    )
    op.create_table('feed_buckets',
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('documents', sa.BigInteger(), nullable=False),
    sa.Column('sum', sa.BigInteger(), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_feed_buckets'))
    )
    op.create_table('feed_documents',
    sa.Column('id', sa.String(length=100), nullable=False),
    sa.Column('revision', sa.BigInteger(), nullable=False),
    sa.Column('digest', sa.LargeBinary(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feed_documents'))
    )
    op.create_table('feed_history',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('epoch', sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_feed_history'))
    )
    op.create_table('order_numbers',
    sa.Column('number', sa.Integer(), autoincrement=True, nullable=False),
    sa.Column('order_id', sa.String(length=36), nullable=False),
    sa.PrimaryKeyConstraint('number', name=op.f('pk_order_numbers')),
    sa.UniqueConstraint('order_id', name=op.f('uq_order_numbers_order_id')),
    sqlite_autoincrement=True
    )
    op.create_table('organisations',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('kind', sa.String(length=20), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_organisations')),
    sa.UniqueConstraint('name', name=op.f('uq_organisations_name'))
    )
    op.create_table('products',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('manufacturer', sa.String(length=200), nullable=False),
    sa.Column('purpose', sa.String(length=30), nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=False),
    sa.Column('gtin', sa.String(length=14), nullable=True),
    sa.Column('hazards', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('signal_word', sa.String(length=10), nullable=True),
    sa.Column('h_statements', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('p_statements', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('dosing', sa.JSON(none_as_null=True), nullable=True),
    sa.Column('sds_revised_on', sa.Date(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_products')),
    sa.UniqueConstraint('gtin', name=op.f('uq_products_gtin')),
    sa.UniqueConstraint('name', name=op.f('uq_products_name'))
    )
    op.create_table('districts',
    sa.Column('code', sa.String(length=8), nullable=False),
    sa.Column('area_code', sa.String(length=8), nullable=False),
    sa.Column('name_fi', sa.String(length=100), nullable=False),
    sa.Column('name_sv', sa.String(length=100), nullable=False),
    sa.Column('name_en', sa.String(length=100), nullable=False),
    sa.ForeignKeyConstraint(['area_code'], ['areas.code'], name=op.f('fk_districts_area_code_areas')),
    sa.PrimaryKeyConstraint('code', name=op.f('pk_districts'))
    )
    with op.batch_alter_table('districts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_districts_area_code'), ['area_code'], unique=False)

    op.create_table('feed_entries',
    sa.Column('bucket', sa.String(length=100), nullable=False),
    sa.Column('document_id', sa.String(length=100), nullable=False),
    sa.Column('version', sa.BigInteger(), nullable=False),
    sa.Column('revision', sa.BigInteger(), nullable=False),
    sa.Column('is_deleted', sa.Boolean(), nullable=False),
    sa.Column('line', sa.LargeBinary(), nullable=False),
    sa.ForeignKeyConstraint(['bucket'], ['feed_buckets.name'], name=op.f('fk_feed_entries_bucket_feed_buckets')),
    sa.ForeignKeyConstraint(['document_id'], ['feed_documents.id'], name=op.f('fk_feed_entries_document_id_feed_documents')),
    sa.PrimaryKeyConstraint('bucket', 'document_id', name=op.f('pk_feed_entries'))
    )
    with op.batch_alter_table('feed_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_feed_entries_bucket_feed_entries_version'), ['bucket', 'version'], unique=True)
        batch_op.create_index(batch_op.f('ix_feed_entries_document_id'), ['document_id'], unique=False)

    op.create_table('licences',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('product_id', sa.String(length=36), nullable=False),
    sa.Column('label', sa.String(length=20), nullable=False),
    sa.Column('licence', sa.String(length=50), nullable=False),
    sa.Column('valid_from', sa.Date(), nullable=False),
    sa.Column('valid_until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_licences_product_id_products')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_licences'))
    )
    with op.batch_alter_table('licences', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_licences_product_id'), ['product_id'], unique=False)

    op.create_table('persons',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('role', sa.String(length=30), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=True),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.Column('username', sa.String(length=100), nullable=True),
    sa.Column('password_hash', sa.String(length=200), nullable=True),
    sa.Column('must_change_password', sa.Boolean(), nullable=False),
    sa.Column('session_version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_persons_organisation_id_organisations')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_persons')),
    sa.UniqueConstraint('username', name=op.f('uq_persons_username'))
    )
    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_persons_organisation_id'), ['organisation_id'], unique=False)

    op.create_table('stock_items',
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('product_id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_stock_items_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_stock_items_product_id_products')),
    sa.PrimaryKeyConstraint('organisation_id', 'product_id', name=op.f('pk_stock_items'))
    )
    with op.batch_alter_table('stock_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_stock_items_product_id'), ['product_id'], unique=False)

    op.create_table('devices',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('joined_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('last_contact_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('build', sa.String(length=50), nullable=True),
    sa.Column('pending_count', sa.Integer(), nullable=False),
    sa.Column('pending_oldest_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_devices_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_devices'))
    )
    with op.batch_alter_table('devices', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_devices_person_id'), ['person_id'], unique=False)

    op.create_table('join_codes',
    sa.Column('code_hash', sa.String(length=64), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('made_by_id', sa.String(length=36), nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['made_by_id'], ['persons.id'], name=op.f('fk_join_codes_made_by_id_persons')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_join_codes_person_id_persons')),
    sa.PrimaryKeyConstraint('code_hash', name=op.f('pk_join_codes'))
    )
    with op.batch_alter_table('join_codes', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_join_codes_person_id'), ['person_id'], unique=False)

    op.create_table('person_districts',
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('district_code', sa.String(length=8), nullable=False),
    sa.ForeignKeyConstraint(['district_code'], ['districts.code'], name=op.f('fk_person_districts_district_code_districts')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_person_districts_person_id_persons')),
    sa.PrimaryKeyConstraint('person_id', 'district_code', name=op.f('pk_person_districts'))
    )
    with op.batch_alter_table('person_districts', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_person_districts_district_code'), ['district_code'], unique=False)

    op.create_table('properties',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('code', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('postal_code', sa.String(length=10), nullable=False),
    sa.Column('district_code', sa.String(length=8), nullable=False),
    sa.Column('building_manager_id', sa.String(length=36), nullable=True),
    sa.ForeignKeyConstraint(['building_manager_id'], ['persons.id'], name=op.f('fk_properties_building_manager_id_persons')),
    sa.ForeignKeyConstraint(['district_code'], ['districts.code'], name=op.f('fk_properties_district_code_districts')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_properties')),
    sa.UniqueConstraint('code', name=op.f('uq_properties_code'))
    )
    with op.batch_alter_table('properties', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_properties_address'), ['address'], unique=False)
        batch_op.create_index(batch_op.f('ix_properties_building_manager_id'), ['building_manager_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_properties_district_code'), ['district_code'], unique=False)

    op.create_table('buildings',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('property_id', sa.String(length=36), nullable=False),
    sa.Column('permanent_id', sa.String(length=10), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('address', sa.String(length=200), nullable=False),
    sa.Column('cleaning_provider_id', sa.String(length=36), nullable=False),
    sa.ForeignKeyConstraint(['cleaning_provider_id'], ['organisations.id'], name=op.f('fk_buildings_cleaning_provider_id_organisations')),
    sa.ForeignKeyConstraint(['property_id'], ['properties.id'], name=op.f('fk_buildings_property_id_properties')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_buildings')),
    sa.UniqueConstraint('permanent_id', name=op.f('uq_buildings_permanent_id'))
    )
    with op.batch_alter_table('buildings', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_buildings_cleaning_provider_id'), ['cleaning_provider_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_buildings_property_id'), ['property_id'], unique=False)

    op.create_table('device_tokens',
    sa.Column('token_hash', sa.String(length=64), nullable=False),
    sa.Column('device_id', sa.String(length=36), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['devices.id'], name=op.f('fk_device_tokens_device_id_devices')),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_device_tokens'))
    )
    with op.batch_alter_table('device_tokens', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_device_tokens_device_id'), ['device_id'], unique=False)

    op.create_table('inbox_operations',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('device_id', sa.String(length=36), nullable=False),
    sa.Column('stream', sa.String(length=36), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=True),
    sa.Column('kind', sa.String(length=50), nullable=True),
    sa.Column('target', sa.String(length=100), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('corrected_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('raw', sa.LargeBinary(), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('flags', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('reason', sa.String(length=50), nullable=True),
    sa.Column('detail', sa.Text(), nullable=True),
    sa.Column('at', sa.JSON(none_as_null=True), nullable=False),
    sa.ForeignKeyConstraint(['device_id'], ['devices.id'], name=op.f('fk_inbox_operations_device_id_devices')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_inbox_operations_person_id_persons')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_inbox_operations'))
    )
    with op.batch_alter_table('inbox_operations', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_inbox_operations_device_id_inbox_operations_stream_inbox_operations_sequence'), ['device_id', 'stream', 'sequence'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbox_operations_person_id_inbox_operations_received_at'), ['person_id', 'received_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbox_operations_status_inbox_operations_received_at'), ['status', 'received_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_inbox_operations_target'), ['target'], unique=False)

    op.create_table('brief_items',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('building_id', sa.String(length=36), nullable=False),
    sa.Column('topic', sa.String(length=20), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('language', sa.String(length=5), nullable=False),
    sa.Column('valid_to', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_brief_items_building_id_buildings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_brief_items'))
    )
    with op.batch_alter_table('brief_items', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_brief_items_building_id_brief_items_id'), ['building_id', 'id'], unique=False)

    op.create_table('round_plans',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('property_id', sa.String(length=36), nullable=False),
    sa.Column('building_id', sa.String(length=36), nullable=True),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=True),
    sa.Column('work', sa.String(length=30), nullable=False),
    sa.Column('rrule', sa.String(length=200), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_round_plans_building_id_buildings')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_round_plans_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_round_plans_person_id_persons')),
    sa.ForeignKeyConstraint(['property_id'], ['properties.id'], name=op.f('fk_round_plans_property_id_properties')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_round_plans'))
    )
    with op.batch_alter_table('round_plans', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_round_plans_building_id'), ['building_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_round_plans_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_round_plans_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_round_plans_property_id'), ['property_id'], unique=False)

    op.create_table('spaces',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('building_id', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('floor', sa.String(length=20), nullable=True),
    sa.Column('area_m2', sa.Float(), nullable=False),
    sa.Column('norm_minutes', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_spaces_building_id_buildings')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_spaces')),
    sa.UniqueConstraint('building_id', 'kind', 'name', name=op.f('uq_spaces_building_id_kind_name'))
    )
    with op.batch_alter_table('spaces', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_spaces_building_id'), ['building_id'], unique=False)

    op.create_table('plan_visits',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('plan_id', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('space_id', sa.String(length=36), nullable=False),
    sa.Column('tasks', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('norm_minutes', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['plan_id'], ['round_plans.id'], name=op.f('fk_plan_visits_plan_id_round_plans')),
    sa.ForeignKeyConstraint(['space_id'], ['spaces.id'], name=op.f('fk_plan_visits_space_id_spaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_plan_visits')),
    sa.UniqueConstraint('plan_id', 'position', name=op.f('uq_plan_visits_plan_id_position'))
    )
    with op.batch_alter_table('plan_visits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_plan_visits_plan_id'), ['plan_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_plan_visits_space_id'), ['space_id'], unique=False)

    op.create_table('rounds',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('plan_id', sa.String(length=36), nullable=True),
    sa.Column('property_id', sa.String(length=36), nullable=False),
    sa.Column('building_id', sa.String(length=36), nullable=True),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=True),
    sa.Column('work', sa.String(length=30), nullable=False),
    sa.Column('on', sa.Date(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('finished_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('note', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_rounds_building_id_buildings')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_rounds_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_rounds_person_id_persons')),
    sa.ForeignKeyConstraint(['plan_id'], ['round_plans.id'], name=op.f('fk_rounds_plan_id_round_plans')),
    sa.ForeignKeyConstraint(['property_id'], ['properties.id'], name=op.f('fk_rounds_property_id_properties')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_rounds')),
    sa.UniqueConstraint('plan_id', 'on', name=op.f('uq_rounds_plan_id_on'))
    )
    with op.batch_alter_table('rounds', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_rounds_building_id'), ['building_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rounds_on_rounds_state'), ['on', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_rounds_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_rounds_person_id_rounds_on'), ['person_id', 'on'], unique=False)
        batch_op.create_index(batch_op.f('ix_rounds_property_id'), ['property_id'], unique=False)

    op.create_table('work_orders',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('property_id', sa.String(length=36), nullable=False),
    sa.Column('building_id', sa.String(length=36), nullable=True),
    sa.Column('space_id', sa.String(length=36), nullable=True),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('category', sa.String(length=30), nullable=False),
    sa.Column('trade', sa.String(length=20), nullable=False),
    sa.Column('urgency', sa.String(length=10), nullable=False),
    sa.Column('description', sa.Text(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('reporter', sa.String(length=20), nullable=False),
    sa.Column('reported_by_id', sa.String(length=36), nullable=True),
    sa.Column('reported_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('due_on', sa.Date(), nullable=True),
    sa.Column('start_by', sa.DateTime(timezone=True), nullable=True),
    sa.Column('assigned_to_id', sa.String(length=36), nullable=True),
    sa.Column('entry', sa.String(length=20), nullable=False),
    sa.Column('started_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('completed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('completed_by_id', sa.String(length=36), nullable=True),
    sa.Column('closed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('result', sa.String(length=30), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('result_text', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['assigned_to_id'], ['persons.id'], name=op.f('fk_work_orders_assigned_to_id_persons')),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_work_orders_building_id_buildings')),
    sa.ForeignKeyConstraint(['completed_by_id'], ['persons.id'], name=op.f('fk_work_orders_completed_by_id_persons')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_work_orders_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['property_id'], ['properties.id'], name=op.f('fk_work_orders_property_id_properties')),
    sa.ForeignKeyConstraint(['reported_by_id'], ['persons.id'], name=op.f('fk_work_orders_reported_by_id_persons')),
    sa.ForeignKeyConstraint(['space_id'], ['spaces.id'], name=op.f('fk_work_orders_space_id_spaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_work_orders')),
    sa.UniqueConstraint('number', name=op.f('uq_work_orders_number'))
    )
    with op.batch_alter_table('work_orders', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_work_orders_assigned_to_id_work_orders_state'), ['assigned_to_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_work_orders_building_id'), ['building_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_work_orders_organisation_id'), ['organisation_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_work_orders_property_id_work_orders_state'), ['property_id', 'state'], unique=False)
        batch_op.create_index(batch_op.f('ix_work_orders_state_work_orders_due_on'), ['state', 'due_on'], unique=False)

    op.create_table('order_comments',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('order_id', sa.String(length=36), nullable=False),
    sa.Column('by_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_order_comments_by_id_persons')),
    sa.ForeignKeyConstraint(['order_id'], ['work_orders.id'], name=op.f('fk_order_comments_order_id_work_orders')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_comments'))
    )
    with op.batch_alter_table('order_comments', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_comments_order_id'), ['order_id'], unique=False)

    op.create_table('order_completions',
    sa.Column('operation_id', sa.String(length=36), nullable=False),
    sa.Column('order_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('result', sa.String(length=30), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['work_orders.id'], name=op.f('fk_order_completions_order_id_work_orders')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_order_completions_person_id_persons')),
    sa.PrimaryKeyConstraint('operation_id', name=op.f('pk_order_completions'))
    )
    with op.batch_alter_table('order_completions', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_completions_order_id'), ['order_id'], unique=False)

    op.create_table('order_contacts',
    sa.Column('order_id', sa.String(length=36), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('phone', sa.String(length=30), nullable=False),
    sa.Column('apartment', sa.String(length=50), nullable=False),
    sa.Column('pets', sa.String(length=200), nullable=True),
    sa.Column('alarm', sa.String(length=200), nullable=True),
    sa.ForeignKeyConstraint(['order_id'], ['work_orders.id'], name=op.f('fk_order_contacts_order_id_work_orders')),
    sa.PrimaryKeyConstraint('order_id', name=op.f('pk_order_contacts'))
    )
    op.create_table('order_events',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('order_id', sa.String(length=36), nullable=False),
    sa.Column('what', sa.String(length=30), nullable=False),
    sa.Column('by_id', sa.String(length=36), nullable=True),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('details', sa.JSON(none_as_null=True), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_order_events_by_id_persons')),
    sa.ForeignKeyConstraint(['order_id'], ['work_orders.id'], name=op.f('fk_order_events_order_id_work_orders')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_order_events'))
    )
    with op.batch_alter_table('order_events', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_order_events_order_id'), ['order_id'], unique=False)

    op.create_table('product_uses',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('product_id', sa.String(length=36), nullable=False),
    sa.Column('amount', sa.Float(), nullable=False),
    sa.Column('unit', sa.String(length=5), nullable=False),
    sa.Column('property_id', sa.String(length=36), nullable=False),
    sa.Column('building_id', sa.String(length=36), nullable=True),
    sa.Column('round_id', sa.String(length=36), nullable=True),
    sa.Column('order_id', sa.String(length=36), nullable=True),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('by_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('is_eco_labelled', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.String(length=30), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('voided_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_product_uses_building_id_buildings')),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_product_uses_by_id_persons')),
    sa.ForeignKeyConstraint(['order_id'], ['work_orders.id'], name=op.f('fk_product_uses_order_id_work_orders')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_product_uses_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['product_id'], ['products.id'], name=op.f('fk_product_uses_product_id_products')),
    sa.ForeignKeyConstraint(['property_id'], ['properties.id'], name=op.f('fk_product_uses_property_id_properties')),
    sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_product_uses_round_id_rounds')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_product_uses'))
    )
    with op.batch_alter_table('product_uses', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_product_uses_building_id'), ['building_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_product_uses_by_id_product_uses_at'), ['by_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_product_uses_organisation_id_product_uses_at'), ['organisation_id', 'at'], unique=False)
        batch_op.create_index(batch_op.f('ix_product_uses_product_id'), ['product_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_product_uses_property_id'), ['property_id'], unique=False)

    op.create_table('visits',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('round_id', sa.String(length=36), nullable=False),
    sa.Column('position', sa.Integer(), nullable=False),
    sa.Column('space_id', sa.String(length=36), nullable=False),
    sa.Column('tasks', sa.JSON(none_as_null=True), nullable=False),
    sa.Column('norm_minutes', sa.Integer(), nullable=False),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('by_id', sa.String(length=36), nullable=True),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=30), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.Column('is_returned', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['by_id'], ['persons.id'], name=op.f('fk_visits_by_id_persons')),
    sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_visits_round_id_rounds')),
    sa.ForeignKeyConstraint(['space_id'], ['spaces.id'], name=op.f('fk_visits_space_id_spaces')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_visits')),
    sa.UniqueConstraint('round_id', 'position', name=op.f('uq_visits_round_id_position'))
    )
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visits_round_id'), ['round_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visits_space_id'), ['space_id'], unique=False)

    op.create_table('log_entries',
    sa.Column('operation_id', sa.String(length=36), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('organisation_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=50), nullable=True),
    sa.Column('recorded_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('received_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('status', sa.String(length=20), nullable=False),
    sa.Column('district_code', sa.String(length=8), nullable=True),
    sa.Column('property_id', sa.String(length=36), nullable=True),
    sa.Column('building_id', sa.String(length=36), nullable=True),
    sa.Column('round_id', sa.String(length=36), nullable=True),
    sa.Column('visit_id', sa.String(length=36), nullable=True),
    sa.Column('order_id', sa.String(length=36), nullable=True),
    sa.Column('product_use_id', sa.String(length=36), nullable=True),
    sa.Column('state', sa.String(length=20), nullable=False),
    sa.Column('reviewed_by_id', sa.String(length=36), nullable=True),
    sa.Column('reviewed_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('comment', sa.Text(), nullable=True),
    sa.Column('is_redone', sa.Boolean(), nullable=False),
    sa.ForeignKeyConstraint(['building_id'], ['buildings.id'], name=op.f('fk_log_entries_building_id_buildings')),
    sa.ForeignKeyConstraint(['district_code'], ['districts.code'], name=op.f('fk_log_entries_district_code_districts')),
    sa.ForeignKeyConstraint(['operation_id'], ['inbox_operations.id'], name=op.f('fk_log_entries_operation_id_inbox_operations')),
    sa.ForeignKeyConstraint(['order_id'], ['work_orders.id'], name=op.f('fk_log_entries_order_id_work_orders')),
    sa.ForeignKeyConstraint(['organisation_id'], ['organisations.id'], name=op.f('fk_log_entries_organisation_id_organisations')),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_log_entries_person_id_persons')),
    sa.ForeignKeyConstraint(['product_use_id'], ['product_uses.id'], name=op.f('fk_log_entries_product_use_id_product_uses')),
    sa.ForeignKeyConstraint(['property_id'], ['properties.id'], name=op.f('fk_log_entries_property_id_properties')),
    sa.ForeignKeyConstraint(['reviewed_by_id'], ['persons.id'], name=op.f('fk_log_entries_reviewed_by_id_persons')),
    sa.ForeignKeyConstraint(['round_id'], ['rounds.id'], name=op.f('fk_log_entries_round_id_rounds')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_log_entries_visit_id_visits')),
    sa.PrimaryKeyConstraint('operation_id', name=op.f('pk_log_entries'))
    )
    with op.batch_alter_table('log_entries', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_log_entries_district_code_log_entries_state_log_entries_recorded_at'), ['district_code', 'state', 'recorded_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_log_entries_order_id'), ['order_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_log_entries_organisation_id_log_entries_state_log_entries_recorded_at'), ['organisation_id', 'state', 'recorded_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_log_entries_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_log_entries_product_use_id'), ['product_use_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_log_entries_property_id'), ['property_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_log_entries_round_id'), ['round_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_log_entries_state_log_entries_recorded_at'), ['state', 'recorded_at'], unique=False)
        batch_op.create_index(batch_op.f('ix_log_entries_visit_id'), ['visit_id'], unique=False)

    op.create_table('visit_records',
    sa.Column('operation_id', sa.String(length=36), nullable=False),
    sa.Column('visit_id', sa.String(length=36), nullable=False),
    sa.Column('kind', sa.String(length=30), nullable=False),
    sa.Column('person_id', sa.String(length=36), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('minutes', sa.Integer(), nullable=True),
    sa.Column('reason', sa.String(length=30), nullable=True),
    sa.Column('text', sa.Text(), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['persons.id'], name=op.f('fk_visit_records_person_id_persons')),
    sa.ForeignKeyConstraint(['visit_id'], ['visits.id'], name=op.f('fk_visit_records_visit_id_visits')),
    sa.PrimaryKeyConstraint('operation_id', name=op.f('pk_visit_records'))
    )
    with op.batch_alter_table('visit_records', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_visit_records_person_id'), ['person_id'], unique=False)
        batch_op.create_index(batch_op.f('ix_visit_records_visit_id'), ['visit_id'], unique=False)



def downgrade():
    with op.batch_alter_table('visit_records', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visit_records_visit_id'))
        batch_op.drop_index(batch_op.f('ix_visit_records_person_id'))

    op.drop_table('visit_records')
    with op.batch_alter_table('log_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_log_entries_visit_id'))
        batch_op.drop_index(batch_op.f('ix_log_entries_state_log_entries_recorded_at'))
        batch_op.drop_index(batch_op.f('ix_log_entries_round_id'))
        batch_op.drop_index(batch_op.f('ix_log_entries_property_id'))
        batch_op.drop_index(batch_op.f('ix_log_entries_product_use_id'))
        batch_op.drop_index(batch_op.f('ix_log_entries_person_id'))
        batch_op.drop_index(batch_op.f('ix_log_entries_organisation_id_log_entries_state_log_entries_recorded_at'))
        batch_op.drop_index(batch_op.f('ix_log_entries_order_id'))
        batch_op.drop_index(batch_op.f('ix_log_entries_district_code_log_entries_state_log_entries_recorded_at'))

    op.drop_table('log_entries')
    with op.batch_alter_table('visits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_visits_space_id'))
        batch_op.drop_index(batch_op.f('ix_visits_round_id'))

    op.drop_table('visits')
    with op.batch_alter_table('product_uses', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_product_uses_property_id'))
        batch_op.drop_index(batch_op.f('ix_product_uses_product_id'))
        batch_op.drop_index(batch_op.f('ix_product_uses_organisation_id_product_uses_at'))
        batch_op.drop_index(batch_op.f('ix_product_uses_by_id_product_uses_at'))
        batch_op.drop_index(batch_op.f('ix_product_uses_building_id'))

    op.drop_table('product_uses')
    with op.batch_alter_table('order_events', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_events_order_id'))

    op.drop_table('order_events')
    op.drop_table('order_contacts')
    with op.batch_alter_table('order_completions', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_completions_order_id'))

    op.drop_table('order_completions')
    with op.batch_alter_table('order_comments', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_order_comments_order_id'))

    op.drop_table('order_comments')
    with op.batch_alter_table('work_orders', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_work_orders_state_work_orders_due_on'))
        batch_op.drop_index(batch_op.f('ix_work_orders_property_id_work_orders_state'))
        batch_op.drop_index(batch_op.f('ix_work_orders_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_work_orders_building_id'))
        batch_op.drop_index(batch_op.f('ix_work_orders_assigned_to_id_work_orders_state'))

    op.drop_table('work_orders')
    with op.batch_alter_table('rounds', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_rounds_property_id'))
        batch_op.drop_index(batch_op.f('ix_rounds_person_id_rounds_on'))
        batch_op.drop_index(batch_op.f('ix_rounds_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_rounds_on_rounds_state'))
        batch_op.drop_index(batch_op.f('ix_rounds_building_id'))

    op.drop_table('rounds')
    with op.batch_alter_table('plan_visits', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_plan_visits_space_id'))
        batch_op.drop_index(batch_op.f('ix_plan_visits_plan_id'))

    op.drop_table('plan_visits')
    with op.batch_alter_table('spaces', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_spaces_building_id'))

    op.drop_table('spaces')
    with op.batch_alter_table('round_plans', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_round_plans_property_id'))
        batch_op.drop_index(batch_op.f('ix_round_plans_person_id'))
        batch_op.drop_index(batch_op.f('ix_round_plans_organisation_id'))
        batch_op.drop_index(batch_op.f('ix_round_plans_building_id'))

    op.drop_table('round_plans')
    with op.batch_alter_table('brief_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_brief_items_building_id_brief_items_id'))

    op.drop_table('brief_items')
    with op.batch_alter_table('inbox_operations', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_inbox_operations_target'))
        batch_op.drop_index(batch_op.f('ix_inbox_operations_status_inbox_operations_received_at'))
        batch_op.drop_index(batch_op.f('ix_inbox_operations_person_id_inbox_operations_received_at'))
        batch_op.drop_index(batch_op.f('ix_inbox_operations_device_id_inbox_operations_stream_inbox_operations_sequence'))

    op.drop_table('inbox_operations')
    with op.batch_alter_table('device_tokens', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_device_tokens_device_id'))

    op.drop_table('device_tokens')
    with op.batch_alter_table('buildings', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_buildings_property_id'))
        batch_op.drop_index(batch_op.f('ix_buildings_cleaning_provider_id'))

    op.drop_table('buildings')
    with op.batch_alter_table('properties', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_properties_district_code'))
        batch_op.drop_index(batch_op.f('ix_properties_building_manager_id'))
        batch_op.drop_index(batch_op.f('ix_properties_address'))

    op.drop_table('properties')
    with op.batch_alter_table('person_districts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_person_districts_district_code'))

    op.drop_table('person_districts')
    with op.batch_alter_table('join_codes', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_join_codes_person_id'))

    op.drop_table('join_codes')
    with op.batch_alter_table('devices', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_devices_person_id'))

    op.drop_table('devices')
    with op.batch_alter_table('stock_items', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_stock_items_product_id'))

    op.drop_table('stock_items')
    with op.batch_alter_table('persons', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_persons_organisation_id'))

    op.drop_table('persons')
    with op.batch_alter_table('licences', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_licences_product_id'))

    op.drop_table('licences')
    with op.batch_alter_table('feed_entries', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_feed_entries_document_id'))
        batch_op.drop_index(batch_op.f('ix_feed_entries_bucket_feed_entries_version'))

    op.drop_table('feed_entries')
    with op.batch_alter_table('districts', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_districts_area_code'))

    op.drop_table('districts')
    op.drop_table('products')
    op.drop_table('organisations')
    op.drop_table('order_numbers')
    op.drop_table('feed_history')
    op.drop_table('feed_documents')
    op.drop_table('feed_buckets')
    op.drop_table('areas')
