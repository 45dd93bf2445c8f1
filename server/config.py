"""Settings, read once from the environment (`KIERROS_*`). docs/settings.md lists them for operators."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

REPOSITORY = Path(__file__).resolve().parent.parent
PUSH_HOSTS = (
    "fcm.googleapis.com",
    "updates.push.services.mozilla.com",
    "*.push.apple.com",
    "*.notify.windows.com",
)
"""Of Chrome, Firefox, Safari and Edge."""
MAIL_FROM = "kierros@localhost"


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that an operator may set. Durations in seconds."""

    instance_path: Path
    database_url: str
    secret_key: str
    server_name: str = "Kierros"
    time_zone: str = "Europe/Helsinki"
    is_demo: bool = False
    is_secure: bool = False
    """True behind HTTPS: cookies are then sent on HTTPS only."""
    token_seconds: int = 90 * 86_400
    join_code_seconds: int = 600
    sync_interval_s: int = 60
    """`next_s` of a sync answer: how long a device waits before it asks again by itself."""
    contact_retention_months: int = 12
    """How long the data of residents stays after an order was closed."""
    has_eves_off: bool = True
    """Whether Midsummer Eve and Christmas Eve are days off."""
    urgent_start_minutes: int = 60
    duty_acknowledge_minutes: int = 15
    duty_ahead_minutes: int = 120
    storm_drain_check: Literal["quarterly", "yearly"] = "quarterly"
    """How often a storm drain is checked."""
    failed_space: Literal["next_round", "order", "nothing"] = "next_round"
    """What a space that fails an inspection leads to."""
    push_hosts: tuple[str, ...] = PUSH_HOSTS
    """Push services that devices may name; `*.name` is every host below it."""
    smtp_url: str | None = None
    """None prints e-mails to the log."""
    mail_from: str = MAIL_FROM
    backup_dir: Path | None = None
    """Where the timetable makes a backup every night; None makes none."""


def settings_from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Read the settings; the secret key is made on first use and kept in the instance folder, for its owner only."""
    env = os.environ if environment is None else environment
    instance_path = Path(env.get("KIERROS_INSTANCE") or REPOSITORY / "instance").resolve()
    instance_path.mkdir(parents=True, exist_ok=True)
    return Settings(
        instance_path=instance_path,
        database_url=env.get("KIERROS_DATABASE_URL") or f"sqlite:///{instance_path / 'kierros.sqlite'}",
        secret_key=env.get("KIERROS_SECRET_KEY") or _kept_secret(instance_path / "secret-key"),
        server_name=env.get("KIERROS_SERVER_NAME") or "Kierros",
        time_zone=env.get("KIERROS_TIME_ZONE") or "Europe/Helsinki",
        is_demo=env.get("KIERROS_DEMO") == "1",
        is_secure=env.get("KIERROS_SECURE") == "1",
        sync_interval_s=int(env.get("KIERROS_SYNC_INTERVAL_S") or 60),
        contact_retention_months=int(env.get("KIERROS_CONTACT_RETENTION_MONTHS") or 12),
        has_eves_off=env.get("KIERROS_EVES_OFF") != "0",
        urgent_start_minutes=int(env.get("KIERROS_URGENT_START_MINUTES") or 60),
        duty_acknowledge_minutes=int(env.get("KIERROS_DUTY_ACKNOWLEDGE_MINUTES") or 15),
        duty_ahead_minutes=int(env.get("KIERROS_DUTY_AHEAD_MINUTES") or 120),
        storm_drain_check="yearly" if env.get("KIERROS_STORM_DRAIN_CHECK") == "yearly" else "quarterly",
        failed_space=_failed_space(env.get("KIERROS_FAILED_SPACE")),
        push_hosts=tuple(env.get("KIERROS_PUSH_HOSTS", "").replace(",", " ").split()) or PUSH_HOSTS,
        smtp_url=env.get("KIERROS_SMTP_URL") or None,
        mail_from=env.get("KIERROS_MAIL_FROM") or MAIL_FROM,
        backup_dir=Path(backup_dir).resolve() if (backup_dir := env.get("KIERROS_BACKUP_DIR")) else None,
    )


def _failed_space(text: str | None) -> Literal["next_round", "order", "nothing"]:
    match text:
        case "order" | "nothing":
            return text
        case _:
            return "next_round"


def _kept_secret(path: Path) -> str:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(32)
        file.write(secret)
    return secret
