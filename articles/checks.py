"""System checks: a public site needs a signing key of its own, and certificates need a Chinese font."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ImproperlyConfigured

from .attribution.proof import fonts, keyring


@register("signing", deploy=True)
def a_key_signs(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """There is a key, it opens, and it is not the demo's."""
    try:
        signing = [key for key in keyring.ring() if not key.retired]
        if signing:
            keyring.signature(signing[-1], b"")
    except keyring.NoKey as broken:
        return [Error(f"Manifests cannot be signed: {broken}.", id="articles.E001")]
    if not signing:
        hint = "Run `manage.py signing_keys create`."
        return [Error(f"There is no signing key in {settings.SIGNING_KEYS}.", hint=hint, id="articles.E001")]
    if signing[-1].demo or settings.SIGNING_DEMO_KEY:
        return [Error("The key that signs is the demo's.", hint="Run `manage.py signing_keys create`.", id="articles.E002")]
    return []


@register("signing")
def a_chinese_font_is_here(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    if fonts.chinese() is not None:
        return []
    hint = "Install Debian's package fonts-noto-cjk or fonts-wqy-zenhei, or set CERTIFICATE_FONT."
    return [Warning("No Chinese font was found: certificates are pages to print and not PDF.", hint=hint, id="articles.W001")]


def refuse_to_start_without_a_key() -> None:
    """Called where a site starts to serve: Django runs no checks there. Raises ImproperlyConfigured."""
    faults = [] if settings.SIGNING_DEMO_KEY else a_key_signs()
    if faults:
        raise ImproperlyConfigured(" ".join(f"{fault.msg} {fault.hint or ''}".strip() for fault in faults))
