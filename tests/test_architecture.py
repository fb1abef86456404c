"""The house rules that no single module can keep by itself."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from analys.documentation import ANSWERED, answer, fill_answers, make_ordlista

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "analys"

# Rooms, lowest first. A room imports rooms of lower rows, and itself; never its row's other rooms.
# `estimates.cells` is the form in which every number travels, so it stands below all who make numbers.
LAYERS = (
    ("crash", "errors", "integers", "lasar", "reads", "secrecy", "spelling"),
    ("termin",),
    ("parameters", "paths", "progress", "publishing", "estimates.cells"),
    ("environment", "processes", "sources"),
    ("current",),
    ("contracts", "pseudonyms"),
    ("arbetsbok", "recognition"),
    ("corrections",),
    ("reading",),
    ("importing", "cleaning"),
    ("indicators", "arshjul"),
    ("official",),
    ("demo", "underlag"),
    ("quoting", "texter"),
    ("estimates", "preparation"),
    ("attacker", "chapters", "disclosure", "imprints", "provenance", "screening"),
    ("presentation",),
    ("earlier", "run"),
    ("estimating", "findings", "finished", "kernel", "keeping"),
    ("processes.serving", "provisioning", "workshop"),
    ("deciding",),
    ("approval", "comparing", "egna_tal", "inspection", "lab", "mall", "rendering", "running"),
    ("auditing", "executing"),
    ("composing",),
    ("pipeline",),
    ("batch", "verification"),
    ("cli",),
    ("documentation", "__main__"),
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}

# No clock may reach what a report is computed in. Fetching may look: what comes carries its day.
CLOCKS = {
    *(("date", "today"), ("datetime", "now"), ("datetime", "utcnow"), ("datetime", "today")),
    *(("time", "time"), ("Timestamp", "now"), ("Timestamp", "today")),
}
CLOCK_ALLOWED = {"official/patience.py", "cli/progress.py"}

# Presentation shows protected tables. Of estimates it may know only the forms that results come in, and the
# constants that tell which ones there are.
SHOWN_FROM_ESTIMATES = {"cells", "certainty", "intervals", "rounding"}

LONGEST_MODULE = 400

TREES = {
    path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text(encoding="utf-8"))
    for path in sorted(PACKAGE.rglob("*.py"))
}


def room_of(name):
    """Room of a module path ("estimates/levels.py") or a dotted name ("analys.estimates.levels")."""
    parts = name.removeprefix("analys.").removesuffix(".py").replace("/", ".").split(".")
    both = ".".join(parts[:2])
    return both if both in LEVEL else parts[0]


def imports(tree):
    """Dotted names in this package that a module imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            names = [node.module or ""]
            if node.module == "analys":
                names = [f"analys.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        else:
            continue
        yield from (name for name in names if name.startswith("analys."))


def tracked():
    """Files in the history, or every file of the tree where there is no history."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in listed.stdout.decode("utf-8").split("\0") if name]


def texts():
    """Tracked files that are text, with their content."""
    for path in tracked():
        if path.is_file():
            try:
                yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
            except UnicodeDecodeError:
                continue


def test_every_module_stands_in_a_layer():
    rooms = {room_of(name) for name in TREES if name != "__init__.py"}

    assert rooms - set(LEVEL) == set(), "give the new room its layer in LAYERS"


def test_imports_run_downward():
    upward = [
        f"{name} imports {imported}"
        for name, tree in TREES.items()
        for imported in imports(tree)
        if room_of(imported) != room_of(name) and LEVEL[room_of(imported)] >= LEVEL[room_of(name)]
    ]

    assert upward == []


def test_presentation_computes_nothing():
    internals = [
        f"{name} imports {alias.name} from {node.module}"
        for name, tree in TREES.items()
        if room_of(name) == "presentation"
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("analys.estimates")
        for alias in node.names
        if node.module.split(".")[-1] not in SHOWN_FROM_ESTIMATES and not alias.name.isupper()
    ]

    assert internals == []


def test_the_attacker_does_not_look_at_how_protection_decides():
    peeks = [
        f"{name} imports {imported}"
        for name, tree in TREES.items()
        if room_of(name) == "attacker"
        for imported in imports(tree)
        if room_of(imported) == "disclosure"
    ]

    assert peeks == []


def test_no_clock_in_the_analysis():
    looks = [
        name
        for name, tree in TREES.items()
        if name not in CLOCK_ALLOWED
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and (getattr(node.value, "attr", getattr(node.value, "id", "")), node.attr) in CLOCKS
    ]

    assert looks == []


def test_no_drawer():
    words = {word for name in TREES for word in re.split(r"[/_.]", name)}

    assert words & {"utils", "util", "helpers", "helper", "common", "misc"} == set()


def test_modules_hold_one_noun():
    long = [
        name for name in TREES if (PACKAGE / name).read_text(encoding="utf-8").count("\n") > LONGEST_MODULE
    ]

    assert long == []


def test_what_is_public_says_what_it_is():
    silent = [
        f"{name}: {getattr(node, 'name', 'the module')}"
        for name, tree in TREES.items()
        for node in public(tree)
        if not ast.get_docstring(node)
    ]

    assert silent == []


def public(tree):
    """A module that holds anything, its public functions and classes, and their public methods.

    What a Protocol asks for and what a field-like property gives is told by the class's docstring.
    """
    if tree.body:
        yield tree
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            yield node
        if isinstance(node, ast.ClassDef) and not {"Protocol"} & {
            getattr(base, "id", "") for base in node.bases
        }:
            yield from (
                part
                for part in node.body
                if isinstance(part, ast.FunctionDef)
                and not part.name.startswith("_")
                and not part.decorator_list
            )


def test_no_file_names_a_registry_or_a_place_on_somebodys_machine():
    # Written apart, so that this file does not name them.
    registries = (
        "py" + "pi.org",
        "python" + "hosted.org",
        "npm" + "js.org",
        "npm" + "js.com",
        "conda.anaconda" + ".org",
    )
    place = re.compile(r"(?<![\w.])/(?:home|Users|root|work|opt)/\w+|[A-Z]:\\\\?Users\\")
    found = [
        name
        for name, text in texts()
        if any(registry in text for registry in registries) or place.search(text)
    ]

    assert found == []


def test_pupil_data_cannot_enter_the_history():
    allowed = re.compile(
        r"data/(raw|processed)/\.gitkeep|data/raw/9999/[^/]*(sanning|kontrollsummor|hashar)[^/]*|reports/\.gitkeep"
    )
    below = [
        name
        for name in (path.relative_to(ROOT).as_posix() for path in tracked())
        if name.startswith(("data/", "reports/"))
    ]

    assert [name for name in below if not allowed.fullmatch(name)] == []


@pytest.mark.parametrize(
    "place",
    [
        "data/raw/1961/2025-26/slutbetyg_ak9.csv",
        "data/raw/1961/skyddade.csv",
        "data/raw/lös fil.xls",
        "data/.nyckel",
        "data/processed/1961/2025-26/arbete/02_trend.ipynb",
        "reports/1961/2025-26/genomlysning.pdf",
    ],
)
def test_git_ignores_what_users_put_there(place):
    ignored = subprocess.run(["git", "check-ignore", "-q", place], cwd=ROOT, check=False)
    if ignored.returncode == 128:
        pytest.skip("not a git checkout")

    assert ignored.returncode == 0


def test_the_glossary_is_the_registrys():
    written = (ROOT / "docs" / "ORDLISTA.md").read_text(encoding="utf-8")

    assert written == make_ordlista(), "run python -m analys.documentation"


@pytest.mark.parametrize("name", ANSWERED)
def test_pages_show_what_the_commands_answer(name):
    page = (ROOT / name).read_text(encoding="utf-8")

    assert page == fill_answers(page), "run python -m analys.documentation"


def test_every_command_is_documented():
    page = (ROOT / "docs" / "KOMMANDON.md").read_text(encoding="utf-8")
    groups = {name: commands(name) for name in commands()}
    every = [f"{group} {name}".strip() for group, names in groups.items() for name in (names or [""])]

    assert [name for name in every if f"<!-- svar: analys {name} --help -->" not in page] == []


def commands(*path):
    """Names under "Kommandon" on a help page."""
    section = answer([*path, "--help"]).partition("\nKommandon\n")[2].partition("\n\n")[0]
    return [line.split()[0] for line in section.splitlines() if not line.startswith(" ")]


@pytest.mark.parametrize(
    "name",
    ["README.md", "README.en.md", "docs/FILER.md", "docs/KOMMANDON.md", "docs/SKYDD.md", "docs/START.md"],
)
def test_links_lead_somewhere(name):
    page = ROOT / name

    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target
