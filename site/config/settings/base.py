"""Settings that hold everywhere; what differs by place comes from the environment."""

import datetime
import os
from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from search.elastic.addresses import refusals

# Set before numpy is loaded: each process computes on one core, for several threads of it would mostly wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

PROJECT = Path(__file__).resolve().parents[3]
env = environ.Env()

# Everything a running site writes lies under one folder.
HOME = Path(env("XINGLIN_HOME", default=str(PROJECT / "var"))).resolve()

INSTALLED_APPS = [
    "config.admin.XinglinUsersConfig",
    "reading",
    "search",
    "articles",
    "doctors",
    "moderation",
    "wagtail.contrib.table_block",
    "wagtail.sites",
    "wagtail.snippets",
    "wagtail.images",
    "wagtail.documents",  # the admin cannot do without it; no role may upload one and no address serves one
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "reading.middleware.PublicHeaders",
    "reading.throttle.PublicRates",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "moderation.complaints.uploading.CappedUploads",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "moderation.middleware.StorableValues",
    "moderation.middleware.PoliteRefusals",
    "moderation.sanctions.gatekeeping.SuspendedAccounts",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{HOME / 'xinglin.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # Without IMMEDIATE a read transaction that turns into a write fails at once instead of waiting.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache_url("CACHE_URL", default="locmemcache://")}

AUTH_USER_MODEL = "doctors.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "doctors.passwords.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "wagtailadmin_home"
PASSWORD_RESET_TIMEOUT = env.int("INVITATION_DAYS", default=7) * 86_400

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
LOCALE_PATHS = [PROJECT / "locale"]
TIME_ZONE = env("TIME_ZONE", default="Asia/Shanghai")
USE_I18N = True
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
STATICFILES_DIRS = [PROJECT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = HOME / "media"
# Uploaded originals lie outside the media root: readers only ever get renditions.
ORIGINALS_ROOT = HOME / "originals"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    # Evidence, sealed: a folder of its own, or any other entry of this kind, such as one for object storage.
    "vault": env.json("VAULT_STORE", default=None)
    or {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "vault", "file_permissions_mode": 0o600, "directory_permissions_mode": 0o700},
    },
}

# A 100-block article sends thousands of fields, a million Han characters several megabytes.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024
# What the vault will keep never lies on a disk in the clear; everything else is received as Django does.
FILE_UPLOAD_HANDLERS = [
    "moderation.vault.receiving.SealedUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# The admin shows previews in frames of its own.
X_FRAME_OPTIONS = "SAMEORIGIN"
SILENCED_SYSTEM_CHECKS = ["security.W019"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "moderation.views.refusals.csrf_failure"
SESSION_COOKIE_AGE = 12 * 3600
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ("/admin/",),
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    },
}

SITE_NAME = "杏林"
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = env("PUBLIC_URL", default="http://127.0.0.1:8000")
WAGTAILADMIN_PERMITTED_LANGUAGES = LANGUAGES
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAIL_I18N_ENABLED = False
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_AUTOSAVE_INTERVAL = 3_000
WAGTAILADMIN_COMMENTS_ENABLED = False
WAGTAILADMIN_RECENT_EDITS_LIMIT = 6
WAGTAILADMIN_UNSAFE_PAGE_DELETION_LIMIT = 0
WAGTAILIMAGES_IMAGE_FORM_BASE = "articles.picture_forms.PictureForm"
WAGTAILIMAGES_IMAGE_MODEL = "articles.ArticleImage"
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 30_000_000
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp", "avif"]
WAGTAILIMAGES_FORMAT_CONVERSIONS = {"avif": "webp", "gif": "webp", "bmp": "webp"}
WAGTAILADMIN_RICH_TEXT_EDITORS = {"default": {"WIDGET": "articles.editor.SafeDraftailRichTextArea"}}
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backends"}}
WAGTAILUSERS_PASSWORD_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
TAGGIT_CASE_INSENSITIVE = True

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail://")
vars().update(EMAIL_CONFIG)
EMAIL_FILE_PATH = HOME / "mail"
DEFAULT_FROM_EMAIL = env("MAIL_FROM", default="noreply@xinglin.example")

# Where readers and rights holders write to; the one address that the site's own pages may name.
COMPLAINTS_MAIL = env("COMPLAINTS_MAIL", default="operator@xinglin.example")
# How many complaints one person or line may file in a day.
COMPLAINTS_PER_DAY = env.int("COMPLAINTS_PER_DAY", default=10)
# Which topics need a colleague's signed review before publication: all, high-risk or none.
MEDICAL_REVIEW = env("MEDICAL_REVIEW", default="high-risk")
if MEDICAL_REVIEW not in ("all", "high-risk", "none"):
    raise ImproperlyConfigured(f"MEDICAL_REVIEW is {MEDICAL_REVIEW!r}, and not all, high-risk or none")
# Which topics two moderators read, each without seeing what the other thinks: high-risk or none.
SECOND_REVIEW = env("SECOND_REVIEW", default="high-risk")
if SECOND_REVIEW not in ("high-risk", "none"):
    raise ImproperlyConfigured(f"SECOND_REVIEW is {SECOND_REVIEW!r}, and not high-risk or none")
# What share of each reviewer's decisions a second person checks blindly, and how many golden cases are put among the others.
SAMPLE_SHARE = env.float("SAMPLE_SHARE", default=0.05)
GOLDEN_PER_WEEK = env.int("GOLDEN_PER_WEEK", default=2)
if not 0 <= SAMPLE_SHARE <= 1:
    raise ImproperlyConfigured(f"SAMPLE_SHARE is {SAMPLE_SHARE!r}, and not between 0 and 1")
# How long a link to sign works.
SIGNATURE_DAYS = env.int("SIGNATURE_DAYS", default=14)
# How long a claimed case stays with whoever claimed it unless they go on working, and one that was handed to somebody by name.
DESK_LEASE = datetime.timedelta(minutes=env.int("DESK_LEASE_MINUTES", default=20))
DESK_HANDED_LEASE = datetime.timedelta(hours=env.int("DESK_HANDED_HOURS", default=24))
# A TOML file like `moderation/desk/calendar.toml` with other working hours, holidays and terms; the shipped one when empty.
DESK_CALENDAR = env("DESK_CALENDAR", default="")
# Filing numbers for the footer, for example the ICP number.
SITE_FILING = env("SITE_FILING", default="")
# Which engine answers readers' searches: `embedded`, or the addresses of an Elasticsearch cluster, separated by commas.
SEARCH_URL = env("SEARCH_URL", default="embedded").strip() or "embedded"
SEARCH_CA = env("SEARCH_CA", default="")
SEARCH_INDEX_PREFIX = env("SEARCH_INDEX_PREFIX", default="xinglin")
SEARCH_SHARDS = env.int("SEARCH_SHARDS", default=1)
SEARCH_REPLICAS = env.int("SEARCH_REPLICAS", default=1)
SEARCH_REFRESH_SECONDS = env.float("SEARCH_REFRESH_SECONDS", default=1)
# How long a reader's question waits for the cluster before the database answers.
SEARCH_TIMEOUT_SECONDS = env.float("SEARCH_TIMEOUT_SECONDS", default=0.8)
# Whether a Chinese analyzer that the cluster has as a plugin is used besides our own words: `auto` or `off`.
SEARCH_ANALYZER = env("SEARCH_ANALYZER", default="off")
for _refusal in refusals(vars()):
    raise ImproperlyConfigured(_refusal)
# Where the model lies that search by meaning uses, when it is there; `off` for words alone. One copy serves every site of a machine.
SEMANTIC_FOLDER = Path(env("XDG_CACHE_HOME", default=str(Path.home() / ".cache"))) / "xinglin" / "models" / "bge-small-zh-v1.5-q"
SEMANTIC_MODEL = env("SEMANTIC_MODEL", default=str(SEMANTIC_FOLDER))
SEARCH_RATE_PER_MINUTE = env.int("SEARCH_RATE_PER_MINUTE", default=240)
# Suggestions are asked for at every pause in typing.
SUGGEST_RATE_PER_MINUTE = env.int("SUGGEST_RATE_PER_MINUTE", default=600)
# How many days the counts of what readers asked are kept (0: nothing is counted), and from how many networks a question must
# have come before anybody sees its words.
SEARCH_LOG_DAYS = env.int("SEARCH_LOG_DAYS", default=90)
SEARCH_LOG_NETWORKS = env.int("SEARCH_LOG_NETWORKS", default=3)
if SEARCH_LOG_NETWORKS < 2:
    raise ImproperlyConfigured(f"SEARCH_LOG_NETWORKS is {SEARCH_LOG_NETWORKS!r}: one reader's own words would be shown")
SEARCH_LOG_DEFERRED = True
# Against scraping: pages, and the other interfaces and feeds, per address and minute. Many readers may share one address.
PAGE_RATE_PER_MINUTE = env.int("PAGE_RATE_PER_MINUTE", default=600)
API_RATE_PER_MINUTE = env.int("API_RATE_PER_MINUTE", default=60)
# Codes, manifests and certificates that one address may have checked in a minute.
VERIFY_RATE_PER_MINUTE = env.int("VERIFY_RATE_PER_MINUTE", default=30)
# Search engines that are not limited, by name and published networks: `Name=network+network;Name=…`.
CRAWLERS = env("CRAWLERS", default="")
# How many times in 24 hours one author may hand in.
SUBMISSIONS_PER_DAY = env.int("SUBMISSIONS_PER_DAY", default=300)
# Hosts that webhooks may call, with the port where it is not the usual one.
WEBHOOK_HOSTS = env.list("WEBHOOK_HOSTS", default=[])
# Looking up DOIs and addresses of references: `off`, `on` where the site may reach the net, or the dotted name of an adapter.
REFERENCE_LOOKUP = env("REFERENCE_LOOKUP", default="off")
# How many proxies of ours stand before the site; as many addresses at the end of X-Forwarded-For are believed.
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", default=0)
# The key of keyed hashes and salted commitments; losing it makes masked evidence unmatchable.
EVIDENCE_KEY = env("EVIDENCE_KEY", default="")
# The keys of stored evidence, newest first; without them the files cannot be read by anybody.
VAULT_KEY = env("VAULT_KEY", default="")
VAULT_MAX_BYTES = env.int("VAULT_MAX_MB", default=20) * 1024 * 1024
# Likeness to other texts: shares of an article from which it is told, reviewed, stopped, and common runs in Han characters.
SIMILARITY_ADVISE = env.float("SIMILARITY_ADVISE", default=0.15)
SIMILARITY_REVIEW = env.float("SIMILARITY_REVIEW", default=0.30)
SIMILARITY_BLOCK = env.float("SIMILARITY_BLOCK", default=0.60)
SIMILARITY_RUN_SHOW = env.int("SIMILARITY_RUN_SHOW", default=30)
SIMILARITY_RUN_REVIEW = env.int("SIMILARITY_RUN_REVIEW", default=60)
# The ring of keys that sign manifests, and what wraps their private parts; outside the database, so that no dump holds both.
SIGNING_KEYS = env("SIGNING_KEYS", default=str(HOME / "keys" / "signing.json"))
SIGNING_PASSPHRASE = env("SIGNING_PASSPHRASE", default="")
SIGNING_DEMO_KEY = False
# Certificates that were asked for, and the font that they are set in; found among the system's when empty.
CERTIFICATES_ROOT = HOME / "certificates"
CERTIFICATE_FONT = env("CERTIFICATE_FONT", default="")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"tokens": {"()": "config.logs.WithoutTokens"}},
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["tokens"]}},
    # What is wrong with a cluster is said once, in our words.
    "loggers": {"elastic_transport": {"level": "ERROR"}},
    "root": {"handlers": ["console"], "level": env("LOG_LEVEL", default="WARNING")},
}
