"""Says whether a reader's copy of an article is still right, before anything is rendered."""

import hashlib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.translation import get_language

from .people import Account
from .stamps import Stamp

# Everything that decides how an article looks; a new release changes the stamp of every page.
_SOURCES = (
    "templates/base.html",
    "templates/articles/**/*.html",
    "templates/search/box.html",
    "templates/search/words.html",
    "static/css/*.css",
    "static/js/*.js",
    "site/reading/**/*.py",
)


@cache
def appearance() -> str:
    """One hash of templates, styles and renderers, taken once per process."""
    hashed = hashlib.sha256()
    root = Path(settings.PROJECT)
    for pattern in _SOURCES:
        for file in sorted(root.glob(pattern)):
            hashed.update(file.read_bytes())
    hashed.update(f"{settings.SITE_FILING} {settings.WAGTAILADMIN_BASE_URL} {settings.STATIC_URL}".encode())
    return hashed.hexdigest()[:12]


def of_article(stamp: Stamp, accounts: Mapping[int, Account]) -> str:
    """Of the cleared words, what was decided on them, and what is public of the people and places beside them."""
    beside = (sorted(stamp.values.items()), sorted(accounts.items()), get_language())
    hashed = hashlib.sha256(repr(beside).encode()).hexdigest()[:16]
    return f'"{stamp.digest[:16]}-{hashed}-{appearance()}"'
