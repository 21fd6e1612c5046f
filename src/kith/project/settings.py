"""Settings of the casework processes; what an installation may change comes from its environment."""

import os
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from kith.project import followers
from kith.project.installation import PROCESS_ROLES, Installation
from kith.project.site import inbox_parameters

INSTALLATION = Installation.from_environment()
PROCESS = os.environ.get("KITH_PROCESS", "web")
PACKAGE = Path(__file__).resolve().parent.parent

SECRET_KEY = INSTALLATION.secrets["secret_key"]
DEBUG = False
KITH_DEMO = os.environ.get("KITH_DEMO", "") == "1"
KITH_HTTPS = os.environ.get("KITH_HTTPS", "") == "1"
KITH_FILES = INSTALLATION.folder("files")
KITH_WORKBENCH = INSTALLATION.folder("workbench")
KITH_MAPPINGS = INSTALLATION.folder("mappings")  # a partnership's own registers, as data (docs/formats.md)
# Agencies whose files are in no UTF-8, as `police=cp1252,yjs=cp1252`: declared, never guessed.
KITH_ENCODINGS = dict(pair.split("=", 1) for pair in os.environ.get("KITH_ENCODINGS", "").split(",") if "=" in pair)
KITH_PARTNERSHIP = os.environ.get("KITH_PARTNERSHIP", "Larkshire Safeguarding Children Partnership")
KITH_BRAND: dict[str, str] = {}
# Whoever takes part in what an app below them does.
KITH_FOLLOWERS: list[str] = followers.FOLLOWERS
KITH_TELLERS: list[str] = followers.TELLERS
KITH_LIST_NEIGHBOURS: list[str] = followers.LIST_NEIGHBOURS
KITH_TEACHES: list[str] = followers.TEACHES
KITH_REFERRAL_LISTENERS: list[str] = followers.REFERRAL_LISTENERS
KITH_WORK_SOURCES: list[str] = followers.WORK_SOURCES
# Label, address, roles that see it; no roles means everybody who is signed in.
_WITH_CHILDREN = "practitioner team_manager agency_contact panel_coordinator panel_chair data_steward ig_lead".split()
KITH_NAVIGATION = [
    ("My work", "/work/", ()),
    ("My people", "/my-people/", ("practitioner", "team_manager", "agency_contact", "auditor")),
    ("Find a person", "/search/", _WITH_CHILDREN),
    ("Consider next", "/list/", (*_WITH_CHILDREN, "analyst")),
    ("Panel", "/panel/", ("practitioner", "team_manager", "agency_contact", "panel_coordinator", "panel_chair")),
    ("Referrals", "/referrals/", (*_WITH_CHILDREN, "auditor")),
    ("Audits", "/audit/", ("auditor", "agency_contact", "team_manager", "scrutineer", "panel_chair")),
    ("Figures", "/learning/releases/", ("auditor", "publisher")),
    ("Briefings", "/learning/briefings/", ("auditor", "panel_chair", "ig_lead")),
    ("Services", "/services/", ()),
    ("Partnership", "/partnership/", ()),
    ("Spend", "/support/interventions/", ("panel_coordinator", "panel_chair", "analyst", "scrutineer")),
    ("Waiting", "/waiting/", ("team_manager", "ig_lead", "panel_coordinator")),
    ("One person?", "/reviews/", ("data_steward",)),
    ("Files in", "/receipts/", ("data_steward", "ig_lead", "agency_contact", "team_manager")),
    ("Agreements", "/agreements/", ("ig_lead", "data_steward", "administrator", "agency_contact", "scrutineer")),
    ("Shields", "/protections/", ("ig_lead",)),
    ("Own records", "/subject-access/", ("ig_lead",)),
    ("Cover", "/covers/", ("team_manager",)),
    ("Accounts", "/accounts-of-staff/", ("administrator",)),
    ("Agencies", "/agencies/", ("administrator",)),
    ("System health", "/health/", ("administrator", "data_steward", "ig_lead")),
]
ALLOWED_HOSTS = os.environ.get("KITH_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if KITH_HTTPS else []

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "django_htmx",
    "procrastinate.contrib.django",
    "kith.project",
    "kith.shell",
    "kith.access",
    "kith.work",
    "kith.partnership",
    "kith.feeds",
    "kith.linking",
    "kith.chronology",
    "kith.priority",
    "kith.support",
    "kith.referrals",
    "kith.panel",
    "kith.audit",
    "kith.learning",
    "kith.subject_access",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "kith.project.middleware.Doorkeeper",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "kith.project.urls"
WSGI_APPLICATION = "kith.project.wsgi.application"
FORM_RENDERER = "kith.shell.forms.KithFormRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "shell" / "templates"],  # before allauth's own, which it restyles
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kith.shell.context.shell",
            ],
            "string_if_invalid": "",
        },
    }
]

