"""What the environment says: profile, folders, secrets. Refuses a production start that would be unsafe.

TRACKER_PROFILE  demo (default: one machine, loopback, generated secret) or production
TRACKER_HOME     the one folder that holds state: database, uploads, logs, collected static files (default var/)
SECRET_KEY, ALLOWED_HOSTS, CSRF_TRUSTED_ORIGINS, DATABASE_URL, REDIS_URL, HOST, BEHIND_TLS_PROXY
TRUSTED_PROXIES   addresses or networks whose X-Forwarded-For is believed (production behind a proxy: this machine)
TRACKER_LOG_DAYS  how many days it stays on record who signed in, looked and took away (180 or more, default 365)
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

MIN_SECRET_LENGTH = 50
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
THIS_MACHINE = "127.0.0.1,::1"
# 网络安全法 asks for logs of the last six months; more than a century is a slip of the hand.
MIN_LOG_DAYS, MAX_LOG_DAYS = 180, 36500


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
    trusted_proxies: list[IPv4Network | IPv6Network]
    log_days: int


def read_environment(env: Mapping[str, str], base_dir: Path) -> Environment:
    """Read and check the environment. Raises ImproperlyConfigured, naming each variable that makes it unsafe."""
    profile = env.get("TRACKER_PROFILE", "demo")
    if profile not in ("demo", "production"):
        raise ImproperlyConfigured(f"TRACKER_PROFILE must be demo or production, not {profile!r}")
    production = profile == "production"
    home = Path(env.get("TRACKER_HOME") or base_dir / "var").resolve()
    behind_proxy = env.get("BEHIND_TLS_PROXY", "1" if production else "0") == "1"
    read = Environment(
        production=production,
        home=home,
        secret_key=env.get("SECRET_KEY") or ("" if production else _demo_secret(home)),
        allowed_hosts=_hosts(env, production=production),
        trusted_origins=_split(env.get("CSRF_TRUSTED_ORIGINS", "")),
        database_url=env.get("DATABASE_URL") or f"sqlite:///{home / 'db.sqlite3'}",
        redis_url=env.get("REDIS_URL", ""),
        behind_tls_proxy=behind_proxy,
        trusted_proxies=_networks(env.get("TRUSTED_PROXIES", THIS_MACHINE if production and behind_proxy else "")),
        log_days=_log_days(env.get("TRACKER_LOG_DAYS") or "365"),
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


def _networks(text: str) -> list[IPv4Network | IPv6Network]:
    try:
        return [ip_network(part) for part in _split(text)]
    except ValueError as error:
        raise ImproperlyConfigured(f"TRUSTED_PROXIES must be addresses or networks: {error}") from error


def _log_days(text: str) -> int:
    days = int(text) if text.isascii() and text.isdecimal() and len(text) < 9 else 0
    if not MIN_LOG_DAYS <= days <= MAX_LOG_DAYS:
        raise ImproperlyConfigured(f"TRACKER_LOG_DAYS must be {MIN_LOG_DAYS} or more days, not {text[:20]!r}")
    return days


def _demo_secret(home: Path) -> str:
    """The key that the launcher wrote, so that web and worker share it; a lone command makes do with its own."""
    path = home / "secret_key"
    return path.read_text().strip() if path.is_file() else get_random_secret_key()


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def current(base_dir: Path) -> Environment:
    """The environment of this process."""
    return read_environment(os.environ, base_dir)
