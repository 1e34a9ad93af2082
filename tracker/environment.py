"""What the environment says: profile, folders, secrets. Refuses a production start that would be unsafe.

TRACKER_PROFILE  demo (default: one machine, loopback, generated secret) or production
TRACKER_HOME     the one folder that holds state: database, uploads, logs, collected static files (default var/)
SECRET_KEY, ALLOWED_HOSTS, CSRF_TRUSTED_ORIGINS, DATABASE_URL, REDIS_URL, HOST, BEHIND_TLS_PROXY
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

MIN_SECRET_LENGTH = 50
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")


@dataclass(frozen=True)
class Environment:
    """The settings that differ from one installation to the next."""

    production: bool
    home: Path
    secret_key: str
    allowed_hosts: list[str]
    trusted_origins: list[str]
    database_url: str
    redis_url: str
    behind_tls_proxy: bool


def read_environment(env: Mapping[str, str], base_dir: Path) -> Environment:
    """Read and check the environment. Raises ImproperlyConfigured, naming each variable that makes it unsafe."""
    profile = env.get("TRACKER_PROFILE", "demo")
    if profile not in ("demo", "production"):
        raise ImproperlyConfigured(f"TRACKER_PROFILE must be demo or production, not {profile!r}")
    production = profile == "production"
    home = Path(env.get("TRACKER_HOME") or base_dir / "var").resolve()
    read = Environment(
        production=production,
        home=home,
        secret_key=env.get("SECRET_KEY") or ("" if production else _demo_secret(home)),
        allowed_hosts=_hosts(env, production=production),
        trusted_origins=_split(env.get("CSRF_TRUSTED_ORIGINS", "")),
        database_url=env.get("DATABASE_URL") or f"sqlite:///{home / 'db.sqlite3'}",
        redis_url=env.get("REDIS_URL", ""),
        behind_tls_proxy=env.get("BEHIND_TLS_PROXY", "1" if production else "0") == "1",
    )
    if production and (faults := list(_faults(read))):
        raise ImproperlyConfigured("refusing to start in production: " + "; ".join(faults))
    return read


def _faults(read: Environment) -> list[str]:
    faults = []
    if len(read.secret_key) < MIN_SECRET_LENGTH or len(set(read.secret_key)) < 5:
        faults.append(f"SECRET_KEY must be set to at least {MIN_SECRET_LENGTH} random characters")
    if not read.allowed_hosts or "*" in read.allowed_hosts:
        faults.append("ALLOWED_HOSTS must name the host names of this server, without *")
    if read.database_url.startswith("sqlite"):
        faults.append("DATABASE_URL must point to PostgreSQL")
    if not read.redis_url:
        faults.append("REDIS_URL must point to Redis or Valkey")
    return faults


def _hosts(env: Mapping[str, str], *, production: bool) -> list[str]:
    if named := _split(env.get("ALLOWED_HOSTS", "")):
        return named
    if production:
        return []
    # A demo opened to the network with HOST=0.0.0.0 is asked for by addresses that nobody listed.
    return list(LOOPBACK) if env.get("HOST", "127.0.0.1") in ("127.0.0.1", "localhost", "::1") else ["*"]


def _demo_secret(home: Path) -> str:
    """The key that the launcher wrote, so that web and worker share it; a lone command makes do with its own."""
    path = home / "secret_key"
    return path.read_text().strip() if path.is_file() else get_random_secret_key()


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def current(base_dir: Path) -> Environment:
    """The environment of this process."""
    return read_environment(os.environ, base_dir)
