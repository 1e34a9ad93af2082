"""The product as `make run` starts it, with the demo, in a folder of its own; and a browser that watches itself."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "Demo-Password-2024"
WIDE = {"width": 1440, "height": 900}
# What is expected comes at once on an idle machine; a busy one is given time, and what never comes still fails.
expect.set_options(timeout=20_000)


@dataclass(frozen=True)
class Site:
    """A running installation."""

    url: str
    home: Path


@dataclass
class Visitor:
    """One person's browser window; `faults` collects console errors and requests to any other host."""

    page: Page
    site: Site
    faults: list[str] = field(default_factory=list)

    def sign_in(self, username: str) -> None:
        self.page.goto(f"{self.site.url}/login/")
        self.page.fill("input[name=username]", username)
        self.page.fill("input[name=password]", PASSWORD)
        self.page.click("main button[type=submit]")
        self.page.wait_for_url(f"{self.site.url}/")

    def open(self, path: str) -> None:
        self.page.goto(self.site.url + path)


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """`manage.py serve` on a free port, one for each file of tests; stopped with everything it started.

    A file that wants something else than the demo says which commands prepare its site, in PREPARE.
    """
    home = tmp_path_factory.mktemp("site")
    prepare: list[list[str]] = getattr(request.module, "PREPARE", [])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    kept = {key: value for key, value in os.environ.items() if key not in ("DATABASE_URL", "REDIS_URL")}
    env = {**kept, "TRACKER_HOME": str(home / "var"), "PORT": str(port), "DEMO_PASSWORD": PASSWORD}
    for command in prepare:
        named = {"DJANGO_SUPERUSER_PASSWORD": PASSWORD, "DJANGO_SUPERUSER_NAME": "管理员", "TRACKER_DEMO": "0"}
        env |= named
        subprocess.run([sys.executable, str(ROOT / "manage.py"), *command], env=env, cwd=ROOT, check=True)
    log = (home / "serve.log").open("w")
    server = subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "serve"],
        env=env,
        stdout=log,
        stderr=subprocess.STDOUT,
    )
    try:
        _wait_until_up(f"http://127.0.0.1:{port}/login/", server, home / "serve.log")
        yield Site(f"http://127.0.0.1:{port}", home)
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
        log.close()


def _wait_until_up(url: str, server: "subprocess.Popen[bytes]", log: Path) -> None:
    for _ in range(240):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(url, timeout=1):  # noqa: S310  our own server
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"the site did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    executable = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    if executable is None:
        pytest.fail("no Chromium found: install Debian's chromium, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable,
            args=["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        )
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator["VisitorDoor"]:
    door = VisitorDoor(browser, site)
    yield door
    faults = door.close()
    assert faults == []


class VisitorDoor:
    """Lets people in, each with a browser context of their own."""

    def __init__(self, browser: Browser, site: Site) -> None:
        self._browser, self._site = browser, site
        self._contexts: list[BrowserContext] = []
        self._visitors: list[Visitor] = []

    def __call__(
        self, username: str | None = None, *, viewport: dict[str, int] | None = None, javascript: bool = True
    ) -> Visitor:
        context = self._browser.new_context(
            viewport=viewport or WIDE,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            accept_downloads=True,
            java_script_enabled=javascript,
        )
        visitor = Visitor(context.new_page(), self._site)
        _watch(visitor)
        self._contexts.append(context)
        self._visitors.append(visitor)
        if username:
            visitor.sign_in(username)
        return visitor

    def close(self) -> list[str]:
        for context in self._contexts:
            context.close()
        return [fault for visitor in self._visitors for fault in visitor.faults]


def _watch(visitor: Visitor) -> None:
    def on_request(url: str) -> None:
        if not url.startswith((visitor.site.url, "data:", "blob:")):
            visitor.faults.append(f"asked another host: {url}")

    visitor.page.on("request", lambda request: on_request(request.url))
    visitor.page.on("pageerror", lambda error: visitor.faults.append(f"script error: {error}"))
    visitor.page.on(
        "console",
        lambda said: visitor.faults.append(f"{visitor.page.url}: {said.text}") if said.type == "error" else None,
    )
    visitor.page.on(
        "response",
        lambda answer: visitor.faults.append(f"{answer.status}: {answer.url}") if answer.status >= 400 else None,
    )
