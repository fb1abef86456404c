"""A folder of wheels: filled where there is a network, installed from where there is none."""

import hashlib
import os
import platform
import re
import sys
import tempfile
from pathlib import Path

from starting import places
from starting.installing import install_with_pip, make_venv, run, run_pip
from starting.places import python_in, shown
from starting.words import SetupFailed, explain, name_some, say

# One requirement of the lock: name, version, marker or nothing, and its hashes.
PIN = re.compile(
    r"^([A-Za-z0-9._-]+)==(\S+)(?: ; ([^\\]+?))? \\\n((?: +--hash=sha256:[0-9a-f]{64}(?: \\)?\n?)+)", re.M
)

CHECK = "from starting.wheels import print_faults; import sys; print_faults(sys.argv[1])"


class Lacking(SetupFailed):
    """The folder does not hold every package, whole."""


def describe_system():
    """The kind of computer that wheels are for."""
    return f"Python {sys.version_info[0]}.{sys.version_info[1]} i {platform.system()} ({platform.machine()})"


def collect_wheels(folder):
    """Fill a folder with every wheel that the lock pins for this kind of computer. Raises SetupFailed."""
    folder.mkdir(parents=True, exist_ok=True)
    say(f"Hämtar paketen för {describe_system()} till {folder.name}.")
    log = folder / "hamtning.log"
    with tempfile.TemporaryDirectory() as place:
        python = python_in(Path(place))
        make_venv(Path(place), with_pip=True)
        download = ["download", "--only-binary", ":all:", "--no-deps", "--require-hashes", "-r", places.LOCK]
        code, output = run_pip(python, [*download, "--dest", folder], "Hämtar paketen …", log=log)
        if code:
            otherwise = f"Paketen kunde inte hämtas. Vad som hände står i {folder.name}/{log.name}."
            raise SetupFailed(explain(output, otherwise))
        check_wheels(python, folder, log)
    log.unlink()
    wheels = list(folder.glob("*.whl"))
    size = sum(wheel.stat().st_size for wheel in wheels) / 1e6
    say(
        f"Katalogen {folder.name} är klar: {len(wheels)} paket, {size:.0f} MB. Kopiera den till en dator av "
        f"samma slag, {describe_system()}, och kör där i projektmappen:\n"
        "  python start.py --hjul KATALOG rapport"
    )


def install_from(folder):
    """Install from a folder of wheels and from nothing else. Raises SetupFailed with what it lacks."""
    make_venv(places.VENV, with_pip=True)
    check_wheels(places.PYTHON, folder, places.LOG)
    only_here = ["--isolated", "--no-index", "--find-links", folder]
    install_with_pip(only_here, {"PIP_CONFIG_FILE": os.devnull})


def check_wheels(python, folder, log):
    """Raises Lacking with every pinned package that the folder lacks or holds damaged."""
    code, output = run([python, "-c", CHECK, folder], log=log)
    if code:
        raise SetupFailed(
            f"Katalogen {folder.name} gick inte att granska. Vad som hände står i {shown(log)}."
        )
    faults = [line.split() for line in output.splitlines()]
    missing = [name for fault, name in faults if fault == "saknas"]
    damaged = [name for fault, name in faults if fault == "skadat"]
    told = []
    if missing:
        told.append(f"I katalogen {folder.name} saknas paket för {describe_system()}: {name_some(missing)}.")
    if damaged:
        told.append(f"I katalogen {folder.name} är paket skadade eller utbytta: {name_some(damaged)}.")
    if told:
        told.append(
            "Hämta dem med python start.py hjul KATALOG på en dator med samma slags system och Python."
        )
        raise Lacking(" ".join(told))


def print_faults(folder):
    """One line a fault: "saknas" or "skadat" and the package. Run by a Python that has pip."""
    for fault, name in find_faults(places.LOCK.read_text(encoding="utf-8"), Path(folder)):
        sys.stdout.write(f"{fault} {name}\n")


def find_faults(lock, folder):
    """What a folder lacks of a lock: pairs of "saknas" or "skadat" and the package's name."""
    try:
        from packaging.markers import Marker
        from packaging.tags import sys_tags
        from packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
        from packaging.version import Version
    except ImportError:
        from pip._vendor.packaging.markers import Marker
        from pip._vendor.packaging.tags import sys_tags
        from pip._vendor.packaging.utils import InvalidWheelFilename, canonicalize_name, parse_wheel_filename
        from pip._vendor.packaging.version import Version

    fits_here = set(sys_tags())
    found = {}
    for path in sorted(folder.glob("*.whl")):
        try:
            name, version, _, tags = parse_wheel_filename(path.name)
        except InvalidWheelFilename:
            continue
        if tags & fits_here:
            found.setdefault((name, version), []).append(path)
    faults = []
    for name, version, marker, hashes in PIN.findall(lock):
        if marker and not Marker(marker).evaluate():
            continue
        wheels = found.get((canonicalize_name(name), Version(version)), [])
        if not wheels:
            faults.append(("saknas", name))
        elif not any(sha256(path) in hashes for path in wheels):
            faults.append(("skadat", name))
    return faults


def sha256(path):
    """Checksum of a file, in hexadecimal digits."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for piece in iter(lambda: file.read(1 << 20), b""):
            digest.update(piece)
    return digest.hexdigest()
