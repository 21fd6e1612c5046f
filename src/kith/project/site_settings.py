"""Settings of the public site: its own database, users, sessions and addresses; it knows nobody's case."""

import hashlib
import os
from email.utils import parseaddr

from csp.constants import SELF, UNSAFE_INLINE
from django.utils.translation import get_language_info

from kith.project import settings as casework

INSTALLATION = casework.INSTALLATION
PROCESS = os.environ.get("KITH_PROCESS", "site")
# A cookie or a token of casework is worth nothing here, and the other way round.
SECRET_KEY = hashlib.sha256(f"site {INSTALLATION.secrets['secret_key']}".encode()).hexdigest()
DEBUG = False
KITH_DEMO = casework.KITH_DEMO
KITH_HTTPS = casework.KITH_HTTPS
KITH_PARTNERSHIP = casework.KITH_PARTNERSHIP
KITH_BRAND = casework.KITH_BRAND
KITH_NAVIGATION: list[tuple[str, str, tuple[str, ...]]] = []
KITH_SITE_ADDRESS = os.environ.get("KITH_SITE_ADDRESS", "http://localhost:8001")
# The one place that says what to do about a child; every page shows it.
KITH_WORRIED = {
    "heading": "Worried about a child?",
    "urgent": "If a child is in immediate danger, call 999.",
    "now": os.environ.get("KITH_FRONT_DOOR", "Ring the county’s front door, at any hour: 01632 960 100."),
    "talk": "You need not be sure. Say what you have seen; somebody will listen and decide with you.",
}
# What an installation says in another language in place of our own words for its front door.
KITH_FRONT_DOORS = {
    code.lower(): os.environ.get(f"KITH_FRONT_DOOR_{code.upper()}", "")
    for code in os.environ.get("KITH_SITE_LANGUAGES", "cy").split(",")
}
# With this the site seals what somebody writes to the partnership; the key that opens it is casework's.
KITH_FEEDBACK_SEAL = INSTALLATION.feedback_seal
ALLOWED_HOSTS = os.environ.get("KITH_SITE_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if KITH_HTTPS else []

INSTALLED_APPS = [
    "kith.publishing",
    "kith.shell",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.locales",
    "wagtail.users",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.embeds",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "axes",
    "csp",
    "procrastinate.contrib.django",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "kith.project.site_middleware.EditorsDoor",
    "axes.middleware.AxesMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]
ROOT_URLCONF = "kith.project.site_urls"
WSGI_APPLICATION = "kith.project.site_wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # The site's own pages first, then the shell, which restyles the sign-in library.
        "DIRS": [casework.PACKAGE / "publishing" / "templates", casework.PACKAGE / "shell" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "kith.shell.context.shell",
                "kith.publishing.presenters.around_page",
            ],
        },
    }
]

DATABASES = {"default": INSTALLATION.site_connection("kith_migrate" if PROCESS == "migrate" else "kith_public")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # What was typeset, by the digest of its words; it may be thrown away at any time.
    "paper": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": INSTALLATION.folder("site-paper"),
        "OPTIONS": {"MAX_ENTRIES": 200},
    },
}
# Wagtail asks for its jobs by Django's own interface; the site's worker does them. Where there is no worker to do them
# (while the tables are made, in a test) they are done at once.
_WORKS = PROCESS in ("site", "site-worker")
_JOBS = "kith.project.site_jobs.SiteJobs" if _WORKS else "django_tasks.backends.immediate.ImmediateBackend"
TASKS = {"default": {"BACKEND": _JOBS}}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "tasks" if PROCESS == "site-worker" else None
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "kith_site_session", "kith_site_csrf"  # a port does not keep cookies apart
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = KITH_HTTPS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

AUTH_USER_MODEL = "publishing.Editor"
AUTHENTICATION_BACKENDS = casework.AUTHENTICATION_BACKENDS
PASSWORD_HASHERS = casework.PASSWORD_HASHERS
AUTH_PASSWORD_VALIDATORS = casework.AUTH_PASSWORD_VALIDATORS
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/cms/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "kith.project.site_adapters.EditorAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "kith.project.site_adapters.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_CHANGE_EMAIL = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = casework.ACCOUNT_DEFAULT_HTTP_PROTOCOL
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not KITH_HTTPS
MFA_TOTP_ISSUER = "Kith public site"
USERSESSIONS_TRACK_ACTIVITY = False
AXES_FAILURE_LIMIT = casework.AXES_FAILURE_LIMIT
AXES_COOLOFF_TIME = casework.AXES_COOLOFF_TIME
AXES_LOCKOUT_PARAMETERS = casework.AXES_LOCKOUT_PARAMETERS
AXES_USERNAME_CALLABLE = "kith.project.site_adapters.name_tried"
AXES_SENSITIVE_PARAMETERS = casework.AXES_SENSITIVE_PARAMETERS
AXES_ENABLE_ADMIN = False
AXES_LOCKOUT_TEMPLATE = "429.html"
AXES_VERBOSE = False
AXES_RESET_ON_SUCCESS = True

