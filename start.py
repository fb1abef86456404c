"""Start here: `python start.py rapport`, `python start.py test`, `python start.py` and any command of analys.

Sets up the project's own Python environment in .venv the first time and whenever the locked dependencies
change, then passes everything on. Standard library only, and readable by old Pythons, so that they too get a
clear answer.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK = ROOT / "requirements.lock"
PYPROJECT = ROOT / "pyproject.toml"
VENV = ROOT / ".venv"
STAMP = VENV / "klar"
LOG = VENV / "installation.log"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
EXE = ".exe" if os.name == "nt" else ""
PYTHON = SCRIPTS / ("python" + EXE)

DISK_FULL = "Disken är full. Frigör minst 2 GB och kör samma kommando igen."

# What an installer says → what we say. The first line that fits wins.
EXPLANATIONS = (
    (("no space left", "not enough space"), DISK_FULL),
    (
        ("ensurepip", "no module named venv"),
        "Din Python saknar modulen venv. Installera den (i Debian och Ubuntu: apt install python3-venv) "
        "och kör samma kommando igen.",
    ),
    (
        ("do not match the hash", "hash mismatch"),
        "Ett hämtat paket är inte det som låsfilen requirements.lock pekar ut, så inget installerades. "
        "Fråga den som sköter din paketspegel.",
    ),
    (
        (
            "failed to establish",
            "connection",
            "name resolution",
            "dns error",
            "timed out",
            "unreachable",
            "error sending request",
            "failed to fetch",
            "proxyerror",
            "certificate",
            "getaddrinfo",
        ),
        "Paketen kunde inte hämtas. Kontrollera nätverket (och eventuell proxy) och kör samma kommando igen.",
    ),
    (
        ("no matching distribution", "could not find a version", "no solution found"),
        "Ett paket i requirements.lock finns inte för din Python eller i din paketspegel.",
    ),
    (
        ("permission denied", "access is denied", "winerror 5", "winerror 32", "read-only file system"),
        "Det går inte att skriva i mappen .venv. Stäng program som använder den (till exempel JupyterLab), "
        "kontrollera dina rättigheter till projektmappen och kör samma kommando igen.",
    ),
)


class SetupFailed(Exception):
    """Carries the one Swedish sentence that the user meets."""


def say(text):
    """One progress line, on stderr so that output can be piped."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def explain(output, otherwise):
    """The Swedish sentence for what an installer printed."""
    lowered = output.lower()
    for needles, sentence in EXPLANATIONS:
        if any(needle in lowered for needle in needles):
            return sentence
    return otherwise


def fingerprint():
    """What an installation depends on; it is made again when any of it changes, the folder included."""
    digest = hashlib.sha256()
    for path in (LOCK, PYPROJECT):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    digest.update(repr((sys.version_info[:3], sys.implementation.cache_tag, str(ROOT))).encode("utf-8"))
    return digest.hexdigest()


def is_installed():
    """Whether .venv holds a finished installation of just this."""
    try:
        return STAMP.read_text(encoding="ascii") == fingerprint() and PYTHON.exists()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False


def base_python():
    """The Python that environments are made from, also when start.py itself is run from .venv."""
    return getattr(sys, "_base_executable", None) or sys.executable


def clean_environment():
    """The user's environment without what could lead Python to other packages than those in .venv."""
    leaks = ("PYTHONPATH", "PYTHONHOME", "PYTHONSTARTUP", "VIRTUAL_ENV", "__PYVENV_LAUNCHER__")
    environment = {name: value for name, value in os.environ.items() if name not in leaks}
    environment["PYTHONUTF8"] = "1"
    return environment


