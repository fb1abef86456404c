"""JupyterLab starts on the notebooks, on this computer only, with this interpreter's kernel."""

import json
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from analys.lab import lab_command, lab_environment

TOKEN = "hemligt"


@pytest.fixture
def server(tmp_path, monkeypatch):
    """A started JupyterLab that opens no browser; a kernel of the user's own stands in its way."""
    spec = tmp_path / "data" / "kernels" / "python3"
    spec.mkdir(parents=True)
    (spec / "kernel.json").write_text(
        json.dumps({"argv": ["false"], "display_name": "x", "language": "python"})
    )
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", str(tmp_path / "config"))
    notebooks = tmp_path / "anteckningsböcker"
    notebooks.mkdir()
    (notebooks / "a.ipynb").touch()
    options = ["--ServerApp.open_browser=False", "--ServerApp.port=0", f"--IdentityProvider.token={TOKEN}"]
    process = subprocess.Popen(
        [*lab_command(notebooks), *options, "--allow-root"],
        env=lab_environment(tmp_path / "d"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield wait_for_address(tmp_path / "runtime", process)
    finally:
        process.kill()
        process.wait()


def wait_for_address(runtime, process):
    deadline = time.monotonic() + 40
    while process.poll() is None and time.monotonic() < deadline:
        for file in runtime.glob("jpserver-*.json"):
            try:
                found = json.loads(file.read_text(encoding="utf-8"))
                ask(f"http://127.0.0.1:{found['port']}/", "api/status")
            except (ValueError, urllib.error.URLError):
                continue
            return found
        time.sleep(0.1)
    pytest.fail("JupyterLab did not start")


def ask(address, path):
    request = urllib.request.Request(address + path, headers={"Authorization": f"token {TOKEN}"})
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def test_the_server_shows_the_notebooks_to_this_computer_with_our_kernel(server):
    address = f"http://127.0.0.1:{server['port']}/"

    assert server["hostname"] == "127.0.0.1"
    assert [item["name"] for item in ask(address, "api/contents")["content"]] == ["a.ipynb"]
    assert ask(address, "api/kernelspecs")["kernelspecs"]["python3"]["spec"]["argv"][0] in (
        "python",
        sys.executable,
    )