CONTENT_SECURITY_POLICY = casework.CONTENT_SECURITY_POLICY
# Wagtail's editor writes styles and scripts into its own pages; nobody but a signed-in editor gets this policy.
KITH_CMS_POLICY = {
    "script-src": [SELF, UNSAFE_INLINE],
    "style-src": [SELF, UNSAFE_INLINE],
    "img-src": [SELF, "data:", "blob:"],
    "frame-ancestors": [SELF],
    "frame-src": [SELF],
}
PERMISSIONS_POLICY = casework.PERMISSIONS_POLICY
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = KITH_HTTPS
SECURE_HSTS_SECONDS = casework.SECURE_HSTS_SECONDS
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = KITH_HTTPS
X_FRAME_OPTIONS = "SAMEORIGIN"  # the editor's preview is a frame of the site itself

STATIC_URL = "/static/"
STATIC_ROOT = INSTALLATION.folder("site-static")
MEDIA_URL = "/media/"
MEDIA_ROOT = INSTALLATION.folder("site-media")
STORAGES = casework.STORAGES
WHITENOISE_MANIFEST_STRICT = False

WAGTAIL_SITE_NAME = KITH_PARTNERSHIP
WAGTAIL_PAGE_MODEL = "publishing.SitePage"
WAGTAILADMIN_BASE_URL = KITH_SITE_ADDRESS
WAGTAILADMIN_LOGIN_URL = LOGIN_URL
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # the editor asks no outside host for anything
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "english"}}
WAGTAIL_AUTOSAVE_INTERVAL = 3000  # milliseconds after the last change
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
WAGTAIL_WORKFLOW_REQUIRE_REAPPROVAL_ON_EDIT = True

EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # libraries send nothing; the site posts (posting.py)
# The site speaks with the same mail server as casework unless it is given one of its own.
DEFAULT_FROM_EMAIL = os.environ.get("KITH_SITE_MAIL_FROM", casework.DEFAULT_FROM_EMAIL)
# Where anybody may write to the partnership; it stands in every calendar as the organiser of the events.
KITH_SITE_MAILBOX = os.environ.get("KITH_SITE_MAILBOX", parseaddr(DEFAULT_FROM_EMAIL)[1])
KITH_MAIL_TRANSPORT = casework.KITH_MAIL_TRANSPORT
KITH_MAIL_BOUNCES = os.environ.get("KITH_MAIL_BOUNCES", parseaddr(DEFAULT_FROM_EMAIL)[1])  # where what fails comes back
KITH_MAIL_PER_MINUTE = int(os.environ.get("KITH_MAIL_PER_MINUTE", "3000" if KITH_MAIL_TRANSPORT == "notify" else "0"))
KITH_SITE_PROXIES = int(os.environ.get("KITH_SITE_PROXIES", "0"))  # of our own, in front of the site
KITH_NOTIFY_URL = os.environ.get("KITH_NOTIFY_URL", "")
KITH_NOTIFY_KEY = os.environ.get("KITH_NOTIFY_KEY", "")
KITH_NOTIFY_TEMPLATE = os.environ.get("KITH_NOTIFY_TEMPLATE", "")
KITH_NOTIFY_RECEIPTS = os.environ.get("KITH_NOTIFY_RECEIPTS", "")  # the token by which Notify proves itself
EMAIL_HOST, EMAIL_PORT = casework.EMAIL_HOST, casework.EMAIL_PORT
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = casework.EMAIL_HOST_USER, casework.EMAIL_HOST_PASSWORD
EMAIL_USE_TLS = casework.EMAIL_USE_TLS
LANGUAGE_CODE = casework.LANGUAGE_CODE
# The languages in which pages can be written; the first is the one without its code in the address.
_CODES = [LANGUAGE_CODE, *filter(None, os.environ.get("KITH_SITE_LANGUAGES", "cy").split(","))]
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [(code, str(get_language_info(code)["name_local"])) for code in _CODES]
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("en", "English")]
TIME_ZONE = casework.TIME_ZONE
USE_TZ = USE_I18N = True
DATE_FORMAT = casework.DATE_FORMAT
LOGGING = casework.LOGGING
SILENCED_SYSTEM_CHECKS: list[str] = []
