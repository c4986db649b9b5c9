"""Settings, all from the environment (`VORONKA_*`, `DATABASE_URL`), with a refusal for a bad value."""

from pathlib import Path

from voronka.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent

DATA_DIR = env.folder("VORONKA_DATA", Path("var"))
FILES_DIR = env.folder("VORONKA_FILES", DATA_DIR / "files")
DEBUG = env.flag("VORONKA_DEBUG", default=False)
SECRET_KEY = env.secret("VORONKA_SECRET_KEY", DATA_DIR / "secret-key")
ALLOWED_HOSTS = env.words("VORONKA_HOSTS", "localhost 127.0.0.1 [::1]")
# Served by TLS: cookies are secure, HSTS is sent, and http is redirected.
TLS = env.flag("VORONKA_TLS", default=False)
BEHIND_PROXY = env.flag("VORONKA_BEHIND_PROXY", default=False)
# Whether `voronka serve` does what is due beside the requests; else a `voronka worker` does.
WORKER = env.flag("VORONKA_WORKER", default=True)
# How people are reached outside of the pages. What the environment says counts before what the settings' pages say.
SITE = env.site("VORONKA_URL")
SMTP = env.mail("VORONKA_SMTP_URL")
# Requisites of Russian companies are asked of DaData where there is a token.
DADATA_TOKEN = env.text("VORONKA_DADATA_TOKEN", "")
DADATA_API = env.text("VORONKA_DADATA_API", "https://suggestions.dadata.ru/suggestions/api/4_1/rs")
TELEGRAM_API = env.text("VORONKA_TELEGRAM_API", "https://api.telegram.org").rstrip("/")
# Browsers name the address that they are reached at; of these hosts, and no others, we call what they name.
PUSH_HOSTS = env.words(
    "VORONKA_PUSH_HOSTS",
    "fcm.googleapis.com push.services.mozilla.com push.apple.com notify.windows.com",
)
# What webhooks may call besides the public internet, such as an ERP in the company's own network.
WEBHOOK_NETWORKS = env.networks("VORONKA_WEBHOOK_NETWORKS")
# How many requests of the API a token may make in a minute.
API_PER_MINUTE = env.whole("VORONKA_API_PER_MINUTE", 600, least=1, most=1_000_000)
UPLOAD_MAX_BYTES = env.whole("VORONKA_UPLOAD_MAX_MB", 25, least=1, most=2000) * 1024 * 1024

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "voronka",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "voronka.web.middleware.SafetyHeaders",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "voronka.web.middleware.SignedIn",
    "voronka.web.middleware.Language",
    "voronka.web.middleware.Refusals",
    "voronka.api.edge.Answers",
]

ROOT_URLCONF = "voronka.config.urls"
WSGI_APPLICATION = "voronka.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [
            *sorted(str(folder) for folder in (PACKAGE / "web").glob("*/templates")),
            str(PACKAGE / "api" / "templates"),
        ],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "voronka.web.templating.environment"},
    }
]

DATABASES = {"default": env.database("DATABASE_URL", DATA_DIR / "voronka.sqlite3")}

AUTH_USER_MODEL = "voronka.User"
AUTHENTICATION_BACKENDS = ["voronka.queries.log_in_backend.LogInBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("ru", "Русский"), ("uk", "Українська"), ("id", "Bahasa Indonesia")]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "voronka_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS: list[str] = []

SESSION_ENGINE = "voronka.queries.session_store"
SESSION_COOKIE_NAME = "voronka_session"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_SECURE = TLS
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "voronka_csrf"
CSRF_COOKIE_SECURE = TLS
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "voronka.web.errors.views.csrf_failed"
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
SECURE_SSL_REDIRECT = TLS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
USE_X_FORWARDED_HOST = BEHIND_PROXY
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"

DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"voronka": {"level": env.text("VORONKA_LOG", "INFO").upper()}},
}
