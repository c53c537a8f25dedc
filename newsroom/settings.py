"""One settings file for every machine. What differs between machines names its environment variable."""

from datetime import timedelta
from urllib.parse import urlsplit

from newsroom import environment, sqlite

ROOT = environment.ROOT
VAR = environment.folder("NEWSROOM_VAR", ROOT / "var")
# A site that readers reach: https only, cookies that leave no other way, no demo logins. See newsroom/checks.py.
PUBLIC = environment.flag("NEWSROOM_PUBLIC")
# The sign-in page offers the demo's five logins once `manage.py demo` has made them. Never on a public site.
DEMO_LOADED = VAR / "demo-loaded"
DEMO = not PUBLIC and DEMO_LOADED.exists()
DEBUG = environment.flag("NEWSROOM_DEBUG")
SECRET_KEY = environment.secret("NEWSROOM_SECRET_KEY", kept_in=VAR / "secret_key")

PORT = environment.number("PORT", 8000)
SITE_NAME = environment.text("SITE_NAME", "Sớm Mai")
# All absolute addresses are made from this; none from what a request calls us.
SITE_URL = environment.text("SITE_URL", f"http://127.0.0.1:{PORT}").rstrip("/")
ALLOWED_HOSTS = environment.words("NEWSROOM_HOSTS") or [
    "127.0.0.1",
    "localhost",
    "[::1]",
    *([urlsplit(SITE_URL).hostname] if urlsplit(SITE_URL).hostname else []),
]
# One person alone may put their own text live. Loud: a check, the log and the desk say so.
SINGLE_EDITOR = environment.flag("SINGLE_EDITOR")
# Photographs may be HEIC. Off: what opens it is under the GPL, see requirements-heic.txt.
HEIC = environment.flag("NEWSROOM_HEIC")
# What somebody of a role may send within 24 hours: photographs, bytes. A lost password must not fill the disk.
UPLOADS_A_DAY = environment.uploads(
    "NEWSROOM_UPLOADS_A_DAY", "reporter:1000:20 photographer:5000:100 section:5000:100 chief:5000:100"
)
# A folder into which cameras and agencies write pictures, by any FTP or SFTP server; `serve` takes in what is whole.
HOT_FOLDER = environment.folder("NEWSROOM_HOT_FOLDER", "") if environment.text("NEWSROOM_HOT_FOLDER") else None
# Certificates (PEM) whose signers of Content Credentials the paper trusts; without it every signer is called unknown.
C2PA_TRUST = environment.folder("NEWSROOM_C2PA_TRUST", "") if environment.text("NEWSROOM_C2PA_TRUST") else None
# Where the keys of changed pages are sent, for a CDN or Varnish in front. Without it no surrogate keys leave us.
PURGE_URL = environment.text("PURGE_URL")

INSTALLED_APPS = [
    "newsroom.apps.NewsroomConfig",
    "articles.apps.ArticlesConfig",
    "media.apps.MediaConfig",
    "taggit",
    "django_tasks",
    "django_tasks_db",
    "articles.apps.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]
# Readers' pages know no session, no user and no language but the site's: what starts with Desk acts on /admin/ only.
MIDDLEWARE = [
    "newsroom.logs.RequestNames",
    "newsroom.security.Headers",
    "newsroom.security.Door",
    "django.middleware.common.CommonMiddleware",
    "newsroom.desk.DeskCompression",
    "newsroom.desk.DeskSessions",
    "newsroom.desk.DeskCsrf",
    "newsroom.desk.DeskAccounts",
    "newsroom.desk.Language",
    "newsroom.desk.DeskMessages",
]
ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

DATABASES = {"default": environment.database("DATABASE_URL", f"sqlite:///{VAR / 'newsroom.sqlite3'}")}
if "sqlite" in DATABASES["default"]["ENGINE"]:
    # Writers queue for the lock at once, instead of failing when a read turns into a write.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode={sqlite.JOURNAL}; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON",
    }
DATABASES["default"].update(CONN_MAX_AGE=600, CONN_HEALTH_CHECKS=True)
CACHES = {"default": environment.cache("CACHE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend", "articles.permissions.NewsroomBackend"]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": VAR / "files"}},
    "originals": environment.storage("STORAGE_URL", VAR / "originals", "originals"),
    "renditions": environment.storage("STORAGE_URL", VAR / "renditions", "renditions"),
    "staticfiles": {
        # Names that carry the content's hash, so that a browser may keep a file for ever.
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "newsroom.staticfiles.HashedStorage"
    },
}
STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"

LANGUAGE_CODE = environment.text("SITE_LANGUAGE", "vi")
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "newsroom_language"
LOCALE_PATHS = [ROOT / "newsroom" / "locale"]
FORMAT_MODULE_PATH = ["newsroom.formats"]
TIME_ZONE = environment.text("TIME_ZONE", "Asia/Ho_Chi_Minh")
USE_TZ = True
USE_I18N = True
TAGGIT_CASE_INSENSITIVE = True

# Links to set a password go out by mail.
locals().update(environment.mail("MAIL_URL"))
DEFAULT_FROM_EMAIL = environment.text("MAIL_FROM", f"newsroom@{urlsplit(SITE_URL).hostname or 'localhost'}")

# Texts of 2 MB come in through forms, percent-encoded at up to three letters a byte.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
CSRF_FAILURE_VIEW = "newsroom.security.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SESSION_COOKIE_AGE = int(timedelta(hours=12).total_seconds())
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = LANGUAGE_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = LANGUAGE_COOKIE_PATH = "/admin/"
if PUBLIC:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")  # the proxy sets it and drops the client's
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = True
    # Browsers refuse __Host- cookies that are not Secure or have a path of their own.
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
    SESSION_COOKIE_PATH = CSRF_COOKIE_PATH = "/"
    CSRF_TRUSTED_ORIGINS = [SITE_URL]

# How much memory each web process may give to kept pages, in bytes; a sixteenth of it on top for lists further back,
# searches, redirects and pages that are not there.
PAGE_CACHE_BYTES = environment.number("PAGE_CACHE_MB", 32) * 1024 * 1024

LOGGING_CONFIG = None  # newsroom.logs sets it up: one JSON object a line, to stderr
LOG_LEVEL = environment.text("LOG_LEVEL", "INFO")
