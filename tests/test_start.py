"""start.py: what it says when something is missing, and that a finished installation is left alone."""

import ast
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PARTS = ("places", "words", "installing", "wheels")
FILES = [ROOT / "start.py", *sorted((ROOT / "starting").glob("*.py"))]


@pytest.fixture
def start(tmp_path, monkeypatch):
    """The launcher, standing in an empty project with spaces and Swedish letters in its path."""
    monkeypatch.syspath_prepend(str(ROOT))
    spec = importlib.util.spec_from_file_location("start", ROOT / "start.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    for part in PARTS:
        setattr(module, part, importlib.import_module(f"starting.{part}"))
    project = tmp_path / "min mapp åäö"
    project.mkdir()
    venv = project / ".venv"
    for name, path in {
        "ROOT": project,
        "LOCK": project / "requirements.lock",
        "PYPROJECT": project / "pyproject.toml",
        "VENV": venv,
        "WHY_THERE": "",
        "STAMP": venv / "klar",
        "REMEMBERED": venv / "hjul.txt",
        "LOG": venv / "installation.log",
        "PYTHON": module.places.python_in(venv),
    }.items():
        monkeypatch.setattr(module.places, name, path)
    for name in ("ANALYS_MILJO", "OneDrive", "OneDriveCommercial", "OneDriveConsumer", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "argv", ["start.py", "rapport"])
    module.places.LOCK.write_text("a==1", encoding="utf-8")
    module.places.PYPROJECT.write_text("[project]", encoding="utf-8")
    return module


def finish(start):
    start.places.PYTHON.parent.mkdir(parents=True)
    start.places.PYTHON.touch()
    start.places.STAMP.write_text(start.fingerprint(), encoding="ascii")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_files_can_be_read_by_old_pythons(path):
    ast.parse(path.read_text(encoding="utf-8"), feature_version=(3, 6))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_files_need_nothing_but_the_standard_library(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    outermost = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {getattr(node, "module", None) or node.names[0].name for node in outermost}

    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names | {"starting"}


def test_an_old_python_gets_one_swedish_sentence(start, monkeypatch, capsys):
    monkeypatch.setattr(sys, "version_info", (3, 9, 1))

    assert start.main() == 1
    said = capsys.readouterr().err
    assert said.startswith("Det här är Python 3.9, men 3.11 eller senare behövs. Installera en nyare")
    assert said.count("\n") == 1


def test_a_32_bit_python_is_told_before_pip_finds_no_packages(start, monkeypatch, capsys):
    monkeypatch.setattr(sys, "maxsize", 2**31 - 1)

    assert start.main() == 1
    assert capsys.readouterr().err.startswith("Det här är en 32-bitars Python, men en 64-bitars behövs.")


def test_a_finished_installation_is_left_alone(start, monkeypatch):
    finish(start)
    monkeypatch.setattr(start, "set_up", lambda wheels: pytest.fail("installed again"))
    monkeypatch.setattr(start, "hand_over", lambda arguments: 0)

    assert start.main() == 0


@pytest.mark.parametrize("changed", ["LOCK", "PYPROJECT"])
def test_a_changed_lock_or_project_is_installed_again(start, changed):
    finish(start)
    assert start.is_installed()

    getattr(start.places, changed).write_text("b==2", encoding="utf-8")

    assert not start.is_installed()


def test_line_endings_of_a_windows_checkout_change_nothing(start):
    start.places.LOCK.write_bytes(b"a==1\nb==2\n")
    before = start.fingerprint()

    start.places.LOCK.write_bytes(b"a==1\r\nb==2\r\n")

    assert start.fingerprint() == before


def test_an_interrupted_installation_is_made_again(start):
    finish(start)
    start.places.STAMP.unlink()

    assert not start.is_installed()


def test_an_installation_whose_python_is_gone_is_made_again(start):
    finish(start)
    start.places.PYTHON.unlink()

    assert not start.is_installed()


@pytest.mark.parametrize(
    ("output", "beginning"),
    [
        ("OSError: [Errno 28] No space left on device", "Disken är full."),
        (
            "The virtual environment was not created successfully because ensurepip is not available",
            "Din Python",
        ),
        ("/usr/bin/python3: No module named venv", "Din Python"),
        ("THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "Ett hämtat paket"),
        ("error: Hash mismatch for `six==1.17.0`", "Ett hämtat paket"),
        (
            "Failed to establish a new connection: [Errno -3] Temporary failure in name resolution",
            "Paketen kunde",
        ),
        ("error: client error (Connect): dns error: failed to lookup address information", "Paketen kunde"),
        ("ERROR: Could not find a suitable TLS CA certificate bundle, invalid path: x.pem", "Filen med cert"),
        (
            "SSLError(SSLCertVerificationError(1, '[SSL: CERTIFICATE_VERIFY_FAILED] self",
            "Datorn litar",
        ),
        ("error: Failed to fetch: `x` Caused by: invalid peer certificate: UnknownIssuer", "Datorn litar"),
        ("OSError: [WinError 206] The filename or extension is too long", "En sökväg blir för lång."),
        ("HINT: This system does not have Windows Long Path support enabled", "En sökväg blir för lång."),
        ("ERROR: No matching distribution found for six==1.17.0", "Ett paket i requirements.lock"),
        ("PermissionError: [Errno 13] Permission denied: '.venv'", "Det går inte att skriva"),
        ("something else", "Annars"),
    ],
)
def test_what_installers_say_becomes_swedish(start, output, beginning):
    assert start.words.explain(output, "Annars").startswith(beginning)


def test_a_folder_without_write_permission_gives_one_sentence(start, monkeypatch, capsys):
    def refuse(wheels):
        raise PermissionError(13, "Permission denied", ".venv")

    monkeypatch.setattr(start, "set_up", refuse)

    assert start.main() == 1
    said = capsys.readouterr().err
    assert said.startswith("Det går inte att skriva")
    assert said.count("\n") == 1


def test_pip_is_used_when_uv_fails(start, monkeypatch):
    used = []
    monkeypatch.setattr(start, "install_with_uv", lambda: False)
    monkeypatch.setattr(start, "make_venv", lambda folder, with_pip: folder.mkdir())
    monkeypatch.setattr(start, "install_with_pip", lambda: used.append("pip"))

    start.set_up()

    assert used == ["pip"]
    assert start.places.STAMP.read_text(encoding="ascii") == start.fingerprint()


def test_the_stamp_goes_first_when_an_installation_is_made_again(start, monkeypatch):
    """Otherwise an interruption and a return to the old lock would pass half an environment for a whole."""
    finish(start)
    found = []
    monkeypatch.setattr(start, "install_with_uv", lambda: found.append(start.places.STAMP.exists()) or True)

    start.set_up()

    assert found == [False]


def test_a_full_disk_is_not_filled_twice(start, monkeypatch):
    monkeypatch.setattr(start.installing, "pip_has_own_index", lambda: False)
    monkeypatch.setattr(start.installing.shutil, "which", lambda name: "uv")
    monkeypatch.setattr(start.installing, "make_venv", lambda folder, with_pip: None)
    monkeypatch.setattr(
        start.installing,
        "run",
        lambda command, waiting, settings: (2, "No space left on device (os error 28)"),
    )

    with pytest.raises(start.SetupFailed, match="Disken är full"):
        start.install_with_uv()


@pytest.mark.parametrize(
    ("line", "rest"),
    [(["--hjul", "{}", "rapport", "-p", "x=1"], ["rapport", "-p", "x=1"]), (["--hjul={}"], [])],
)
def test_a_folder_of_wheels_comes_before_the_command(start, tmp_path, line, rest):
    assert start.choose_wheels([word.format(tmp_path) for word in line]) == (tmp_path, rest)


@pytest.mark.parametrize("line", [[], ["rapport", "--hjul", "x"], ["test"]])
def test_without_it_everything_goes_to_the_command(start, line):
    assert start.choose_wheels(line) == (None, line)


@pytest.mark.parametrize(
    ("line", "answer"),
    [
        (["--hjul"], "Flaggan --hjul saknar sitt värde."),
        (["--hjul", "--help"], "Flaggan --hjul saknar sitt värde."),
        (["--hjul="], "Flaggan --hjul saknar sitt värde."),
        (["--hjul", "finns inte", "rapport"], "Katalogen finns inte finns inte."),
        (["hjul"], "Så här skriver du: python start.py hjul KATALOG"),
        (["hjul", "--help"], "Så här skriver du: python start.py hjul KATALOG"),
        (["hjul", "a", "b"], "Så här skriver du: python start.py hjul KATALOG"),
    ],
)
def test_a_mistyped_line_stops_before_anything_is_installed(start, monkeypatch, capsys, line, answer):
    monkeypatch.setattr(sys, "argv", ["start.py", *line])
    monkeypatch.setattr(start, "set_up", lambda wheels: pytest.fail("installed"))

    assert start.main() == 3
    assert capsys.readouterr().err.startswith(answer)


def test_the_wheels_are_remembered_for_the_next_installation(start, monkeypatch, tmp_path):
    used = []
    monkeypatch.setattr(
        start, "install_from", lambda folder: (used.append(folder), start.places.VENV.mkdir())
    )
    start.set_up(tmp_path)
    monkeypatch.setattr(start, "install_from", used.append)

    start.places.LOCK.write_text("b==2", encoding="utf-8")
    start.set_up()

    assert used == [tmp_path, tmp_path]


def test_they_are_remembered_also_when_the_installation_fails_and_when_it_was_done(
    start, monkeypatch, tmp_path
):
    def fail(folder):
        start.places.VENV.mkdir()
        raise start.SetupFailed("saknas")

    monkeypatch.setattr(start, "install_from", fail)
    with pytest.raises(start.SetupFailed):
        start.set_up(tmp_path)
    assert start.recall() == tmp_path

    start.places.REMEMBERED.unlink()
    finish(start)
    monkeypatch.setattr(start, "hand_over", lambda arguments: 0)
    monkeypatch.setattr(sys, "argv", ["start.py", "--hjul", str(tmp_path), "rapport"])
    assert start.main() == 0
    assert start.recall() == tmp_path


def test_remembered_wheels_that_lack_something_are_passed_by(start, monkeypatch, capsys, tmp_path):
    def lack(folder):
        raise start.wheels.Lacking("I katalogen saknas paket: numpy.")

    monkeypatch.setattr(start, "install_from", lack)
    start.places.VENV.mkdir()
    start.remember(tmp_path)
    used = []
    monkeypatch.setattr(start, "install_with_uv", lambda: used.append("uv") or True)

    start.set_up()

    assert used == ["uv"]
    assert "numpy. Nu hämtas paketen från nätet i stället." in capsys.readouterr().err
    with pytest.raises(start.SetupFailed):
        start.set_up(tmp_path)


def test_wheels_that_are_gone_are_told_and_the_network_is_used(start, monkeypatch, capsys, tmp_path):
    start.places.VENV.mkdir()
    start.places.REMEMBERED.write_text(str(tmp_path / "borta"), encoding="utf-8")
    used = []
    monkeypatch.setattr(start, "install_with_uv", lambda: used.append("uv") or True)

    start.set_up()

    assert used == ["uv"]
    assert "finns inte längre, så paketen hämtas från nätet." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("why", "told"),
    [("", "minuter.\n"), ("synkad", "Projektmappen synkas"), ("lång", "är för lång för Windows")],
)
def test_a_place_that_is_not_the_usual_is_told(start, monkeypatch, capsys, why, told):
    monkeypatch.setattr(start.places, "WHY_THERE", why)
    monkeypatch.setattr(start, "install_with_uv", lambda: start.places.VENV.mkdir() or True)

    start.set_up()

    assert told in capsys.readouterr().err


def test_a_chosen_folder_with_something_in_it_is_never_emptied(start, monkeypatch, capsys):
    monkeypatch.setattr(start.places, "WHY_THERE", "vald")
    start.places.VENV.mkdir()
    (start.places.VENV / "viktigt.docx").touch()

    assert start.main() == 3
    assert "där det redan ligger annat" in capsys.readouterr().err
    assert [path.name for path in start.places.VENV.iterdir()] == ["viktigt.docx"]


def test_an_environment_in_a_chosen_folder_is_made_again(start, monkeypatch):
    monkeypatch.setattr(start.places, "WHY_THERE", "vald")
    finish(start)
    (start.places.VENV / "pyvenv.cfg").touch()

    start.check_places()


def test_a_project_folder_too_deep_for_windows_is_told(start, monkeypatch, capsys):
    monkeypatch.setattr(start, "is_too_long", lambda folder, below: folder == start.places.ROOT)

    assert start.main() == 1
    said = capsys.readouterr().err
    assert "är för lång för Windows" in said and "Flytta projektmappen" in said


def test_the_report_of_a_double_click_is_opened(start, monkeypatch):
    opened = []
    monkeypatch.setattr(start.os, "startfile", opened.append, raising=False)
    for lasar, made in (("2024-25", 50), ("2025-26", 150)):
        page = start.places.ROOT / "reports" / "9999" / lasar / "genomlysning.html"
        page.parent.mkdir(parents=True)
        page.touch()
        os.utime(page, (made, made))

    start.open_report(started=100)
    start.open_report(started=200)

    assert opened == [str(start.places.ROOT / "reports" / "9999" / "2025-26" / "genomlysning.html")]


def test_nothing_is_stamped_when_the_installation_fails(start, monkeypatch, capsys):
    def fail():
        raise start.SetupFailed("Det gick inte.")

    monkeypatch.setattr(start, "install_with_uv", lambda: False)
    monkeypatch.setattr(start, "make_venv", lambda folder, with_pip: folder.mkdir())
    monkeypatch.setattr(start, "install_with_pip", fail)

    assert start.main() == 1
    assert capsys.readouterr().err.endswith("Det gick inte.\n")
    assert not start.places.STAMP.exists()


@pytest.mark.parametrize(
    ("configured", "own"),
    [
        ("global.index-url='x'", True),
        (":env:.no-index='1'", True),
        ("global.extra-index-url='x'\nglobal.cert='y'", False),
        ("", False),
    ],
)
def test_uv_does_not_go_past_a_mirror_that_pip_is_told_to_use(start, monkeypatch, configured, own):
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "UV_INDEX", "UV_CONFIG_FILE"):
        monkeypatch.delenv(name, raising=False)
    answer = subprocess.CompletedProcess([], 0, stdout=configured.encode())
    monkeypatch.setattr(start.subprocess, "run", lambda *args, **kwargs: answer)

    assert start.installing.pip_has_own_index() is own


def test_paths_of_other_pythons_do_not_leak_in_but_installers_keep_their_settings(start, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("PIP_CERT", "certificate.pem")

    environment = start.clean_environment()

    assert "PYTHONPATH" not in environment
    assert environment["PIP_CERT"] == "certificate.pem"


@pytest.mark.skipif(os.name == "nt", reason="a process is replaced by another only on POSIX")
def test_test_runs_pytest_and_everything_else_goes_to_the_command_line(start, monkeypatch):
    ran = []
    monkeypatch.setattr(start.os, "execve", lambda path, command, environment: ran.append(command[1:]))
    monkeypatch.setattr(start.os, "chdir", lambda folder: ran.append(folder))

    class Ended:
        def __init__(self, *args, **kwargs):
            pass

        def wait(self):
            return 0

    monkeypatch.setattr(start.subprocess, "Popen", Ended)
    start.hand_over(["test", "-k", "x"])
    start.hand_over(["rapport", "--kommun", "Åre"])

    assert ran == [
        str(start.places.ROOT),
        ["-m", "pytest", "-k", "x"],
        ["-P", "-m", "analys", "rapport", "--kommun", "Åre"],
    ]
