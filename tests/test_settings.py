"""Production refuses to start with a value that is not safe, and says which."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAFE = {
    "SECRET_KEY": "a-long-random-value-made-for-this-test-only-0123456789-abcdefgh",
    "EVIDENCE_KEY": "another-long-random-value-for-this-test-0123456789",
    "VAULT_KEY": "a-third-long-random-value-for-this-test-0123456789",
    "ALLOWED_HOSTS": "xinglin.example",
    "PUBLIC_URL": "https://xinglin.example",
}


def start(**changes: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in SAFE}
    environment |= {
        **SAFE,
        **changes,
        "DJANGO_SETTINGS_MODULE": "config.settings.production",
        "PYTHONPATH": f"{ROOT}:{ROOT / 'site'}",
    }
    command = [sys.executable, "-c", "import django.conf; django.conf.settings.INSTALLED_APPS"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)


def test_safe_values_start() -> None:
    assert start().returncode == 0


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "x" * 60),
        ("EVIDENCE_KEY", "short"),
        ("VAULT_KEY", ""),
        ("VAULT_KEY", "a-third-long-random-value-for-this-test-0123456789,short"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", ""),
        ("PUBLIC_URL", "http://xinglin.example"),
        ("SECURE_HSTS_SECONDS", "0"),
        ("SEARCH_URL", "elasticsearch"),
        ("SEARCH_URL", "http://reader:secret@search:9200"),
        ("SEARCH_SHARDS", "0"),
    ],
)
def test_an_unsafe_value_is_named(name: str, value: str) -> None:
    refused = start(**{name: value})
    assert refused.returncode != 0
    assert name in refused.stderr.strip().splitlines()[-1]
