"""The test-suite: quick hashing, no files left behind, a database that is copied from a snapshot."""

import os
import tempfile
from pathlib import Path

from .base import *  # noqa: F403
from .base import DATABASES, STORAGES, env

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105
EVIDENCE_KEY = "only-for-tests"
VAULT_KEY = "only-for-tests-and-nothing-else-01"
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STATIC_ROOT = None  # type: ignore[assignment]
WHITENOISE_USE_FINDERS = True
SERVE_MEDIA = True
RATE_LIMITS_EXEMPT_LOOPBACK = True
# Words alone, whether or not this machine has the model; the tests of meaning switch it on.
SEMANTIC_MODEL = "off"
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

# Tests write what was noted themselves.
SEARCH_LOG_DEFERRED = False

# One folder for each process: whoever ends first takes only its own away.
SCRATCH = Path(tempfile.gettempdir()) / f"xinglin-tests-{os.getpid()}"
MEDIA_ROOT = SCRATCH / "media"
ORIGINALS_ROOT = SCRATCH / "originals"
STORAGES["vault"] = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": SCRATCH / "vault"}}
SIGNING_KEYS = str(SCRATCH / "keys" / "signing.json")
SIGNING_DEMO_KEY = True
MEDICAL_REVIEW = "none"
SECOND_REVIEW = "none"
SEARCH_URL = "embedded"
CERTIFICATES_ROOT = SCRATCH / "certificates"

TEST_DATABASE = env("TEST_DATABASE", default="sqlite")
if TEST_DATABASE == "postgresql":
    DATABASES["default"] = {"ENGINE": "django.db.backends.postgresql", "NAME": "xinglin", "USER": "postgres", "HOST": "127.0.0.1"}
