"""Installing what requirements.lock pins: with uv where it can be had, with pip otherwise."""

import os
import re
import shutil
import ssl
import subprocess
import sys
import time
from pathlib import Path

from starting import places
from starting.places import EXE, base_python, python_in, shown
from starting.words import DISK_FULL, UNTRUSTED, SetupFailed, explain

WAITING = "Installerar paketen …"

# Variables that lead Python to other packages than those installed here.
LEAKS = {
    *("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "PYTHONSAFEPATH"),
    *("VIRTUAL_ENV", "__PYVENV_LAUNCHER__"),
}


def clean_environment():
    """The user's environment without what leads elsewhere; what installers read of it stays."""
    environment = {name: value for name, value in os.environ.items() if name not in LEAKS}
    environment["PYTHONUTF8"] = "1"
    return environment


def run(command, waiting="", settings=None, log=None):
    """Run an installer's command quietly; its output goes to the log and comes back with the exit code.

    On a terminal, `waiting` and the seconds are shown meanwhile. `settings` join its environment.
    """
    words = [str(word) for word in command]
    started = time.monotonic()
    environment = dict(clean_environment(), **(settings or {}))
    with (log or places.LOG).open("ab+") as written:
        written.write((" ".join(words[1:]) + "\n").encode("utf-8", "replace"))
        written.flush()
        begin = written.tell()
        process = subprocess.Popen(
            words,
            cwd=str(places.ROOT),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
        )
        try:
            while process.poll() is None:
                time.sleep(0.1)
                if waiting and sys.stderr.isatty():
                    sys.stderr.write(f"\r{waiting} {time.monotonic() - started:.0f} s ")
                    sys.stderr.flush()
        except BaseException:
            process.terminate()
            process.wait()
            raise
        finally:
            if waiting and sys.stderr.isatty():
                sys.stderr.write("\r" + " " * (len(waiting) + 10) + "\r")
        written.seek(begin)
        return process.returncode, written.read().decode("utf-8", "replace")


def ask(command):
    """What a short command prints."""
    asked = subprocess.run(
        [str(word) for word in command],
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    return asked.stdout.decode("utf-8", "replace")


def make_venv(folder, with_pip):
    """An empty environment; whatever an interrupted installation left is removed."""
    command = (
        [base_python(), "-m", "venv", "--clear"] + ([] if with_pip else ["--without-pip"]) + [str(folder)]
    )
    made = subprocess.run(
        command,
        cwd=str(places.ROOT),
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if made.returncode or not python_in(folder).exists():
        output = made.stdout.decode("utf-8", "replace")
        otherwise = f"Mappen {shown(folder)} kunde inte skapas. Ta bort den och kör samma kommando igen."
        raise SetupFailed(explain(output, otherwise))


def pip_has_own_index():
    """Whether the user's pip is told to use another index than the public one while uv is told nothing.

    uv does not read pip's configuration, so installing with it would go past a mirror that the user chose.
    """
    if any(name in os.environ for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_CONFIG_FILE")):
        return False
    lines = ask([base_python(), "-m", "pip", "config", "list"]).splitlines()
    keys = [line.split("=", 1)[0].rsplit(".", 1)[-1] for line in lines]
    return "index-url" in keys or "no-index" in keys


def uv_certificates():
    """Settings that make uv trust what the system trusts. Its older versions know the second name."""
    return {name: os.environ.get(name, "true") for name in ("UV_SYSTEM_CERTS", "UV_NATIVE_TLS")}


def pip_certificates(python):
    """Settings that make a pip trust what the system trusts; {} when it already does."""
    named = os.environ.get("SSL_CERT_FILE", "")
    if named:
        return {"PIP_CERT": named}
    found = re.match(r"pip (\d+)\.(\d+)", ask([python, "-m", "pip", "--version"]))
    version = tuple(int(number) for number in found.groups()) if found else (0, 0)
    if version >= (24, 2):
        return {}
    if version >= (23, 3):
        return {"PIP_USE_FEATURE": "truststore"}
    if os.name == "nt":
        trusted = ssl.create_default_context().get_ca_certs(binary_form=True)
        bundle = Path(str(python)).with_name("certifikat.pem")
        bundle.write_text("".join(ssl.DER_cert_to_PEM_cert(one) for one in trusted), encoding="ascii")
        return {"PIP_CERT": str(bundle)}
    kept = ssl.get_default_verify_paths()
    return {"PIP_CERT": kept.cafile or kept.capath} if kept.cafile or kept.capath else {}


def run_pip(python, arguments, waiting="", settings=None, log=None):
    """Run pip; once more with the system's certificates when those it brings do not do."""
    command = [python, "-m", "pip", *arguments]
    code, output = run(command, waiting, settings, log)
    if code and explain(output, "") == UNTRUSTED:
        certificates = pip_certificates(python)
        if certificates:
            return run(command, waiting, dict(certificates, **(settings or {})), log)
    return code, output


def requirements():
    """What installers are to install, in this order: what the lock pins, then the project itself."""
    return ["--require-hashes", "-r", places.LOCK], ["--no-build-isolation", "-e", places.ROOT]


def install_with_uv():
    """True when uv installed everything; False when it can't be had or didn't manage, and pip should try."""
    if pip_has_own_index():
        return False
    uv = shutil.which("uv")
    make_venv(places.VENV, with_pip=uv is None)
    if uv is None:
        get_uv = ["--quiet", "--no-user", "--retries", "1", "--only-binary", ":all:", "uv"]
        code, _ = run_pip(places.PYTHON, ["install", *get_uv])
        uv = places.PYTHON.with_name("uv" + EXE)
        if code or not uv.exists():
            return False
    install = [uv, "pip", "install", "--python", places.PYTHON, "--no-deps", "--compile-bytecode"]
    for arguments in requirements():
        code, output = run(install + arguments, WAITING, uv_certificates())
        if code and explain(output, "") == DISK_FULL:
            raise SetupFailed(DISK_FULL)
        if code:
            return False
    return True


def install_with_pip(source=(), settings=None):
    """Install everything with pip, as the user has configured it unless told of another source.

    Raises SetupFailed with the reason.
    """
    install = ["install", *source, "--no-user", "--no-deps", "--compile"]
    for arguments in requirements():
        code, output = run_pip(places.PYTHON, install + arguments, WAITING, settings)
        if code:
            otherwise = f"Installationen misslyckades. Vad som hände står i {shown(places.LOG)}."
            raise SetupFailed(explain(output, otherwise))
