"""The one settings module. What differs between machines comes from the environment."""

import os
from pathlib import Path
from typing import Any

from kraamkring.config.compiled_code import PLACE, keep_compiled_code
from kraamkring.config.database.connection import django_database
from kraamkring.config.mail_settings import (
    bounce_mailbox,
    bounce_secret,
    catcher,
    mail_settings,
    push_settings,
    sms_gateway,
    sms_receipt_secret,
)
from kraamkring.config.organisation_sign_in import own_sign_ins, places_of
from kraamkring.config.places import home
from kraamkring.config.sign_in_settings import sign_in_settings
from kraamkring.config.signing_key import signing_key
from kraamkring.config.site_address import site_address
from kraamkring.config.stage import secret_key, stage
from kraamkring.core.indicators.pseudonyms import KEY_OF_A_DEMO

PACKAGE = Path(__file__).resolve().parents[1]
if PLACE not in os.environ:
    keep_compiled_code()  # a worker that plans compiles once, and finds it again
STAGE = stage()
DEBUG = os.environ.get("KRAAMKRING_DEBUG") == "1" and STAGE != "production"
SECRET_KEY = secret_key(STAGE)

ALLOWED_HOSTS = os.environ.get("KRAAMKRING_HOSTS", "localhost,127.0.0.1,[::1],testserver").split(",")
CSRF_TRUSTED_ORIGINS = [
    f"https://{host}" for host in ALLOWED_HOSTS if STAGE == "production" and host not in ("*", "testserver")
]

# --- where people find it: links in messages begin so
SITE_ADDRESS = site_address(STAGE, ALLOWED_HOSTS)

# --- apps
ROOMS = [
    "accounts",
    "people",
    "audit",
    "messages",
    "network",
    "record",
    "wards",
    "devices",
    "careplan",
    "planner",
    "exchange",
    "registry",
]
DOORS = [
    "ui",
    "pathway",
    "staff",
    "parents",
    "feeds",
    "receipts",
    "visitors",
    "entrance",
    "smart",
    "fhir",
    "jobs",
]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "csp",
    "pgtrigger",
    "procrastinate.contrib.django",
    *[f"kraamkring.rooms.{room}" for room in ROOMS],
    *[f"kraamkring.doors.{door}" for door in DOORS],
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
]
AUTH_USER_MODEL = "accounts.User"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kraamkring.config.response_headers.ResponseHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "kraamkring.config.last_seen.LastSeen",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "kraamkring.config.whence.ComesFrom",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "kraamkring.config.second_step.SecondStep",
    "kraamkring.doors.ui.language.SpokenHere",
]
ROOT_URLCONF = "kraamkring.config.urls"
WSGI_APPLICATION = "kraamkring.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "kraamkring.doors.ui.stage.in_demo",
            ],
        },
    },
]

# --- database and jobs
DATABASES: dict[str, Any] = {"default": django_database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_WORKER_DEFAULTS = {"listen_notify": True}

# --- languages and time
STAFF_LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English")]
LANGUAGES = [*STAFF_LANGUAGES, ("tr", "Türkçe"), ("ar", "العربية")]  # what parents read, and signing in
LANGUAGE_CODE = "en"
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS = [str(path) for path in PACKAGE.glob("doors/*/locale")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
CLOCK = f"kraamkring.config.clock.{'demo_time' if STAGE == 'demo' else 'real_time'}"

# --- files of the pages
STATIC_URL = "static/"
LAKE = os.environ.get("KRAAMKRING_LAKE", "")  # the folder that figures are shown from
LAKE_KEY = os.environ.get("KRAAMKRING_LAKE_KEY") or (KEY_OF_A_DEMO if STAGE == "demo" else "")
STATIC_ROOT = os.environ.get("KRAAMKRING_STATIC_ROOT")
WHITENOISE_USE_FINDERS = STATIC_ROOT is None  # what is collected may be compressed beside itself

# --- sign-in
globals().update(sign_in_settings(STAGE))
SECOND_STEP = STAGE == "production" and os.environ.get("KRAAMKRING_SECOND_STEP", "1") == "1"
SIGNING_KEY = signing_key(STAGE)  # with which programs are told who signed in
RECENT_SIGN_IN = STAGE != "test"  # most tests begin signed in, without having shown who they are

# --- mail and text messages
MESSAGE_TRANSPORTS = "kraamkring.config.transports.transports"
MESSAGE_CATCHER = catcher(STAGE, home())
SMS_GATEWAY = sms_gateway()
SMS_PROVIDER = "kraamkring.config.transports.provider"
SMS_RECEIPT_SECRET = sms_receipt_secret()
BOUNCE_SECRET = bounce_secret()
BOUNCE_MAILBOX = bounce_mailbox()
BOUNCES = "kraamkring.config.bounces.unread"
BOUNCES_TO = os.environ.get("KRAAMKRING_BOUNCES_TO", "")
PUSH = push_settings(STAGE)
globals().update(mail_settings(STAGE, home()))

# --- safety of the browser
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "worker-src": ["'self'"],
        "manifest-src": ["'self'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'", *places_of(own_sign_ins(STAGE))],
        "frame-ancestors": ["'none'"],
    },
}
HTTPS = STAGE == "production" and os.environ.get("KRAAMKRING_HTTPS", "1") == "1"
SECURE_SSL_REDIRECT = HTTPS
if not HTTPS:  # a demo, a test, a house with TLS elsewhere: Authlib would answer nobody but localhost
    os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("KRAAMKRING_PROXIES", "1" if HTTPS else "0"))
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = (
    ("__Host-sessionid", "__Host-csrftoken") if HTTPS else ("sessionid", "csrftoken")
)
CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# --- how often one key of a program may ask, in each process; an entry of a Bundle counts as a request; 0: no limit
FHIR_REQUESTS_PER_MINUTE = int(os.environ.get("KRAAMKRING_FHIR_REQUESTS_PER_MINUTE", "6000"))

# --- hosts that programs may be told at although they lie in our own network, without TLS: for tests and demos
FHIR_HOOKS_INSIDE = frozenset(filter(None, os.environ.get("KRAAMKRING_FHIR_HOOKS_INSIDE", "").split(",")))

# --- logs: what happened, never what was said
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"no_bodies": {"()": "kraamkring.config.log_filter.WithoutRequest"}},
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["no_bodies"]},
    },
    "root": {"handlers": ["stderr"], "level": os.environ.get("KRAAMKRING_LOG_LEVEL", "WARNING")},
    "loggers": {
        "django": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
        "procrastinate": {"handlers": ["stderr"], "level": "WARNING", "propagate": False},
    },
}
