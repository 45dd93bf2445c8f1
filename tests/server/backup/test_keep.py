"""Of many backups the newest are kept, and nothing else is touched."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from server.backup.keep import backups_in, name_of, throw_away
from server.backup.manifest import MANIFEST

NOW = datetime(2026, 3, 29, 3, 30, tzinfo=UTC)


def _make(folder: Path, made_at: datetime, *, is_whole: bool = True) -> Path:
    place = folder / name_of(made_at)
    place.mkdir()
    (place / "database.sqlite").touch()
    if is_whole:
        (place / MANIFEST).touch()
    return place


def test_the_newest_are_kept(tmp_path: Path) -> None:
    places = [_make(tmp_path, NOW - timedelta(days=days)) for days in range(20, -1, -1)]
    (tmp_path / "kierros-notes").mkdir()
    (tmp_path / "photos").mkdir()
    assert throw_away(tmp_path, 14, NOW) == places[:-14]
    assert backups_in(tmp_path) == places[-14:]
    assert (tmp_path / "kierros-notes").is_dir()
    assert (tmp_path / "photos").is_dir()


def test_half_a_backup_counts_for_nothing_and_is_thrown_away_after_a_day(tmp_path: Path) -> None:
    old = _make(tmp_path, NOW - timedelta(days=2), is_whole=False)
    under_way = _make(tmp_path, NOW - timedelta(hours=1), is_whole=False)
    whole = _make(tmp_path, NOW - timedelta(days=3))
    assert throw_away(tmp_path, 1, NOW) == [old]
    assert backups_in(tmp_path) == [whole]
    assert under_way.is_dir()
