"""A headless Chromium, and people who sign in with it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests import factories

CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
ARGUMENTS += ["--disable-component-update", "--disable-sync"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    assert CHROMIUM.exists(), "The journeys need Debian's chromium and fonts-noto-cjk: apt-get install chromium fonts-noto-cjk"
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Open a page as somebody (or nobody), at a width; a script error or a request to another host fails the journey."""
    contexts, faults = [], []

    def open_as(user: Any = None, width: int = 1280) -> Page:
        context = browser.new_context(base_url=live_server.url, locale="zh-CN", viewport={"width": width, "height": 900})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on(
            "request",
            lambda request: None if request.url.startswith((live_server.url, "data:", "blob:")) else faults.append(request.url),
        )
        if user is not None:
            page.goto("/admin/login/")
            page.fill("[name=username]", user.email)
            page.fill("[name=password]", factories.PASSWORD)
            page.click("form [type=submit]")
            page.wait_for_url("**/admin/**")
        return page

    yield open_as
    for context in contexts:
        context.close()
    assert not faults