def run(command, waiting=""):
    """Run an installer's command quietly; its output goes to the log and comes back with the exit code.

    On a terminal, `waiting` and the seconds are shown meanwhile.
    """
    words = [str(word) for word in command]
    started = time.monotonic()
    with LOG.open("ab+") as log:
        log.write((" ".join(words[1:]) + "\n").encode("utf-8", "replace"))
        log.flush()
        begin = log.tell()
        process = subprocess.Popen(
            words, cwd=str(ROOT), env=clean_environment(), stdin=subprocess.DEVNULL, stdout=log, stderr=log
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
        log.seek(begin)
        return process.returncode, log.read().decode("utf-8", "replace")


def make_venv(with_pip):
    """An empty .venv; whatever an interrupted installation left is removed."""
    command = [base_python(), "-m", "venv", "--clear"] + ([] if with_pip else ["--without-pip"]) + [str(VENV)]
    made = subprocess.run(
        command,
        cwd=str(ROOT),
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if made.returncode or not PYTHON.exists():
        output = made.stdout.decode("utf-8", "replace")
        otherwise = "Mappen .venv kunde inte skapas. Ta bort den och kör samma kommando igen."
        raise SetupFailed(explain(output, otherwise))


def pip_has_own_index():
    """Whether the user's pip is told to use another index than the public one while uv is told nothing.

    uv does not read pip's configuration, so installing with it would go past a mirror that the user chose.
    """
    if any(name in os.environ for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_CONFIG_FILE")):
        return False
    listed = subprocess.run(
        [base_python(), "-m", "pip", "config", "list"],
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    lines = listed.stdout.decode("utf-8", "replace").splitlines()
    keys = [line.split("=", 1)[0].rsplit(".", 1)[-1] for line in lines]
    return "index-url" in keys or "no-index" in keys


def install_with_uv():
    """True when uv installed everything; False when it can't be had or didn't manage, and pip should try."""
    if pip_has_own_index():
        return False
    uv = shutil.which("uv")
    make_venv(with_pip=uv is None)
    if uv is None:
        get_uv = ["--quiet", "--no-user", "--retries", "1", "--only-binary", ":all:", "uv"]
        code, _ = run([PYTHON, "-m", "pip", "install", *get_uv])
        uv = SCRIPTS / ("uv" + EXE)
        if code or not uv.exists():
            return False
    install = [uv, "pip", "install", "--python", PYTHON, "--no-deps", "--compile-bytecode"]
    for arguments in (["--require-hashes", "-r", LOCK], ["--no-build-isolation", "-e", ROOT]):
        code, output = run(install + arguments, "Installerar paketen …")
        if code and explain(output, "") == DISK_FULL:
            raise SetupFailed(DISK_FULL)
        if code:
            return False
    return True


def install_with_pip():
    """Install everything with pip, as the user has configured it. Raises SetupFailed with the reason."""
    make_venv(with_pip=True)
    install = [PYTHON, "-m", "pip", "install", "--no-user", "--no-deps", "--compile"]
    for arguments in (["--require-hashes", "-r", LOCK], ["--no-build-isolation", "-e", ROOT]):
        code, output = run(install + arguments, "Installerar paketen …")
        if code:
            otherwise = "Installationen misslyckades. Vad som hände står i .venv/installation.log."
            raise SetupFailed(explain(output, otherwise))


def set_up():
    """Make .venv ready. Raises SetupFailed with one Swedish sentence when it can't be done."""
    verb = "Bygger om" if VENV.exists() else "Bygger"
    say(f"{verb} projektets Python-miljö i mappen .venv. Det tar mellan en halv och ett par minuter.")
    started = time.monotonic()
    if STAMP.exists():
        STAMP.unlink()
    if not install_with_uv():
        say("Installerar med pip.")
        install_with_pip()
    unfinished = STAMP.with_suffix(".ny")
    unfinished.write_text(fingerprint(), encoding="ascii")
    unfinished.replace(STAMP)
    say(f"Miljön är klar ({time.monotonic() - started:.0f} s).")


def hand_over(arguments):
    """Run the command in .venv and never come back; on Windows, wait for it and return its exit code."""
    if arguments[:1] == ["test"]:
        os.chdir(str(ROOT))
        command = [str(PYTHON), "-m", "pytest", *arguments[1:]]
    else:
        # -P: a file in the folder where the user stands must not pass for a package.
        command = [str(PYTHON), "-P", "-m", "analys", *arguments]
    if os.name != "nt":
        os.execve(str(PYTHON), command, clean_environment())
    process = subprocess.Popen(command, env=clean_environment())
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C reaches the child as well, and it is the one to answer.


def main():
    """Set up when needed, then run the command; the exit code is the command's."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    if sys.version_info < (3, 11):  # noqa: UP036 - the one file that older Pythons read
        have = ".".join(str(part) for part in sys.version_info[:2])
        say(f"Det här är Python {have}, men 3.11 eller senare behövs. Installera en nyare och försök igen.")
        return 1
    try:
        if not is_installed():
            set_up()
        return hand_over(sys.argv[1:])
    except SetupFailed as problem:
        say(str(problem))
    except KeyboardInterrupt:
        say("Avbrutet. Kör samma kommando igen så görs installationen om från början.")
    except OSError as problem:
        say(explain(str(problem), f"Miljön kunde inte göras i ordning ({problem.strerror or 'okänt fel'})."))
    return 1


if __name__ == "__main__":
    sys.exit(main())
