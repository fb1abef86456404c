"""Does the finished report keep what it promises? Accessibility of both files, and no network.

Uses tools that only the tests install: page-validation for the PDF, axe-core and a Chromium for the HTML.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

PROFILES = ("ua1", "2a")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
INSTALLED = (
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    "C:/Program Files/Google/Chrome/Application/chrome.exe",
    "C:/Program Files (x86)/Microsoft/Edge/Application/msedge.exe",
)
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--metrics-recording-only",
    "--host-resolver-rules=MAP * ~NOTFOUND",
)
RUN_AXE = """
axe.run(document, { resultTypes: ["violations"], rules: RULES }).then(function (result) {
  var found = document.createElement("pre");
  found.id = "granskning";
  found.textContent = JSON.stringify(result.violations);
  document.body.appendChild(found);
});
"""
_POLICY = re.compile(r"<meta http-equiv=\"Content-Security-Policy\"[^>]*>")
_FOUND = re.compile(r'<pre id="granskning">(.*?)</pre>', re.DOTALL)
_ADDRESS = re.compile(r"^(?:https?|wss?|ftp)://", re.IGNORECASE)


def list_pdf_faults(pdf: Path) -> list[str]:
    """Why a PDF is not PDF/UA-1 and PDF/A-2a, as "profile rule: message"; empty when it is both."""
    page = import_module("page")
    return [
        f"{profile} {failure.rule_id}: {failure.message}"
        for profile in PROFILES
        for failure in page.validate_pdf(pdf, profile=profile).failures
    ]


def find_browser() -> str | None:
    """A Chromium to drive: the one that ANALYS_WEBBLASARE names, else one that is installed, else None."""
    chosen = os.environ.get("ANALYS_WEBBLASARE")
    found = [shutil.which(chosen)] if chosen else [shutil.which(name) for name in BROWSERS]
    return next((path for path in [*found, *(p for p in INSTALLED if Path(p).exists())] if path), None)


def list_axe_violations(
    report: Path, browser: str, width: int = 1200, *, without: Sequence[str] = ()
) -> list[dict[str, Any]]:
    """Violations that axe-core finds in a local HTML file at a window width in pixels.

    Parameters
    ----------
    without : sequence of str
        Rules to leave out; all are tried when left empty.

    Raises
    ------
    RuntimeError
        When the browser gave no result.
    """
    spec = find_spec("axe_playwright_python")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("axe-core saknas; installera testberoendena.")
    axe = (Path(spec.submodule_search_locations[0]) / "axe.min.js").read_text(encoding="utf-8")
    # The copy may run a script; the report itself forbids it.
    page = _POLICY.sub("", report.read_text(encoding="utf-8"))
    rules = json.dumps({rule: {"enabled": False} for rule in without})
    script = f"<script>{axe}</script><script>{RUN_AXE.replace('RULES', rules)}</script></body>"
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        copy = Path(name) / "rapport.html"
        copy.write_text(script.join(page.rsplit("</body>", 1)), encoding="utf-8", newline="\n")
        dom = _browse(
            browser,
            copy,
            Path(name),
            "--dump-dom",
            "--virtual-time-budget=20000",
            f"--window-size={width},1000",
        )
    match = _FOUND.search(dom)
    if match is None:
        raise RuntimeError("Webbläsaren gav inget granskningsresultat.")
    violations: list[dict[str, Any]] = json.loads(html.unescape(match[1]))
    return violations


def list_network_requests(report: Path, browser: str) -> list[str]:
    """Network addresses that a local HTML file asks for when a browser shows it; none in a sound report.

    The report's own content security policy is taken away first, and no name is resolved: what counts is what
    the page tries. What the browser asks for on its own behalf is left out.
    """
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as name:
        copy, log = Path(name) / "rapport.html", Path(name) / "natverk.json"
        copy.write_text(_POLICY.sub("", report.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
        _browse(browser, copy, Path(name), "--dump-dom", f"--log-net-log={log}", "--virtual-time-budget=5000")
        events = json.loads(log.read_text(encoding="utf-8"))["events"]
    asked = (event["params"] for event in events if "initiator" in event.get("params", {}))
    addresses = (params["url"] for params in asked if params["initiator"] != "not an origin")
    return sorted({address for address in addresses if _ADDRESS.match(address)})


def _browse(browser: str, page: Path, folder: Path, *options: str) -> str:
    command = [browser, *QUIET, f"--user-data-dir={folder / 'profil'}", *options, page.resolve().as_uri()]
    result = subprocess.run(command, capture_output=True, encoding="utf-8", errors="replace", timeout=120)
    return result.stdout
