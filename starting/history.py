"""What may enter the history of a checkout: nothing about pupils, and no key.

`python start.py granska` looks at every file that git keeps, and before each commit at what is to be
committed: as git has it, not as it stands in the folder. What is found is told by file and line and never
quoted.
"""

import json
import os
import re
import subprocess
from pathlib import Path

from starting import places
from starting.personnummer import find_personnummer
from starting.words import Mistyped, SetupFailed, name_some, say

ONLY_STAGED = "--att-checka-in"
STOPPED = 4
"""Exit code, as analys has it when something is stopped to protect individuals."""

# Pupil files and reports stay outside. The demo's checksums and truths are about nobody.
OUTSIDE = re.compile("(data|reports|raw|processed)/", re.IGNORECASE)
MAY_ENTER = re.compile(
    r"data/(raw|processed)/\.gitkeep|reports/\.gitkeep|data/raw/9999/[^/]*(sanning|kontrollsummor|hashar)[^/]*"
)
KEY_FILE = ".nyckel"
KEY = re.compile(b"[0-9a-f]{64}")

# Forms in which pupils are exported or kept. A few of the program's own files are tables too.
TABLES = re.compile(
    r"\.(csv|tsv|xlsx?|xlsm|xlsb|ods|parquet|feather|arrow|sav|dta|rds|rdata|sqlite3?|db|mdb|accdb|pkl|pickle"
    r"|zip|7z|rar|gz|tgz|tar|bak)$",
    re.IGNORECASE,
)
OWN_TABLES = re.compile(r"(src/analys|tests|studies)/[^.]+\.csv")
PERSONAL_HEADER = re.compile(rb"^[^\n]*\bPersonNr\b[^\n]*[;\t]", re.IGNORECASE | re.MULTILINE)
TEXT_TABLES = (".csv", ".tsv", ".txt")


def examine(arguments):
    """Look at the whole history's newest state, or at what is to be committed; the exit code."""
    if arguments not in ([], [ONLY_STAGED]):
        raise Mistyped(
            "Så här skriver du: python start.py granska\n"
            "Det letar efter personnummer, elevfiler, körda anteckningsböcker och nyckelfilen i allt som git "
            "håller reda på."
        )
    if not (places.ROOT / ".git").exists():
        raise SetupFailed("Projektmappen är inget git-förråd, så det finns inget att granska.")
    files = list_staged() if arguments else list_tracked()
    key = read_key()
    faults = [fault for path, content in read_blobs(files) for fault in find_faults(path, content, key)]
    if faults:
        say("\n".join(describe(faults, bool(arguments))))
        return STOPPED
    if not arguments:
        say(f"Inget att anmärka på. Granskade filer: {len(files)}.")
    return 0


def describe(faults, before_commit):
    """The lines that tell what was found, and what to do."""
    if before_commit:
        yield "Incheckningen stoppades. Det här får inte hamna i historiken:"
    else:
        yield "Det här får inte ligga i historiken:"
    yield from (f"  {fault}" for fault in faults)
    yield (
        "Ta bort uppgifterna, eller ta undan filen med: git restore --staged FIL"
        if before_commit
        else "Ta bort uppgifterna. Har de redan delats med någon, kontakta kommunens dataskyddsombud."
    )


def find_faults(path, content, key):
    """What a file has that may not enter the history, one sentence for each."""
    if find_personnummer(path.encode("utf-8", "replace")):
        folder = path.rpartition("/")[0] or "projektmappen"
        yield f"en fil i {folder}: filnamnet innehåller ett personnummer"
        return
    name = path.rpartition("/")[2]
    if name.lower() == KEY_FILE or (key and key in content):
        yield f"{path}: nyckeln som elevernas pseudonymer görs med"
    elif OUTSIDE.match(path) and not MAY_ENTER.fullmatch(path):
        yield f"{path}: det som ligger i {path.partition('/')[0]}/ ska stanna där"
    elif TABLES.search(name) and not OWN_TABLES.fullmatch(path):
        yield f"{path}: en datafil. Elevfiler hör hemma i data/, som git inte tar med"
    elif name.lower().endswith(TEXT_TABLES) and PERSONAL_HEADER.search(content.replace(b"\0", b"")):
        yield f"{path}: en elevfil, med kolumnen PersonNr"
    if name.lower().endswith(".ipynb"):
        yield from find_output(path, content)
    lines = sorted(set(find_personnummer(content)))
    if lines:
        word = "rad" if len(lines) == 1 else "rader"
        yield f"{path}, {word} {name_some([str(line) for line in lines])}: personnummer"


def find_output(path, content):
    """Whether a notebook has been run, and carries what came of it."""
    try:
        cells = json.loads(content.decode("utf-8-sig"))["cells"]
        ran = [cell for cell in cells if cell.get("outputs") or cell.get("execution_count")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        yield f"{path}: anteckningsboken går inte att läsa, så det syns inte om den är körd"
        return
    if ran:
        yield f"{path}: en körd anteckningsbok. Rensa den med Edit, Clear Outputs of All Cells"


def read_key():
    """The bytes of the pseudonyms' key on this computer; b"" when there is none."""
    folder = Path(os.environ.get("ANALYS_DATA") or places.ROOT / "data")
    try:
        with (folder / KEY_FILE).open("rb") as file:
            found = KEY.match(file.read(64))
    except OSError:
        return b""
    return found.group() if found else b""


def list_tracked():
    """Path and object of every file in the index."""
    rows = [row.partition("\t") for row in split(run_git("ls-files", "--stage", "-z"))]
    return [(path, row.split()[1]) for row, _, path in rows if not is_module(row.split()[0])]


def list_staged():
    """Path and object of every file that the next commit adds or changes; a renamed file is a new one."""
    changed = split(
        run_git("diff", "--cached", "--raw", "-z", "--no-abbrev", "--no-renames", "--diff-filter=AMT")
    )
    rows = [row.split() for row in changed[::2]]
    return [(path, row[3]) for row, path in zip(rows, changed[1::2], strict=True) if not is_module(row[1])]


def is_module(mode):
    """Whether an entry is another repository, which has no content here."""
    return mode == "160000"


def split(output):
    """Parts of what git separates by zeros."""
    return [part for part in output.decode("utf-8", "replace").split("\0") if part]


def read_blobs(files):
    """Path and bytes of each file, by git's objects."""
    asked = "".join(f"{blob}\n" for _, blob in files).encode("ascii")
    output = run_git("cat-file", "--batch", given=asked)
    place = 0
    for path, _ in files:
        end = output.index(b"\n", place)
        size = int(output[place:end].split()[2])
        yield path, output[end + 1 : end + 1 + size]
        place = end + 1 + size + 1


def run_git(*arguments, given=b""):
    """What a git command writes. Raises SetupFailed when there is no git, or it refuses."""
    try:
        # A hook gets variables that tell where the commit is made; they are passed on as they are.
        asked = subprocess.run(
            ["git", *arguments],
            cwd=str(places.ROOT),
            input=given,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
    except OSError:
        raise SetupFailed("Programmet git hittas inte, så historiken kan inte granskas.") from None
    if asked.returncode:
        raise SetupFailed("Git svarar inte som väntat, så historiken kan inte granskas.")
    return asked.stdout
