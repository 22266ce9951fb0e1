"""A real Chromium, headless, for the tests of our pages; they are skipped with the reason where it is missing."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import pytest

webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")

BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
BROWSER: Final = next(filter(None, map(shutil.which, BROWSERS)), None)
DRIVER: Final = shutil.which("chromedriver")
FLAGS: Final = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
NEEDED: Final = [
    pytest.mark.skipif(BROWSER is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(DRIVER is None, reason="no chromedriver on this machine"),
]


def started(profile: Path) -> Iterator[Any]:
    """A browser with a profile of its own, which logs its console and its requests."""
    options = webdriver.ChromeOptions()
    options.binary_location = BROWSER
    for flag in (*FLAGS, f"--user-data-dir={profile}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield driver
    driver.quit()


def look(driver: Any, width: int, scheme: str, *, height: int = 844, media: str = "") -> None:
    """Look at the page at this size and colour scheme, on a screen or on paper (`print`)."""
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": features})
    size = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)


def show(driver: Any, file: Path) -> None:
    """Open a page anew, whatever was open, as on a wide screen."""
    look(driver, 1280, "light")
    driver.get("about:blank")
    driver.get(file.as_uri())


def open_report(driver: Any, file: Path) -> Any:
    """Open a report of an evaluation, and wait until its data is unpacked."""
    from selenium.webdriver.support.ui import WebDriverWait

    driver.get("about:blank")
    driver.get(file.as_uri())
    WebDriverWait(driver, 20).until(lambda page: page.find_element("id", "browser").is_displayed())
    return driver


def asked_for(driver: Any) -> list[str]:
    """Every address the page asked for since this was called last, but for data and the browser's own."""
    events = [json.loads(entry["message"])["message"] for entry in driver.get_log("performance")]
    urls = [event["params"]["request"]["url"] for event in events if event["method"] == "Network.requestWillBeSent"]
    return [url for url in urls if not url.startswith(("data:", "chrome", "blob:"))]
