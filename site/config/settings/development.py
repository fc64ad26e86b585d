"""The demo and everyday development: embedded everything, on this machine only."""

import secrets

from .base import *  # noqa: F403
from .base import HOME, env

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "[::1]"]
INTERNAL_IPS = ["127.0.0.1"]


def _kept_secret(name: str) -> str:
    """A random value that is made once and stays with the demo's data."""
    file = HOME / name
    if not file.exists():
        HOME.mkdir(parents=True, exist_ok=True)
        file.write_text(secrets.token_urlsafe(50))
        file.chmod(0o600)
    return file.read_text()


SECRET_KEY = env("SECRET_KEY", default="") or _kept_secret("secret-key")
EVIDENCE_KEY = env("EVIDENCE_KEY", default="") or _kept_secret("evidence-key")
VAULT_KEY = env("VAULT_KEY", default="") or _kept_secret("vault-key")
# A key that says "demo" in its id is made when there is none.
SIGNING_DEMO_KEY = True
STATIC_ROOT = None  # type: ignore[assignment]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
SERVE_MEDIA = True
RATE_LIMITS_EXEMPT_LOOPBACK = True
