"""From an empty machine with the packages installed to the first page, against a stock Wagtail project's way to its own.

.venv/bin/python benchmarks/first_page.py
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks import measuring

LIMIT = 240


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until_first_page(port: int, server: subprocess.Popen[bytes], started: float) -> float:
    """Seconds from `started` until the home page answers 200. Raises TimeoutError."""
    try:
        while time.monotonic() - started < LIMIT:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
                    if answer.status == 200:
                        return round(time.monotonic() - started, 1)
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                time.sleep(0.2)
        raise TimeoutError("no first page")
    finally:
        server.terminate()
        server.wait(20)


def ours(home: Path) -> float:
    environment = {**os.environ, "XINGLIN_HOME": str(home), "DJANGO_SETTINGS_MODULE": "config.settings.development"}
    manage = [sys.executable, str(measuring.ROOT / "manage.py")]
    port, started = free_port(), time.monotonic()
    for command in (["migrate", "--verbosity", "0"], ["load_demo"]):
        subprocess.run([*manage, *command], env=environment, check=True, stdout=subprocess.DEVNULL)
    server = subprocess.Popen([*manage, "serve_demo", "--port", str(port)], env=environment, stdout=subprocess.DEVNULL)
    return until_first_page(port, server, started)


def stock(folder: Path) -> float:
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    wagtail = Path(sys.executable).parent / "wagtail"
    subprocess.run([str(wagtail), "start", "stocksite", str(folder)], env=environment, check=True, stdout=subprocess.DEVNULL)
    manage = [sys.executable, str(folder / "manage.py")]
    port, started = free_port(), time.monotonic()
    subprocess.run([*manage, "migrate", "--verbosity", "0"], env=environment, check=True, cwd=folder)
    server = subprocess.Popen(
        [*manage, "runserver", f"127.0.0.1:{port}", "--noreload"],
        env=environment,
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    return until_first_page(port, server, started)


def main() -> None:
    scratch = Path(tempfile.mkdtemp(prefix="xinglin-benchmark-"))
    try:
        (scratch / "stock").mkdir()
        figures = {"first_page_s": ours(scratch / "home")}
        baseline = {"first_page_s": stock(scratch / "stock")}
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    measuring.close("first page", figures, baseline)


if __name__ == "__main__":
    main()
