"""
A real headless Chromium, spoken to over its own pipe in the DevTools protocol: no driver, no port, no package.

`browser` is started once a session; `tab` is a fresh page of it, which records requests, console messages and
exceptions. In CI a machine without Chromium is an error; on a developer's the tests are left out with the reason.
"""

import itertools
import json
import os
import select
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
    "--remote-debugging-pipe",
)
PATIENCE = 30


class Browser:
    def __init__(self, program, profile):
        to_browser, self._write = os.pipe()
        self._read, from_browser = os.pipe()
        # The protocol is spoken on descriptors 3 (in) and 4 (out) of the browser.
        command = ["bash", "-c", f'exec "$0" "$@" 3<&{to_browser} 4>&{from_browser}', program, *FLAGS]
        self.process = subprocess.Popen(
            [*command, f"--user-data-dir={profile}", "about:blank"],
            pass_fds=(to_browser, from_browser),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(to_browser)
        os.close(from_browser)
        self._buffer = b""
        self._ids = itertools.count(1)
        self.events = {}

    def send(self, method, session=None, **params):
        number = next(self._ids)
        message = {"id": number, "method": method, "params": params}
        if session:
            message["sessionId"] = session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            got = self._receive(end)
            if got.get("id") == number:
                assert "error" not in got, (method, got["error"])
                return got["result"]
        raise TimeoutError(method)

    def wait_for(self, session, method):
        end = time.monotonic() + PATIENCE
        while not any(event["method"] == method for event in self.events.get(session, ())):
            self._receive(end)

    def _receive(self, end):
        while b"\0" not in self._buffer:
            ready, _, _ = select.select([self._read], [], [], max(end - time.monotonic(), 0))
            if not ready:
                raise TimeoutError("the browser does not answer")
            chunk = os.read(self._read, 1 << 20)
            assert chunk, "the browser has gone"
            self._buffer += chunk
        line, _, self._buffer = self._buffer.partition(b"\0")
        message = json.loads(line)
        if "method" in message:
            self.events.setdefault(message.get("sessionId"), []).append(message)
        return message

    def close(self):
        try:
            self.send("Browser.close")
            self.process.wait(10)
        except (TimeoutError, AssertionError, OSError, subprocess.TimeoutExpired):
            self.process.kill()
            self.process.wait()
        os.close(self._write)
        os.close(self._read)


class Tab:
    def __init__(self, browser):
        self.browser = browser
        context = browser.send("Target.createBrowserContext")["browserContextId"]
        target = browser.send("Target.createTarget", url="about:blank", browserContextId=context)["targetId"]
        self.target = target
        self.session = browser.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.send(f"{domain}.enable")
        self.size(1280, 800)

    def send(self, method, **params):
        return self.browser.send(method, self.session, **params)

    def size(self, width, height, *, mobile=False):
        self.send("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=mobile)

    def media(self, **features):
        listed = [{"name": name.replace("_", "-"), "value": value} for name, value in features.items()]
        self.send("Emulation.setEmulatedMedia", features=listed)

    def open(self, path, fragment="", *, wait=True):
        # From another page, so that a new fragment alone is a new start too.
        self.browser.events.pop(self.session, None)
        self.send("Page.navigate", url="about:blank")
        self.browser.wait_for(self.session, "Page.loadEventFired")
        self.browser.events.pop(self.session, None)
        self.send("Page.navigate", url=Path(path).as_uri() + (f"#{fragment}" if fragment else ""))
        self.browser.wait_for(self.session, "Page.loadEventFired")
        if wait:
            self.until("document.documentElement !== null && 'ready' in document.documentElement.dataset")
            self.frames()

    def js(self, expression):
        got = self.send("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in got, got["exceptionDetails"]
        return got["result"].get("value")

    def until(self, expression):
        end = time.monotonic() + PATIENCE
        while not (value := self.js(expression)):
            assert time.monotonic() < end, f"never true: {expression}"
            time.sleep(0.02)
        return value

    def frames(self, number=3):
        self.js(
            f"new Promise(done => {{ let n = {number};"
            " const step = () => n-- > 0 ? requestAnimationFrame(step) : done(true);"
            " requestAnimationFrame(step); })"
        )

    def key(self, key, text=None):
        name = {"+": "Equal", "-": "Minus", "0": "Digit0", "/": "Slash"}.get(key, key)
        code = {"Enter": 13, "Escape": 27, "Tab": 9, "ArrowLeft": 37, "ArrowUp": 38, "ArrowRight": 39, "ArrowDown": 40}
        typed = {"text": "\r"} if key == "Enter" else {"text": text or key} if len(key) == 1 else {}
        number = {"windowsVirtualKeyCode": code[key]} if key in code else {}
        self.send("Input.dispatchKeyEvent", type="keyDown", key=key, code=name, **typed, **number)
        self.send("Input.dispatchKeyEvent", type="keyUp", key=key, code=name, **number)

    def mouse(self, kind, x, y, **more):
        self.send("Input.dispatchMouseEvent", type=kind, x=x, y=y, **more)

    def drag(self, x, y, to_x, to_y, steps=6):
        self.mouse("mousePressed", x, y, button="left", buttons=1, clickCount=1)
        for n in range(1, steps + 1):
            at = (x + (to_x - x) * n / steps, y + (to_y - y) * n / steps)
            self.mouse("mouseMoved", *at, button="left", buttons=1)
        self.mouse("mouseReleased", to_x, to_y, button="left", clickCount=1)

    def click(self, x, y):
        self.mouse("mousePressed", x, y, button="left", buttons=1, clickCount=1)
        self.mouse("mouseReleased", x, y, button="left", clickCount=1)

    def complaints(self):
        """Everything the console was told that is not a plain log."""
        self.js("1")
        found = []
        for event in self.browser.events.get(self.session, ()):
            if event["method"] in {"Runtime.exceptionThrown", "Log.entryAdded"}:
                found.append(event["params"])
            if event["method"] == "Runtime.consoleAPICalled":
                found.append(event["params"]["args"])
        return found

    def blocked(self):
        """Why requests were stopped before they left."""
        self.js("1")
        events = self.browser.events.get(self.session, ())
        return [e["params"].get("blockedReason") for e in events if e["method"] == "Network.loadingFailed"]

    def requests(self):
        self.js("1")
        events = self.browser.events.get(self.session, ())
        return [e["params"]["request"]["url"] for e in events if e["method"] == "Network.requestWillBeSent"]


@pytest.fixture(scope="session")
def browser():
    program = next((found for name in NAMES if (found := shutil.which(name))), None)
    if program is None:
        assert not os.environ.get("CI"), "no Chromium on this machine: apt-get install chromium"
        pytest.skip("no Chromium on this machine (apt-get install chromium); in CI this is an error")
    profile = tempfile.mkdtemp(prefix="timeline-chromium-")
    running = Browser(program, profile)
    yield running
    running.close()
    shutil.rmtree(profile, ignore_errors=True)


@pytest.fixture
def tab(browser):
    opened = Tab(browser)
    yield opened
    browser.send("Target.closeTarget", targetId=opened.target)
