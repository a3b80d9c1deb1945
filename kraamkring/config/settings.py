"""The one settings module. What differs between machines comes from the environment."""

import os
from pathlib import Path
from typing import Any

from kraamkring.config.database.connection import django_database
from kraamkring.config.mail_settings import catcher, mail_settings, sms_gateway, sms_receipt_secret
from kraamkring.config.places import home
from kraamkring.config.sign_in_settings import sign_in_settings
from kraamkring.config.site_address import site_address
from kraamkring.config.stage import secret_key, stage

PACKAGE = Path(__file__).resolve().parents[1]
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
ROOMS = ["accounts", "people", "audit", "messages", "network", "record", "careplan"]
DOORS = ["ui", "pathway", "staff", "parents", "feeds", "receipts", "visitors", "jobs"]

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
]
AUTH_USER_MODEL = "accounts.User"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "kraamkring.config.response_headers.ResponseHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
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
LANGUAGES = [("nl", "Nederlands"), ("fr", "Français"), ("de", "Deutsch"), ("en", "English")]
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
STATIC_ROOT = os.environ.get("KRAAMKRING_STATIC_ROOT")
WHITENOISE_USE_FINDERS = True

# --- sign-in
globals().update(sign_in_settings(STAGE))

# --- mail and text messages
MESSAGE_TRANSPORTS = "kraamkring.config.transports.transports"
MESSAGE_CATCHER = catcher(STAGE, home())
SMS_GATEWAY = sms_gateway()
SMS_RECEIPT_SECRET = sms_receipt_secret()
globals().update(mail_settings(STAGE, home()))

# --- safety of the browser
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    },
}
HTTPS = STAGE == "production" and os.environ.get("KRAAMKRING_HTTPS", "1") == "1"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

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
