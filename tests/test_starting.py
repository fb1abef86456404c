"""Starting anywhere: without a network, behind a proxy, in synced folders and with long paths."""

import hashlib
import importlib
import re
import sys
import types
import zipfile
from pathlib import Path, PureWindowsPath

import pytest

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(autouse=True)
def no_settings(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT))
    for name in ("ANALYS_MILJO", "OneDrive", "OneDriveCommercial", "OneDriveConsumer", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def places():
    return importlib.import_module("starting.places")


@pytest.fixture
def installing():
    return importlib.import_module("starting.installing")


@pytest.fixture
def wheels():
    return importlib.import_module("starting.wheels")


# Where the environment goes


def test_the_environment_is_in_the_project(places, tmp_path):
    assert places.choose_environment(tmp_path) == (tmp_path / ".venv", "")


@pytest.mark.parametrize(
    "name",
    [
        "OneDrive - Hallstahammars kommun",
        "onedrive",
        "Dropbox",
        "Dropbox (Skolan)",
        "Google Drive",
        "GoogleDrive-a@b.se",
        "Min enhet",
        "My Drive",
        "iCloudDrive",
        "CloudStorage",
        "Nextcloud",
    ],
)
def test_a_synced_folder_keeps_the_environment_out(places, tmp_path, monkeypatch, name):
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    root = tmp_path / name / "åäö projekt"

    environment, why = places.choose_environment(root)

    assert why == "synkad"
    assert environment.parent == tmp_path / "cache" / "genomlysning"
    assert re.fullmatch("[0-9a-f]{8}", environment.name)


@pytest.mark.parametrize("name", ["Mina enheter", "dropboxen", "en drive", "molnlagring"])
def test_ordinary_folders_are_not_taken_for_synced(places, tmp_path, name):
    assert not places.is_synced(tmp_path / name)


def test_each_project_folder_has_an_environment_of_its_own(places):
    assert places.local_folder(Path("/a/OneDrive/x")) != places.local_folder(Path("/a/OneDrive/y"))


@pytest.mark.parametrize("variable", ["OneDrive", "OneDriveCommercial", "OneDriveConsumer"])
def test_onedrive_tells_where_it_is(places, tmp_path, monkeypatch, variable):
    monkeypatch.setenv(variable, str(tmp_path / "Kommunen"))

    assert places.is_synced(tmp_path / "Kommunen" / "genomlysning")
    assert places.is_synced(tmp_path / "Kommunen")
    assert not places.is_synced(tmp_path / "Kommunen 2" / "genomlysning")


def test_a_sharepoint_library_is_found_where_onedrive_keeps_its_list(places, tmp_path, monkeypatch):
    monkeypatch.setattr(places, "list_mounts", lambda: [str(tmp_path / "Kommunen" / "Skola - Dokument")])

    assert places.is_synced(tmp_path / "Kommunen" / "Skola - Dokument" / "genomlysning")
    assert not places.is_synced(tmp_path / "Kommunen" / "annat")


def test_a_network_share_is_no_place_for_an_environment(places):
    assert places.is_synced(PureWindowsPath(r"\\server\gemensam\genomlysning"))


def test_the_user_may_choose_the_place(places, tmp_path, monkeypatch):
    monkeypatch.setenv("ANALYS_MILJO", str(tmp_path / "miljö"))

    assert places.choose_environment(tmp_path / "OneDrive") == (tmp_path / "miljö", "vald")


@pytest.fixture
def windows(places, monkeypatch, tmp_path):
    """Places as they are chosen on Windows, with the registry's answer as an argument."""

    def pretend(long_paths=0, python=r"C:\Program Files\Python311\python.exe"):
        class Key:
            def __enter__(self):
                return self

            def __exit__(self, *error):
                return None

        registry = types.SimpleNamespace(
            HKEY_LOCAL_MACHINE=1, OpenKey=lambda *path: Key(), QueryValueEx=lambda key, name: (long_paths, 4)
        )
        monkeypatch.setitem(sys.modules, "winreg", registry)
        monkeypatch.setattr(
            places,
            "os",
            types.SimpleNamespace(**{**vars(places.os), "name": "nt", "environ": places.os.environ}),
        )
        monkeypatch.setattr(places, "is_synced", lambda folder: False)
        monkeypatch.setattr(places, "base_python", lambda: python)
        monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "AppData" / "Local"))
        monkeypatch.setattr(places.Path, "home", lambda: tmp_path)
        return places

    return pretend


