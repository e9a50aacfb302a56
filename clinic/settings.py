"""Django's settings, read from the environment once. Production refuses to start on anything unsafe."""

import os
import sys

from csp.constants import NONE, SELF

from clinic.environment import ROOT, Environment

surroundings = Environment(os.environ)
MODE = surroundings.mode
IS_DEMONSTRATION = MODE == "demonstration"
VAR = surroundings.var
if MODE != "production":
    VAR.mkdir(parents=True, exist_ok=True)

# keys
SECRET_KEY_FILE = surroundings.key_file("OPENIPT_SECRET_KEY_FILE", needed="it signs sign-ins.")
SEALING_KEYS = surroundings.key_file("OPENIPT_SEALING_KEYS_FILE", needed="clinical text is sealed with it.")
AUDIT_KEYS = surroundings.key_file("OPENIPT_AUDIT_KEYS_FILE", needed="the audit trail is chained with it.")
key_files = [path.resolve() for path in (SECRET_KEY_FILE, SEALING_KEYS, AUDIT_KEYS) if path.is_file()]
if len(set(key_files)) < len(key_files):
    surroundings.problems.append("Each key needs a file of its own: whoever reads one must not hold the others.")
AUDIT_ANCHOR = VAR / "audit.anchor"

# where it is reached
DEBUG = False
PUBLIC_URL = surroundings.text(
    "OPENIPT_PUBLIC_URL",
    default="http://127.0.0.1:8000",
    needed="the address in letters, such as https://therapy.example.org",
).rstrip("/")
IS_HTTPS = PUBLIC_URL.startswith("https://")
if MODE == "production" and not IS_HTTPS:
    surroundings.problems.append(
        "OPENIPT_PUBLIC_URL must begin with https:// (sign-ins and answers would travel in clear)."
    )
ALLOWED_HOSTS = [
    host.strip()
    for host in surroundings.text("OPENIPT_HOSTS", needed="names this server answers to.").split(",")
    if host.strip()
]
if any("*" in host for host in ALLOWED_HOSTS):
    surroundings.problems.append("OPENIPT_HOSTS must name each host: * lets a stranger choose the address in a letter.")
if MODE != "production":
    ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]", "testserver"]
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if IS_HTTPS else []
if surroundings.text("OPENIPT_BEHIND_PROXY") == "yes":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    ALLAUTH_TRUSTED_PROXY_COUNT = 1  # wrong guesses count by the address before the proxy, or one guesser locks all out
COUNTRY = surroundings.text("OPENIPT_COUNTRY", default="GB")  # whose crisis lines a stranger is shown first
EXIT_URL = surroundings.text("OPENIPT_EXIT_URL", default="https://www.weather.gov/")  # where "Leave this page" goes
if not EXIT_URL.startswith("https://"):
    surroundings.problems.append("OPENIPT_EXIT_URL must begin with https:// (it stands behind “Leave this page”).")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "clinic.definitions",
    "clinic.sealing",
    "clinic.audit",
    "clinic.letters",
    "clinic.people",
    "clinic.wordings",
    "clinic.safety",
    "clinic.therapy",
    "clinic.answers",
    "clinic.caseload",
    "clinic.reports",
    "clinic.worker",
    "clinic.pages",
]
if MODE != "production":
    INSTALLED_APPS.append("clinic.demonstration")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",  # so high that redirects and refusals carry it too
    "clinic.pages.gate.keep_nothing",
    "django_htmx.middleware.HtmxMiddleware",
    "clinic.pages.respond.whole_pages",
    "clinic.pages.latest.latest_wordings",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "clinic.pages.gate.Gate",
]
ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"
LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "clinic" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "clinic.pages.surroundings.surroundings",
            ],
            "builtins": ["template_partials.templatetags.partials"],  # partialdef and partial, as Django 6 has them
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", LOADERS)])],
        },
    }
]

# records
DATABASES = {"default": surroundings.database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
USE_TZ = True
TIME_ZONE = "UTC"
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]
LOCALE_PATHS = [ROOT / "clinic" / "locale"]
DEFINITIONS = surroundings.text("OPENIPT_DEFINITIONS")  # a folder of a service's own definitions, beside ours
NON_COMMERCIAL = ROOT / "packs" / "non-commercial"  # wordings that a declared use may open; may be taken out whole
SECONDS_BETWEEN_LOOKS: int | None = (
    15  # after so long, every process has the wordings that another one was given; None: never
)

COMPUTES_REPORTS = MODE != "test"  # the worker has the day's numbers computed by a process of its own

# sign-in
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "clinic.pages.account.adapter.Adapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password or second step is told to its owner
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "reset_password": "20/m/ip,5/m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "OpenIPT"
MFA_PASSKEY_LOGIN_ENABLED = True  # a passkey is device and person in one: for staff both steps, for clients no password
MFA_ADAPTER = "clinic.pages.account.adapter.SecondFactor"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = MODE != "production"
IDLE_SECONDS = surroundings.whole("OPENIPT_IDLE_MINUTES", default=15, least=1, most=60) * 60
LONG_IDLE_SECONDS = 60 * 60  # a page one writes on in the hour with a client counts as open for an hour
SESSION_COOKIE_AGE = surroundings.whole("OPENIPT_SESSION_HOURS", default=12, least=1, most=24) * 3600  # never renewed
SESSION_SAVE_EVERY_REQUEST = False
MESSAGE_STORAGE = "clinic.pages.sealed_messages.SealedStorage"  # the default keeps their words in a cookie

# headers and cookies
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

# letters
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = surroundings.text("OPENIPT_SMTP_HOST", default="localhost", needed="letters leave by this mail server.")
EMAIL_PORT = surroundings.whole("OPENIPT_SMTP_PORT", default=25, least=1, most=65_535)
EMAIL_HOST_USER = surroundings.text("OPENIPT_SMTP_USER")
EMAIL_HOST_PASSWORD = surroundings.text("OPENIPT_SMTP_PASSWORD")
EMAIL_USE_TLS = surroundings.text("OPENIPT_SMTP_TLS", default="no" if MODE == "test" else "yes") == "yes"
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = surroundings.text(
    "OPENIPT_LETTERS_FROM", default="clinic@openipt.example", needed="the sender's address of letters."
)
if IS_DEMONSTRATION:
    EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # read on the letters page instead

# static files
STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"  # filled by collectstatic; outside production files are served from where they lie
if MODE != "production":
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATICFILES_DIRS = [ROOT / "clinic" / "static"]
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
WHITENOISE_USE_FINDERS = MODE != "production"
STORAGES = {
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if MODE == "production"
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    }
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}

if sys.argv[1:2] == ["make_key"]:  # the one command that runs before there are keys; it opens no record
    SECRET_KEY = "while a key is made"  # noqa: S105 - it signs nothing
else:
    surroundings.refuse()
    SECRET_KEY = SECRET_KEY_FILE.read_text().strip()
