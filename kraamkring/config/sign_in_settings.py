"""Settings of django-allauth: passkeys, passwords with a second step, an organisation's own sign-in; and its limits."""

from typing import Any

from kraamkring.config.organisation_sign_in import own_sign_ins

SHORTEST_PASSWORD = 12  # characters
IDLE_HOURS = 8  # our choice: a shift; whoever did nothing for so long signs in again
RECENT_MINUTES = 15  # our choice: so long nobody is asked again who she is before she changes what matters
VALIDATION = "django.contrib.auth.password_validation"


def sign_in_settings(stage: str) -> dict[str, Any]:
    """What settings.py takes over once the room `accounts` is there."""
    settings: dict[str, Any] = {
        "AUTHENTICATION_BACKENDS": [
            "django.contrib.auth.backends.ModelBackend",
            "allauth.account.auth_backends.AuthenticationBackend",
        ],
        "ACCOUNT_ADAPTER": "kraamkring.config.sign_in.ByInvitation",
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_LOGIN_METHODS": {"email"},
        "ACCOUNT_SIGNUP_FIELDS": ["email*", "password1*", "password2*"],
        "ACCOUNT_EMAIL_VERIFICATION": "none" if stage != "production" else "mandatory",
        "ACCOUNT_PREVENT_ENUMERATION": True,
        "ACCOUNT_SESSION_REMEMBER": False,
        "AUTH_PASSWORD_VALIDATORS": [
            {
                "NAME": f"{VALIDATION}.MinimumLengthValidator",
                "OPTIONS": {"min_length": SHORTEST_PASSWORD},
            },
            {"NAME": f"{VALIDATION}.CommonPasswordValidator"},
            {"NAME": f"{VALIDATION}.NumericPasswordValidator"},
            {
                "NAME": f"{VALIDATION}.UserAttributeSimilarityValidator",
                "OPTIONS": {"user_attributes": ("email", "name")},
            },
        ],
        "SESSION_ENGINE": "kraamkring.config.sessions",
        "SESSION_COOKIE_AGE": IDLE_HOURS * 60 * 60,
        "MFA_TOTP_ISSUER": "Kraamkring",
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes", "webauthn"],
        "MFA_PASSKEY_LOGIN_ENABLED": True,
        "MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN": stage != "production",
        "ACCOUNT_REAUTHENTICATION_TIMEOUT": RECENT_MINUTES * 60,
        "ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE": False,
        "ACCOUNT_RATE_LIMITS": {
            "login": "30/m/ip",
            "login_failed": "10/m/ip,5/5m/key",
            "confirm_email": "1/3m/key",
        },
        "CACHES": {"default": {"BACKEND": "kraamkring.config.shared_cache.SharedCache"}},
        "SOCIALACCOUNT_ADAPTER": "kraamkring.config.organisation_accounts.OfTheOrganisation",
        "SOCIALACCOUNT_EMAIL_VERIFICATION": "none",
        "SOCIALACCOUNT_PROVIDERS": {
            "openid_connect": {
                "OAUTH_PKCE_ENABLED": True,
                "APPS": [each.app() for each in own_sign_ins(stage)],
            }
        },
        "ACCOUNT_USER_DISPLAY": "kraamkring.config.sign_in.shown_as",
        "LOGIN_URL": "account_login",
        "LOGIN_REDIRECT_URL": "today",
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
    }
    if stage == "test":
        settings["PASSWORD_HASHERS"] = [
            "django.contrib.auth.hashers.MD5PasswordHasher"
        ]  # fast; for tests only
    return settings
