"""Where the environment goes: in the project, or on this computer when the project is copied to others."""

import hashlib
import os
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.lock"
PYPROJECT = ROOT / "pyproject.toml"
EXE = ".exe" if os.name == "nt" else ""

CHOSEN = "ANALYS_MILJO"
"""The environment variable with which the user puts the environment somewhere else."""

# Services that copy every file to other computers: an environment there is slow and breaks.
SYNCED = re.compile(
    r"onedrive.*|dropbox( .*)?|google ?drive.*|min enhet|my drive|icloud.*|mobile documents|cloudstorage"
    r"|nextcloud|owncloud",
    re.IGNORECASE,
)

# Windows stops at 260 characters. The longest path in the environment has 166, in the project below 120.
MAX_PATH = 259
LONGEST_INSTALLED = 166
LONGEST_OWN = 120


def base_python():
    """The Python that environments are made from, also when start.py itself is run from one."""
    return getattr(sys, "_base_executable", None) or sys.executable


def python_in(environment):
    """The Python of an environment."""
    return environment / ("Scripts" if os.name == "nt" else "bin") / ("python" + EXE)


def shown(path):
    """A path as the user knows it: from the project's folder when it lies there."""
    try:
        return path.relative_to(ROOT).as_posix()
    except ValueError:
        return str(path)


def choose_environment(root):
    """The environment's folder, and why it is not .venv in the project: "", "vald", "synkad" or "lång"."""
    chosen = os.environ.get(CHOSEN, "")
    if chosen:
        return Path(chosen).expanduser().absolute(), "vald"
    if is_synced(root):
        return local_folder(root), "synkad"
    if is_too_long(root / ".venv", LONGEST_INSTALLED):
        return local_folder(root), "lång"
    return root / ".venv", ""


def local_folder(root):
    """A folder of the user's own on this computer, one for each project folder."""
    name = hashlib.sha256(os.path.normcase(str(root)).encode("utf-8", "replace")).hexdigest()[:8]
    if os.name != "nt":
        return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "genomlysning" / name
    if "windowsapps" in base_python().lower() or not os.environ.get("LOCALAPPDATA"):
        # Python from Microsoft Store is shown a LOCALAPPDATA of its own; other programs find nothing there.
        return Path.home() / ".genomlysning" / name
    return Path(os.environ["LOCALAPPDATA"]) / "genomlysning" / name


def is_synced(folder):
    """Whether the folder is on a network share, or copied by OneDrive or the like."""
    if str(folder).startswith(("\\\\", "//")) or any(SYNCED.fullmatch(part) for part in folder.parts):
        return True
    named = [os.environ.get(name, "") for name in ("OneDrive", "OneDriveCommercial", "OneDriveConsumer")]
    return is_on_network_drive(folder) or any(is_below(folder, base) for base in named + list_mounts())


def is_below(folder, base):
    """Whether a folder is another one or lies in it; "" holds nothing."""
    inner, outer = (os.path.normcase(str(Path(path).absolute())) for path in (folder, base))
    return bool(base) and (inner + os.sep).startswith(outer.rstrip(os.sep) + os.sep)


def is_on_network_drive(folder):
    """Whether the drive letter stands for a folder on a server."""
    if os.name != "nt":
        return False
    import ctypes

    remote = 4  # DRIVE_REMOTE in the Windows API
    return ctypes.windll.kernel32.GetDriveTypeW(folder.drive + "\\") == remote


def list_mounts():
    """Folders that OneDrive keeps in step here: SharePoint libraries too, whose names tell nothing."""
    if os.name != "nt":
        return []
    import winreg

    mounts = []
    try:
        with winreg.OpenKey(
            winreg.HKEY_CURRENT_USER, r"Software\SyncEngines\Providers\OneDrive"
        ) as libraries:
            for number in range(winreg.QueryInfoKey(libraries)[0]):
                with winreg.OpenKey(libraries, winreg.EnumKey(libraries, number)) as library:
                    mounts.append(str(winreg.QueryValueEx(library, "MountPoint")[0]))
    except OSError:
        pass
    return mounts


def is_too_long(folder, below):
    """Whether paths so many characters below the folder are longer than this Windows allows."""
    return os.name == "nt" and len(str(folder)) + below > MAX_PATH and not allows_long_paths()


def allows_long_paths():
    """Whether Windows has been told to allow long paths."""
    import winreg

    try:
        place = r"SYSTEM\CurrentControlSet\Control\FileSystem"
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as settings:
            return winreg.QueryValueEx(settings, "LongPathsEnabled")[0] == 1
    except OSError:
        return False


VENV, WHY_THERE = choose_environment(ROOT)
STAMP = VENV / "klar"
REMEMBERED = VENV / "hjul.txt"
LOG = VENV / "installation.log"
PYTHON = python_in(VENV)
