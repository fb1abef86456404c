"""Start here: `python start.py rapport`, `python start.py test`, `python start.py` and any command of analys.

Sets up the project's own Python environment the first time and whenever the locked dependencies change, then
passes everything on. `python start.py granska` looks for pupils in what git keeps; git asks it before each
commit. `python start.py benchmark` measures how fast reports are made. Without a network: `python start.py
--hjul KATALOG rapport`, from a folder of wheels that `python start.py hjul KATALOG` fills elsewhere. Standard
library only, and readable by old Pythons, so that they too get a clear answer.
"""

import hashlib
import os
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from starting import places
from starting.history import examine
from starting.hook import install_hook
from starting.installing import clean_environment, install_with_pip, install_with_uv, make_venv
from starting.places import CHOSEN, LONGEST_INSTALLED, LONGEST_OWN, is_too_long, shown
from starting.wheels import Lacking, collect_wheels, install_from
from starting.words import Mistyped, SetupFailed, explain, say

REASONS = {
    "": "",
    "vald": "",
    "synkad": " Projektmappen synkas eller ligger på en server, så miljön läggs på den här datorn i stället. "
    "Elevernas filer i data/ följer med projektmappen. Får de inte lämna datorn lägger du dem i en annan "
    "mapp och anger den med --data.",
    "lång": " Projektmappens sökväg är för lång för Windows, så miljön läggs för sig.",
}
HOW_TO_GET_PYTHON = (
    "Installera en nyare, i Windows från Software Center, Företagsportalen eller Pythons webbplats. Inga "
    "administratörsrättigheter behövs. Kör sedan samma kommando igen."
)


def fingerprint():
    """What an installation depends on; it is made again when any of it changes, the folder included."""
    digest = hashlib.sha256()
    for path in (places.LOCK, places.PYPROJECT):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    digest.update(
        repr((sys.version_info[:3], sys.implementation.cache_tag, str(places.ROOT))).encode("utf-8")
    )
    return digest.hexdigest()


def is_installed():
    """Whether the environment is a finished installation of just this."""
    try:
        return places.STAMP.read_text(encoding="ascii") == fingerprint() and places.PYTHON.exists()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        return False


def choose_wheels(arguments):
    """The folder of wheels that the command line names, or None, and the arguments after it."""
    first = arguments[0] if arguments else ""
    if first != "--hjul" and not first.startswith("--hjul="):
        return None, arguments
    named = first.partition("=")[2] or "".join(arguments[1:2])
    rest = arguments[1:] if "=" in first else arguments[2:]
    if not named or named.startswith("-"):
        raise Mistyped(
            "Flaggan --hjul saknar sitt värde. Skriv till exempel python start.py --hjul D:/hjul rapport."
        )
    folder = Path(named).resolve()
    if not folder.is_dir():
        raise Mistyped(
            f"Katalogen {named} finns inte. Ange katalogen som python start.py hjul KATALOG fyllde."
        )
    return folder, rest


