"""The pre-commit hook: git asks `start.py granska` before each commit. Another's hook is never touched."""

import os
import shlex
import subprocess
from pathlib import Path

from starting import places
from starting.history import ONLY_STAGED
from starting.words import say

OURS = "# Installerad av start.py"
SCRIPT = """#!/bin/sh
{ours}: inga personnummer, elevfiler eller körda anteckningsböcker i historiken.
[ -f starting/history.py ] || exit 0
for python in {python} python3 python py; do
    if command -v "$python" >/dev/null 2>&1; then
        exec "$python" start.py granska {flag}
    fi
done
echo "Python hittas inte, så incheckningen kan inte granskas." >&2
exit 1
"""
ADVICE = (
    "Git har redan egna krokar för det här förrådet, så de lämnas i fred. Lägg till raden ”python start.py "
    f"granska {ONLY_STAGED}” i din pre-commit-krok, så stoppas elevuppgifter innan de hamnar i historiken."
)


def write_script():
    """The hook's text, for the Python that runs now; git's own shell reads it on Windows too."""
    python = shlex.quote(Path(places.base_python()).as_posix())
    return SCRIPT.format(ours=OURS, python=python, flag=ONLY_STAGED)


def install_hook(tell):
    """Put the hook in its place in a checkout; where somebody has hooks already, `tell` what to do."""
    git = places.ROOT / ".git"
    if not git.exists() or is_ours(git / "hooks" / "pre-commit", current=True):
        return
    folder = find_hooks()
    if folder is None:
        return
    own, hook = folder
    hook = hook / "pre-commit"
    if not own or (os.path.lexists(str(hook)) and not is_ours(hook)):
        if tell:
            say(ADVICE)
        return
    try:
        hook.parent.mkdir(parents=True, exist_ok=True)
        hook.write_bytes(write_script().encode("utf-8"))
        hook.chmod(0o755)
    except OSError:
        return  # A checkout that cannot be written cannot be committed to either.


def is_ours(hook, current=False):
    """Whether a hook is one that this file wrote; `current`: with the text it would write now."""
    try:
        text = hook.read_bytes().decode("utf-8", "replace")
    except OSError:
        return False
    return text == write_script() if current else OURS in text


def find_hooks():
    """Whether the folder of hooks is the checkout's own, and the folder; None when git does not answer."""
    answers = [ask_git("--git-common-dir"), ask_git("--git-path", "hooks")]
    if not all(answers):
        return None
    common, hooks = (Path(os.path.realpath(str(places.ROOT / answer))) for answer in answers)
    return hooks.parent == common, hooks


def ask_git(*arguments):
    """One line of what git knows of the checkout, "" when it does not answer."""
    elsewhere = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR")
    try:
        asked = subprocess.run(
            ["git", "rev-parse", *arguments],
            cwd=str(places.ROOT),
            env={name: value for name, value in os.environ.items() if name not in elsewhere},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        return ""
    return "" if asked.returncode else asked.stdout.decode("utf-8", "replace").strip("\r\n")
