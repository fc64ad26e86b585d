"""Weight of the review page with 200 findings, and the time until it answers a key in a browser.

The baseline is the same page with its four tabs loaded along, as a page without lazy tabs would be. The time needs Chromium.
"""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median
from typing import Any

import measuring

CHROMIUM = Path("/usr/bin/chromium")
ROUNDS = 5
SENTENCE = "这是我们医院最佳的家庭测量方法。控制率能到 98%，这是第一的方法。"
TABS = ("compare", "record", "author", "history")


def main() -> None:
    measuring.scratch_site()
    from django.conf import settings
    from django.test import Client

    from tests import factories, laden

    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, "testserver"]
    case = laden.laden(factories.make_article(body=[("paragraph", f"<p>{SENTENCE}</p>") for _number in range(100)]))
    client = Client()
    client.force_login(factories.make_moderator())
    address = f"/admin/desk/{case.number}/"
    page = client.get(address)
    assert case.scan is not None
    assert page.status_code == 200
    tabs = [client.get(f"{address}tab/{name}/", headers={"X-Requested-With": "fetch"}) for name in TABS]
    figures = {"findings": case.scan.findings.count(), "review_page_kb": round(len(page.content) / 1000, 1)}
    figures["review_page_ms"] = measuring.cpu(lambda _number: client.get(address), 10)
    if CHROMIUM.exists():
        figures["review_page_interactive_ms"] = interactive(client.cookies["sessionid"].value, address)
    whole = len(page.content) + sum(len(tab.content) for tab in tabs)
    measuring.close("review_page", figures, {"review_page_kb": round(whole / 1000, 1)})


def interactive(session: str, address: str) -> float:
    """Milliseconds from the request until the scripts have run and a key is answered: the median of a few loads."""
    from playwright.sync_api import sync_playwright

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        site = f"http://127.0.0.1:{free.getsockname()[1]}"
    command = [sys.executable, "manage.py", "runserver", "--noreload", site.removeprefix("http://")]
    server = subprocess.Popen(
        command, cwd=measuring.ROOT, env={**os.environ}, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        _wait_for(site)
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            context: Any = browser.new_context(base_url=site, locale="zh-CN", viewport={"width": 1600, "height": 1000})
            context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
            took = [_load(context, address) for _round in range(ROUNDS + 1)]
            browser.close()
    finally:
        server.terminate()
        server.wait()
    return round(median(took[1:]), 1)


def _load(context: Any, address: str) -> float:
    tab = context.new_page()
    tab.goto(address, wait_until="domcontentloaded")
    tab.keyboard.press("?")
    tab.wait_for_selector("dialog.keys[open]")
    took = float(tab.evaluate("performance.now()"))
    tab.close()
    return took


def _wait_for(site: str) -> None:
    for _try in range(150):
        try:
            urllib.request.urlopen(f"{site}/healthz").close()  # noqa: S310
        except urllib.error.URLError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("the site did not start")


if __name__ == "__main__":
    main()