def choose_collection(arguments):
    """The folder to fill with wheels."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        raise Mistyped(
            "Så här skriver du: python start.py hjul KATALOG\n"
            "Det hämtar alla paket till katalogen, för en dator utan nätverk. Installera där med\n"
            "python start.py --hjul KATALOG rapport."
        )
    return Path(arguments[0]).resolve()


def check_places():
    """Raises SetupFailed when the environment must not or cannot be put where it should."""
    for folder, below in ((places.ROOT, LONGEST_OWN), (places.VENV, LONGEST_INSTALLED)):
        if is_too_long(folder, below):
            raise SetupFailed(
                f"Sökvägen {folder} är för lång för Windows ({len(str(folder))} tecken). Flytta "
                "projektmappen närmare diskens rot, till exempel till C:\\genomlysning, och kör samma "
                "kommando igen."
            )
    own = {"pyvenv.cfg", "bin", "Scripts", "include", "Include", "lib", "Lib", "lib64", "installation.log"}
    if places.WHY_THERE == "vald" and places.VENV.is_dir():
        there = {path.name for path in places.VENV.iterdir()}
        if there - own and "pyvenv.cfg" not in there:
            raise Mistyped(
                f"Miljövariabeln {CHOSEN} pekar på en mapp där det redan ligger annat: {places.VENV}. "
                "Ange en mapp som inte finns, eller en tom."
            )


def remember(wheels):
    """Keep in mind where the wheels are, for the next time that something has to be installed."""
    if places.VENV.is_dir():
        places.REMEMBERED.write_text(str(wheels), encoding="utf-8")


def recall():
    """The folder of wheels that was used last, None when it is gone or there was none."""
    try:
        named = places.REMEMBERED.read_text(encoding="utf-8")
    except (OSError, ValueError):
        return None
    if named and Path(named).is_dir():
        return Path(named)
    say(f"Katalogen med hjul ({named}) finns inte längre, så paketen hämtas från nätet.")
    return None


def install_and_remember(wheels):
    """Install from a folder of wheels, which is remembered however that ends."""
    try:
        install_from(wheels)
    finally:
        remember(wheels)


def install_as_before(wheels):
    """True when everything was installed from the folder of last time, False when it lacks something."""
    try:
        install_and_remember(wheels)
    except Lacking as problem:
        say(f"{problem} Nu hämtas paketen från nätet i stället.")
        return False
    return True


def set_up(wheels=None):
    """Make the environment ready. Raises SetupFailed with one Swedish sentence when it can't be done."""
    check_places()
    verb = "Bygger om" if places.VENV.exists() else "Bygger"
    say(
        f"{verb} projektets Python-miljö i mappen {shown(places.VENV)}. Det tar mellan en halv och ett par "
        f"minuter.{REASONS[places.WHY_THERE]}"
    )
    started = time.monotonic()
    remembered = None if wheels else recall()
    if places.STAMP.exists():
        places.STAMP.unlink()
    places.VENV.parent.mkdir(parents=True, exist_ok=True)
    if wheels:
        install_and_remember(wheels)
    elif not (remembered and install_as_before(remembered)) and not install_with_uv():
        say("Installerar med pip.")
        make_venv(places.VENV, with_pip=True)
        install_with_pip()
    unfinished = places.STAMP.with_suffix(".ny")
    unfinished.write_text(fingerprint(), encoding="ascii")
    unfinished.replace(places.STAMP)
    say(f"Miljön är klar ({time.monotonic() - started:.0f} s).")


def hand_over(arguments):
    """Run the command in the environment and never come back; on Windows, wait and return its exit code."""
    python = str(places.PYTHON)
    if arguments[:1] == ["test"]:
        os.chdir(str(places.ROOT))
        command = [python, "-m", "pytest", *arguments[1:]]
    elif arguments[:1] == ["benchmark"]:
        command = [python, str(places.ROOT / "benchmarks"), *arguments[1:]]
    else:
        # -P: a file in the folder where the user stands must not pass for a package.
        command = [python, "-P", "-m", "analys", *arguments]
    if os.name != "nt":
        os.execve(python, command, clean_environment())
    started = time.time()
    process = subprocess.Popen(command, env=clean_environment())
    while True:
        try:
            code = process.wait()
        except KeyboardInterrupt:
            continue  # Ctrl-C reaches the child as well, and it is the one to answer.
        if code == 0 and os.environ.get("ANALYS_OPPNA"):
            open_report(started)
        return code


def open_report(started):
    """Open the report that was made since then, for the one who double-clicked start.cmd."""
    reports = places.ROOT.glob("reports/*/*/genomlysning.html")
    made = sorted((path.stat().st_mtime, str(path)) for path in reports)
    if made and made[-1][0] >= started:
        os.startfile(made[-1][1])


def check_python():
    """Raises SetupFailed when this Python cannot run the project."""
    if sys.version_info < (3, 11):  # noqa: UP036 - the one file that older Pythons read
        have = ".".join(str(part) for part in sys.version_info[:2])
        raise SetupFailed(f"Det här är Python {have}, men 3.11 eller senare behövs. {HOW_TO_GET_PYTHON}")
    if sys.maxsize < 2**32:
        raise SetupFailed(f"Det här är en 32-bitars Python, men en 64-bitars behövs. {HOW_TO_GET_PYTHON}")


def main():
    """Set up when needed, then run the command; the exit code is the command's."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    try:
        check_python()
        wheels, arguments = choose_wheels(sys.argv[1:])
        if arguments[:1] == ["hjul"]:
            collect_wheels(choose_collection(arguments[1:]))
            return 0
        if arguments[:1] == ["granska"]:
            return examine(arguments[1:])
        is_new = not is_installed()
        if is_new:
            set_up(wheels)
        elif wheels:
            remember(wheels)
        install_hook(tell=is_new)
        return hand_over(arguments)
    except SetupFailed as problem:
        say(str(problem))
        return problem.exit_code
    except KeyboardInterrupt:
        say("Avbrutet. Kör samma kommando igen så görs installationen om från början.")
    except OSError as problem:
        say(explain(str(problem), f"Miljön kunde inte göras i ordning ({problem.strerror or 'okänt fel'})."))
    return 1


if __name__ == "__main__":
    sys.exit(main())
