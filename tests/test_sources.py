"""Source code: which part of the program a piece of work can reach."""

import ast
from pathlib import Path

from analys.sources import Sources, read_sources

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "analys"


def make_sources(**files):
    return Sources({name.replace("__", "/") + ".py": text.encode() for name, text in files.items()})


def test_what_is_imported_is_reached_wherever_it_is_imported():
    sources = make_sources(
        a="from analys.b import c\n",
        b="def f():\n    from analys import d\n",
        d="import analys.e as e  # x\n",
        e="x = 1\n",
        f="from analys.a import (\n    x,  # why\n    y,\n)\n",
    )

    assert sources.reach(["analys.a"]) == ["a.py", "b.py", "d.py", "e.py"]
    assert sources.reach(["analys.e"]) == ["e.py"]
    assert sources.reach(["analys.f"]) == ["a.py", "b.py", "d.py", "e.py", "f.py"]


def test_packages_above_and_files_beside_belong_to_a_module():
    sources = Sources(
        {"rum/__init__.py": b"", "rum/a.py": b"", "rum/ord.yml": b"", "annat/ord.yml": b"", "annat/b.py": b""}
    )

    assert sources.reach(["analys.rum.a"]) == ["rum/__init__.py", "rum/a.py", "rum/ord.yml"]


def test_only_a_change_that_can_be_reached_changes_the_digest():
    before = make_sources(a="from analys.b import x\n", b="x = 1\n", c="x = 1\n")
    elsewhere = make_sources(a="from analys.b import x\n", b="x = 1\n", c="x = 2\n")
    below = make_sources(a="from analys.b import x\n", b="x = 2\n", c="x = 1\n")

    assert elsewhere.hash_part(["analys.a"]) == before.hash_part(["analys.a"])
    assert below.hash_part(["analys.a"]) != before.hash_part(["analys.a"])
    assert elsewhere.hash_all() != before.hash_all()


def test_every_import_of_the_program_is_seen():
    """Held against the parsed modules."""
    sources, missed = read_sources(), []
    for path in sorted(PACKAGE.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        seen = sources.imported_by(text)
        for node in ast.walk(ast.parse(text)):
            match node:
                case ast.ImportFrom(module=str(module)) if module.split(".")[0] == "analys":
                    wanted = {module} | {f"{module}.{alias.name}" for alias in node.names}
                case ast.Import():
                    wanted = {alias.name for alias in node.names if alias.name.split(".")[0] == "analys"}
                case _:
                    continue
            missed += [(path.name, name) for name in wanted - seen]

    assert missed == []


def test_a_module_that_puts_names_together_reaches_its_whole_package():
    text = b"import importlib\nimportlib.import_module(f'analys.rum.{name}')\n"
    sources = Sources(
        {"rum/__init__.py": text, "rum/a.py": b"from analys import b\n", "b.py": b"", "c.py": b""}
    )

    assert sources.reach(["analys.rum"]) == ["b.py", "rum/__init__.py", "rum/a.py"]


def test_at_the_top_only_chapters_puts_names_together():
    """Its roots are named by whoever estimates a chapter: a new place must be thought through."""
    makers = {
        path.name for path in PACKAGE.glob("*.py") if "import_module(" in path.read_text(encoding="utf-8")
    }

    assert makers == {"chapters.py", "sources.py"}  # the latter looks for the word
