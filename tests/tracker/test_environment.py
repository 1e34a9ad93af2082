"""What the environment may say: a demo needs nothing, an unsafe production start is refused by name."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tracker.environment import MIN_LOG_DAYS, MIN_SECRET_LENGTH, Environment, read_environment

SECRET = "k3#v9!q2-w7_x5+z1=a8$b6^c4&d0*e2(f9)g7h5j3l1n8p6r4t"
PRODUCTION = {
    "TRACKER_PROFILE": "production",
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "tracker.example, www.tracker.example",
    "DATABASE_URL": "postgres://tracker@db.example/tracker",
    "REDIS_URL": "redis://queue.example/0",
}

REFUSALS = {
    "no secret": ({"SECRET_KEY": ""}, "SECRET_KEY must be set to at least 50 random characters"),
    "a short secret": ({"SECRET_KEY": SECRET[:49]}, "SECRET_KEY must be set to at least 50 random characters"),
    "a secret that is no secret": ({"SECRET_KEY": "abca" * 20}, "SECRET_KEY must be set to"),
    "no host names": ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS must name the host names of this server"),
    "only commas for host names": ({"ALLOWED_HOSTS": " , ,"}, "ALLOWED_HOSTS must name the host names of this server"),
    "any host name": ({"ALLOWED_HOSTS": "*"}, "without *"),
    "any host name among others": ({"ALLOWED_HOSTS": "tracker.example,*"}, "without *"),
    "no database": ({"DATABASE_URL": ""}, "DATABASE_URL must point to PostgreSQL"),
    "the demo's database": ({"DATABASE_URL": "sqlite:////srv/db.sqlite3"}, "DATABASE_URL must point to PostgreSQL"),
    "no broker": ({"REDIS_URL": ""}, "REDIS_URL must point to Redis or Valkey"),
    "a profile nobody knows": ({"TRACKER_PROFILE": "prod"}, "must be demo or production, not 'prod'"),
}


def read(env: dict[str, str], base_dir: Path = Path("/srv/tracker")) -> Environment:
    return read_environment(env, base_dir)


@pytest.mark.parametrize(("change", "said"), REFUSALS.values(), ids=REFUSALS)
def test_production_refuses_to_start_with(change: dict[str, str], said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read({**PRODUCTION, **change})
    assert said in str(refused.value)


def test_a_refusal_names_every_fault_at_once() -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read({"TRACKER_PROFILE": "production"})
    for name in ("SECRET_KEY", "ALLOWED_HOSTS", "DATABASE_URL", "REDIS_URL"):
        assert name in str(refused.value)
    assert "refusing to start in production" in str(refused.value)


def test_a_complete_production_environment_is_taken_as_it_is() -> None:
    given = read({**PRODUCTION, "CSRF_TRUSTED_ORIGINS": "https://tracker.example"})
    assert given.production
    assert given.secret_key == SECRET
    assert given.allowed_hosts == ["tracker.example", "www.tracker.example"]
    assert given.trusted_origins == ["https://tracker.example"]
    assert given.database_url == PRODUCTION["DATABASE_URL"]
    assert given.redis_url == PRODUCTION["REDIS_URL"]


WHATEVER_THE_PROFILE = {
    "a log that is gone in five months": ({"TRACKER_LOG_DAYS": "179"}, "TRACKER_LOG_DAYS must be 180 or more days"),
    "a log that is kept for no time": ({"TRACKER_LOG_DAYS": "0"}, "TRACKER_LOG_DAYS must be"),
    "a log that is kept for ever": ({"TRACKER_LOG_DAYS": "9" * 12}, "TRACKER_LOG_DAYS must be"),
    "days that are no number": ({"TRACKER_LOG_DAYS": "一年"}, "TRACKER_LOG_DAYS must be"),
    "a proxy that is no address": ({"TRUSTED_PROXIES": "127.0.0.1, nginx"}, "TRUSTED_PROXIES must be addresses"),
    "a network that is none": ({"TRUSTED_PROXIES": "10.0.0.1/8"}, "TRUSTED_PROXIES must be addresses"),
}


@pytest.mark.parametrize("profile", [{}, PRODUCTION], ids=["a demo", "production"])
@pytest.mark.parametrize(("change", "said"), WHATEVER_THE_PROFILE.values(), ids=WHATEVER_THE_PROFILE)
def test_no_profile_starts_with(profile: dict[str, str], change: dict[str, str], said: str) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        read({**profile, **change})
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("env", "days"), [({}, 365), ({"TRACKER_LOG_DAYS": ""}, 365), ({"TRACKER_LOG_DAYS": "180"}, MIN_LOG_DAYS)]
)
def test_how_long_it_stays_on_record_who_came_and_looked(env: dict[str, str], days: int) -> None:
    assert read(env).log_days == days


@pytest.mark.parametrize(
    ("env", "believed"),
    [
        pytest.param({}, [], id="a demo believes no proxy"),
        pytest.param({"BEHIND_TLS_PROXY": "1"}, [], id="nor one that ends TLS before it"),
        pytest.param(PRODUCTION, ["127.0.0.1/32", "::1/128"], id="production believes the one on its machine"),
        pytest.param({**PRODUCTION, "BEHIND_TLS_PROXY": "0"}, [], id="unless there is none"),
        pytest.param({**PRODUCTION, "TRUSTED_PROXIES": ""}, [], id="or it says that it believes none"),
        pytest.param({"TRUSTED_PROXIES": "10.1.0.0/16, fd00::7"}, ["10.1.0.0/16", "fd00::7/128"], id="those named"),
    ],
)
def test_whose_word_counts_on_where_a_request_came_from(env: dict[str, str], believed: list[str]) -> None:
    assert [str(network) for network in read(env).trusted_proxies] == believed


@pytest.mark.parametrize(
    ("env", "behind_proxy"),
    [
        pytest.param({}, False, id="a demo believes no proxy"),
        pytest.param(PRODUCTION, True, id="production stands behind one that ends TLS"),
        pytest.param({**PRODUCTION, "BEHIND_TLS_PROXY": "0"}, False, id="unless it says that it does not"),
    ],
)
def test_who_may_say_that_a_request_came_by_https(env: dict[str, str], behind_proxy: bool) -> None:
    assert read(env).behind_tls_proxy is behind_proxy


def test_a_demo_needs_nothing_and_keeps_all_state_in_one_folder(tmp_path: Path) -> None:
    given = read({}, tmp_path)
    assert not given.production
    assert given.home == tmp_path / "var"
    assert given.database_url == f"sqlite:///{tmp_path / 'var' / 'db.sqlite3'}"
    assert given.redis_url == ""
    assert len(given.secret_key) >= MIN_SECRET_LENGTH
    assert read({"TRACKER_HOME": str(tmp_path / "elsewhere")}, tmp_path).home == tmp_path / "elsewhere"


def test_web_and_worker_of_a_demo_share_the_secret_that_the_launcher_wrote(tmp_path: Path) -> None:
    (tmp_path / "secret_key").write_text(f"{SECRET}\n")
    assert read({"TRACKER_HOME": str(tmp_path)}).secret_key == SECRET


@pytest.mark.parametrize(
    ("env", "hosts"),
    [
        pytest.param({}, ["127.0.0.1", "localhost", "[::1]"], id="on this machine alone"),
        pytest.param({"HOST": "127.0.0.1"}, ["127.0.0.1", "localhost", "[::1]"], id="on loopback by name"),
        pytest.param({"HOST": "0.0.0.0"}, ["*"], id="open to the network under addresses nobody listed"),  # noqa: S104  nothing listens there
        pytest.param({"HOST": "0.0.0.0", "ALLOWED_HOSTS": "demo.example"}, ["demo.example"], id="as listed"),  # noqa: S104  nothing listens there
    ],
)
def test_the_names_a_demo_answers_to(env: dict[str, str], hosts: list[str]) -> None:
    assert read(env).allowed_hosts == hosts