def of_length(length):
    return Path("/" + "x" * (length - 1))


def test_where_paths_would_be_too_long_for_windows_the_environment_goes_elsewhere(windows, tmp_path):
    """Windows stops at 260 characters with the end mark; 166 is the longest path in an environment."""
    places = windows()
    fits = 259 - 166 - len("/.venv")

    assert places.choose_environment(of_length(fits))[1] == ""
    environment, why = places.choose_environment(of_length(fits + 1))

    assert why == "lång"
    assert environment.parent == tmp_path / "AppData" / "Local" / "genomlysning"


def test_windows_that_allows_long_paths_has_them(windows):
    assert windows(long_paths=1).choose_environment(of_length(240))[1] == ""


def test_python_from_the_store_gets_a_place_that_others_see_too(windows, tmp_path):
    places = windows(python=r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_x\python.exe")

    assert places.local_folder(Path("/x")).parent == tmp_path / ".genomlysning"


# A folder of wheels


def put_wheel(folder, name, content=b"innehall"):
    path = folder / name
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("x", content)
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pin(requirement, *hashes):
    return " \\\n".join([requirement, *(f"    --hash=sha256:{one}" for one in hashes)]) + "\n"


def test_what_a_folder_lacks_and_what_is_damaged_is_all_found(wheels, tmp_path):
    other = "0" * 64
    whole = put_wheel(tmp_path, "hel_paket-1.0-py3-none-any.whl")
    put_wheel(tmp_path, "trasigt-2.0-py3-none-any.whl")
    put_wheel(tmp_path, "gammalt-0.9-py3-none-any.whl")
    put_wheel(tmp_path, "annan_dator-1.0-cp27-cp27m-win32.whl")
    put_wheel(tmp_path, "skräp.whl")
    lock = (
        pin("hel-paket==1.0", other, whole)
        + pin("trasigt==2.0", other)
        + pin("gammalt==1.0", other)
        + pin("annan-dator==1.0 ; python_version >= '3'", other)
        + pin("inte-har==1.0 ; sys_platform == 'plan9'", other)
        + pin("saknat==1.0", other)
    )

    assert wheels.find_faults(lock, tmp_path) == [
        ("skadat", "trasigt"),
        ("saknas", "gammalt"),
        ("saknas", "annan-dator"),
        ("saknas", "saknat"),
    ]


def test_every_requirement_of_the_lock_is_understood(wheels):
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    starts = [line for line in lock.splitlines() if line and not line.startswith((" ", "#"))]

    found = wheels.PIN.findall(lock)

    assert len(found) == len(starts) > 100
    assert sum(hashes.count("sha256:") for *_, hashes in found) == lock.count("--hash=sha256:")


def test_faults_are_named_with_what_to_do(wheels, tmp_path, monkeypatch):
    lines = "".join(f"saknas paket{number}\n" for number in range(12)) + "skadat ruff\n"
    monkeypatch.setattr(wheels, "run", lambda command, log: (0, lines))
    monkeypatch.setattr(wheels, "describe_system", lambda: "Python 3.11 i Windows (AMD64)")

    with pytest.raises(wheels.SetupFailed) as caught:
        wheels.check_wheels("python", tmp_path / "mina hjul", tmp_path / "logg")

    assert str(caught.value) == (
        "I katalogen mina hjul saknas paket för Python 3.11 i Windows (AMD64): paket0, paket1, paket2, "
        "paket3, paket4, paket5, paket6, paket7, paket8 och 3 till. I katalogen mina hjul är paket skadade "
        "eller utbytta: ruff. Hämta dem med python start.py hjul KATALOG på en dator med samma slags system "
        "och Python."
    )


def test_installing_from_a_folder_looks_nowhere_else(wheels, installing, tmp_path, monkeypatch):
    ran = []

    def record(command, waiting="", settings=None, log=None):
        ran.append(([str(word) for word in command], settings))
        return 0, ""

    for module in (wheels, installing):
        monkeypatch.setattr(module, "run", record)
        monkeypatch.setattr(module, "make_venv", lambda folder, with_pip: ran.append(with_pip))

    wheels.install_from(tmp_path)

    assert ran[0] is True  # pip is needed: there is no network to get uv from.
    installs = [(command, settings) for command, settings in ran[2:]]
    assert len(installs) == 2
    for command, settings in installs:
        assert {"--isolated", "--no-index"} <= set(command)
        assert command[command.index("--find-links") + 1] == str(tmp_path)
        assert settings["PIP_CONFIG_FILE"] == wheels.os.devnull
    assert "--require-hashes" in installs[0][0]
    assert "--no-build-isolation" in installs[1][0]


# Certificates


REFUSED = "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed"


@pytest.mark.parametrize(
    ("version", "settings"),
    [
        ("24.2", {}),
        ("26.1", {}),
        ("24.1", {"PIP_USE_FEATURE": "truststore"}),
        ("23.3.2", {"PIP_USE_FEATURE": "truststore"}),
        ("23.2.1", {"PIP_CERT": "/system/cert.pem"}),
        ("22.3", {"PIP_CERT": "/system/cert.pem"}),
    ],
)
def test_each_pip_gets_the_systems_certificates_in_its_own_way(installing, monkeypatch, version, settings):
    monkeypatch.setattr(installing, "ask", lambda command: f"pip {version} from somewhere (python 3.11)")
    kept = types.SimpleNamespace(cafile="/system/cert.pem", capath=None)
    monkeypatch.setattr(installing.ssl, "get_default_verify_paths", lambda: kept)

    assert installing.pip_certificates("python") == settings


def test_a_named_certificate_is_what_pip_gets(installing, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", "/mitt/rot.pem")

    assert installing.pip_certificates("python") == {"PIP_CERT": "/mitt/rot.pem"}


@pytest.mark.parametrize(("said", "runs"), [(REFUSED, 2), ("ERROR: No matching distribution", 1)])
def test_pip_tries_again_only_when_a_certificate_was_refused(installing, monkeypatch, said, runs):
    tried = []
    monkeypatch.setattr(installing, "pip_certificates", lambda python: {"PIP_CERT": "x"})

    def run(command, waiting, settings, log):
        tried.append(settings)
        return (0, "") if settings else (1, said)

    monkeypatch.setattr(installing, "run", run)

    code, _ = installing.run_pip("python", ["install"])

    assert len(tried) == runs
    assert code == (0 if runs == 2 else 1)


def test_uv_trusts_what_the_system_trusts_unless_told_otherwise(installing, monkeypatch):
    monkeypatch.delenv("UV_SYSTEM_CERTS", raising=False)
    monkeypatch.setenv("UV_NATIVE_TLS", "false")

    assert installing.uv_certificates() == {"UV_SYSTEM_CERTS": "true", "UV_NATIVE_TLS": "false"}


# start.cmd


COMMAND = (ROOT / "start.cmd").read_bytes()
LINES = COMMAND.decode("ascii").split("\r\n")


def test_cmd_gets_only_ascii_and_its_own_line_ends():
    assert COMMAND.isascii()
    assert COMMAND.count(b"\r\n") == COMMAND.count(b"\n") and COMMAND.endswith(b"\r\n")
    for text in (ROOT / "starting").glob("*.txt"):
        content = text.read_bytes()
        assert content.count(b"\r\n") == content.count(b"\n")
        assert max(map(len, content.decode("utf-8").splitlines())) <= 110


def test_every_path_is_quoted_and_every_label_exists():
    for line in LINES:
        if not line.startswith("rem"):
            assert line.count('"%~dp0') == line.count("%~dp0"), line
            assert line.count('"') % 2 == 0, line
    labels = {line[1:] for line in LINES if line.startswith(":")}
    assert set(re.findall(r"(?:goto |call :)(\w+)", "\n".join(LINES))) == labels


def test_the_texts_that_cmd_types_exist():
    names = re.findall(r'type "%~dp0starting\\(\w+\.txt)"', "\n".join(LINES))

    assert names == ["butiken.txt", "python.txt"]
    assert all((ROOT / "starting" / name).is_file() for name in names)


def test_paths_with_exclamation_marks_are_not_expanded():
    """Delayed expansion eats "!" in %~dp0, so it is on for one variable only."""
    off = LINES.index("setlocal EnableExtensions DisableDelayedExpansion")
    on = LINES.index("setlocal EnableDelayedExpansion")
    ended = next(number for number, line in enumerate(LINES) if line.startswith("endlocal"))

    assert off < on < ended
    assert not any("%~dp0" in line for line in LINES[on:ended])
