"""The command as a process: quick help, UTF-8 whatever the console says, no traceback from anywhere."""

import os
import subprocess
import sys


def run_python(*arguments, cwd=None, **variables):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=cwd,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=os.environ | variables,
        timeout=60,
        check=False,
    )


def test_help_from_any_folder_in_a_console_that_is_not_utf8(tmp_path):
    answer = run_python(
        "-P", "-m", "analys", "--help", cwd=tmp_path, PYTHONIOENCODING="cp1252", PYTHONUTF8="0"
    )

    assert answer.returncode == 0
    assert "Så här skriver du" in answer.stdout.decode("utf-8")


def test_help_imports_nothing_heavy():
    code = (
        "import sys; from analys.cli import run; run(['--help']);"
        "print([name for name in ('pandas', 'pydantic', 'papermill') if name in sys.modules])"
    )

    assert run_python("-P", "-c", code).stdout.decode("utf-8").splitlines()[-1] == "[]"


def test_errors_in_threads_and_at_the_very_end_say_no_content():
    code = (
        "import sys, threading, analys.cli as cli; sys.argv = ['analys', '--help']; cli.main();"
        "t = threading.Thread(target=lambda: {}['Anna']); t.start(); t.join(); {}['Andersson']"
    )

    answer = run_python("-P", "-c", code)

    said = answer.stderr.decode("utf-8")
    assert answer.returncode == 1
    assert "KeyError" in said
    assert "Anna" not in said
    assert "Andersson" not in said