# The web process knows two roles: one that reads under row security, one that only writes the log.
# Every other process may besides take the roles that its stages of the pipeline need.
DATABASES = {
    "default": INSTALLATION.connection(PROCESS_ROLES.get(PROCESS, "kith_web")),
    "log": INSTALLATION.connection("kith_log"),
}
if PROCESS != "web":
    DATABASES |= {
        "web": INSTALLATION.connection("kith_web"),
        "worker": INSTALLATION.connection("kith_worker"),
        "ingest": INSTALLATION.connection("kith_ingest"),
        "migrate": INSTALLATION.connection("kith_migrate"),
    }
    # The public site's inbox: the worker may put something in there, and nothing else. The web process cannot.
    KITH_INBOX = inbox_parameters(INSTALLATION, "kith_worker")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "project_cache"}}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KITH_HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
KITH_IDLE_SECONDS = {"child": 15 * 60, "other": 30 * 60}
KITH_ABSOLUTE_SECONDS = 12 * 3600

AUTH_USER_MODEL = "access.Staff"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/work/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_ADAPTER = "kith.project.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "kith.project.adapters.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if KITH_HTTPS else "http"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not KITH_HTTPS
MFA_TOTP_ISSUER = "Kith"
USERSESSIONS_TRACK_ACTIVITY = False
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "kith.project.adapters.name_tried"
AXES_SENSITIVE_PARAMETERS = ["login", "password", "username"]
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_TEMPLATE = "access/locked.html"
AXES_VERBOSE = False
AXES_RESET_ON_SUCCESS = True

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF, NONCE],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "microphone",
        "payment",
        "usb",
    )
}
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = KITH_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if KITH_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = KITH_HTTPS
X_FRAME_OPTIONS = "DENY"

STATIC_URL = "/static/"
STATIC_ROOT = INSTALLATION.folder("static")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MANIFEST_STRICT = False

EMAIL_BACKEND = "kith.work.services.OutboxBackend"
DEFAULT_FROM_EMAIL = os.environ.get("KITH_MAIL_FROM", "Kith <no-reply@kith.example.org>")
KITH_MAIL_TRANSPORT = os.environ.get("KITH_MAIL_TRANSPORT", "outbox")
KITH_ADDRESS = os.environ.get("KITH_ADDRESS", "http://localhost:8000")
EMAIL_HOST = os.environ.get("EMAIL_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("EMAIL_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("EMAIL_USE_TLS", "") == "1"

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_TZ = True
USE_I18N = True
DATE_FORMAT = "j F Y"

# No handler mails an error, and none may hold a request's values: an error page must not become a disclosure.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"no_values": {"()": "kith.project.logs.WithoutValues"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "plain",
            "filters": ["no_values"],
            "level": "WARNING",
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"django": {"handlers": ["console"], "level": "WARNING", "propagate": False}},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None if PROCESS == "web" else "tasks"
SILENCED_SYSTEM_CHECKS: list[str] = []
