"""A public site: refuses to start with a value that is not safe, and says which."""

from django.core.exceptions import ImproperlyConfigured

from search.elastic.addresses import unsafe

from .base import *  # noqa: F403
from .base import EVIDENCE_KEY, SEARCH_URL, STORAGES, VAULT_KEY, WAGTAILADMIN_BASE_URL, env

DEBUG = False
SECRET_KEY = env("SECRET_KEY", default="")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=False)
RATE_LIMITS_EXEMPT_LOOPBACK = False

STORAGES["staticfiles"] = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sessionid"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrftoken"

_unsafe = {
    "SECRET_KEY": len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5,
    "EVIDENCE_KEY": len(EVIDENCE_KEY) < 32,
    "VAULT_KEY": any(len(key.strip()) < 32 for key in VAULT_KEY.split(",")),
    "ALLOWED_HOSTS": not ALLOWED_HOSTS or "*" in ALLOWED_HOSTS,
    "PUBLIC_URL": not WAGTAILADMIN_BASE_URL.startswith("https://"),
    "SEARCH_URL": unsafe(SEARCH_URL),
    "SECURE_HSTS_SECONDS": SECURE_HSTS_SECONDS < 86_400,
}
if any(_unsafe.values()):
    names = ", ".join(name for name, unsafe in _unsafe.items() if unsafe)
    raise ImproperlyConfigured(
        f"These settings are missing or not safe for production: {names}. See the settings table in README.md."
    )
