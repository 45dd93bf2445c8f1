"""The migrations make exactly the tables of the models, on both databases."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from server import create_app
from server.config import Settings
from server.database import Base, db
from tests.postgresql import running_server


def _differences(url: str, folder: Path) -> list[object]:
    app = create_app(Settings(instance_path=folder, database_url=url, secret_key="test"))
    result = app.test_cli_runner().invoke(args=["init"])
    assert result.exit_code == 0, result.output
    with app.app_context():
        try:
            with db.engine.connect() as connection:
                return list(compare_metadata(MigrationContext.configure(connection), Base.metadata))
        finally:
            db.engine.dispose()


def test_on_sqlite(tmp_path: Path) -> None:
    assert _differences(f"sqlite:///{tmp_path / 'new.sqlite'}", tmp_path) == []


@pytest.mark.postgres
def test_on_postgresql(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> None:
    with running_server(tmp_path_factory.mktemp("pg")) as make_database:
        assert _differences(make_database("migrated", None), tmp_path) == []
