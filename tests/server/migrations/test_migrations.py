"""The migrations make exactly the tables of the models."""

from __future__ import annotations

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from server import create_app
from server.config import Settings
from server.database import Base, db
from tests.conftest import NewDatabase


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


def test_they_make_the_models_tables(new_database: NewDatabase, tmp_path: Path) -> None:
    with new_database(tmp_path) as url:
        assert _differences(url, tmp_path) == []
