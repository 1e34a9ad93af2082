"""Django settings, one file for every profile; what differs comes from `tracker.environment`."""

from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.contrib.messages import constants as messages
from kombu import Exchange, Queue

from tracker import environment

BASE_DIR = Path(__file__).resolve().parent.parent
ENV = environment.current(BASE_DIR)

DEBUG = False
SECRET_KEY = ENV.secret_key
ALLOWED_HOSTS = ENV.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENV.trusted_origins
PRODUCTION = ENV.production
TRUSTED_PROXIES = ENV.trusted_proxies
TRACKER_LOG_DAYS = ENV.log_days

INSTALLED_APPS = [
    "tracker.apps.TrackerConfig",
    "reports",
    "indicators",
    "tasks",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "tracker.apps.StaticFiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "bootstrap",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "lucide",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "tracker.middleware.RequestSizeLimit",
    "tracker.middleware.AnswerForPeople",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "tasks.events.middleware.EventContext",
    "tracker.middleware.SignInRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "tracker.urls"
WSGI_APPLICATION = "tracker.wsgi.application"
CSRF_FAILURE_VIEW = "tracker.pages.errors.csrf_failure"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "tracker.frame_context.frame",
            ],
        },
    },
]

# SQLite: writers queue for the lock from the start of a transaction instead of failing in its middle, and wait for it
# as long as twenty of them were seen to need (5.4 s), with room to spare.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
}
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(ENV.database_url, conn_max_age=60, conn_health_checks=True)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = SQLITE_OPTIONS
    with suppress(OSError):  # where it cannot be made, the database says so
        ENV.home.mkdir(mode=0o700, parents=True, exist_ok=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "tasks.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "tracker.passwords.MinimumLength", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"

AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = timedelta(minutes=30)
AXES_LOCKOUT_PARAMETERS = ["username"]  # a whole office shares one address behind the intranet's gateway
AXES_RESET_ON_SUCCESS = True
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else anyone could keep a colleague locked out for ever
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_VERBOSE = False
AXES_CLIENT_IP_CALLABLE = "tasks.events.context.address_of"
AXES_HANDLER = "tasks.events.lockout.RecordingHandler"
AXES_ENABLE_ADMIN = False  # its English pages; axes_reset_username unlocks

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = ENV.home / "static"
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = ("jpg", "jpeg", "png", "gif", "gz", "br", "woff", "woff2", "map")
MEDIA_ROOT = ENV.home / "media"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"file_permissions_mode": 0o640, "directory_permissions_mode": 0o750},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o640
REQUEST_SIZE_LIMIT = 110 * 1024 * 1024  # five evidence files of 20 MB and the form around them
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024  # a plan pasted as text
DATA_UPLOAD_MAX_NUMBER_FIELDS = 9000  # a grid of 1,200 rows (tasks.grid.MAX_ROWS), each a name and six cells

MESSAGE_TAGS = {messages.ERROR: "danger", messages.DEBUG: "secondary"}
DJANGO_TABLES2_TEMPLATE = "components/table.html"

# ---- background jobs; the reasons stand in tracker/celery.py ----
CELERY_BROKER_URL = ENV.redis_url or "redis+socket:///nonexistent/tracker-without-a-broker.sock"
CELERY_TASK_QUEUES = [
    Queue(name, Exchange(name), routing_key=name) for name in ("documents", "building", "sending", "schedule")
]
CELERY_TASK_DEFAULT_QUEUE = "schedule"
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 30,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    "unacked_mutex_expire": 10,
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
}
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(ENV.home / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "look after jobs that nobody is at": {"task": "tasks.jobs.tickets.sweep", "schedule": 10.0},
    "delete files that no row names": {"task": "tracker.jobs.sweep_leftovers", "schedule": 24 * 3600.0},
    "delete events that have served their time": {"task": "tracker.jobs.purge_events", "schedule": 24 * 3600.0},
    "clear expired sessions": {"task": "tracker.jobs.clear_expired_sessions", "schedule": 24 * 3600.0},
}

# ---- security ----
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],  # Bootstrap's icons are data URLs in its style sheet
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SILENCED_SYSTEM_CHECKS = [
    "axes.W006",  # asks for ip_address among the parameters, for which see there
    "security.W005",  # HSTS for subdomains and for the preload list is for the owner of the whole domain to say
    "security.W021",
]
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True  # forms and htmx carry the token in the page, no script reads the cookie
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if PRODUCTION else 0
if ENV.behind_tls_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "axes": {"level": "WARNING"},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners ask for hosts that are not ours
    },
}
