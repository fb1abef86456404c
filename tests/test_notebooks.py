"""Chapters stay thin: sentences of code, one parameter cell, nothing typed that the data should say."""

import ast
import re
from itertools import pairwise
from pathlib import Path

import nbformat
import pytest

from analys.parameters import RunParameters

ROOT = Path(__file__).resolve().parents[1]
NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
DECLARED = {"namn", "plats", "kraver", "laser", "skriver"}
LONGEST_CELL = 12

every_notebook = pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)


def read(path):
    return nbformat.read(path, as_version=4)


def code_cells(path):
    return [cell for cell in read(path).cells if cell.cell_type == "code"]


def prose(path):
    return [cell.source for cell in read(path).cells if cell.cell_type == "markdown"]


def parameter_cells(path):
    return [cell for cell in code_cells(path) if "parameters" in cell.metadata.get("tags", ())]


@every_notebook
def test_it_is_valid_and_stored_without_results(path):
    notebook = read(path)
    nbformat.validate(notebook)

    assert [cell.outputs for cell in code_cells(path) if cell.outputs] == []
    assert [cell.execution_count for cell in code_cells(path) if cell.execution_count] == []
    assert set(notebook.metadata) <= {"analys", "kernelspec", "language_info"}


@every_notebook
def test_the_parameter_cell_is_the_model_with_its_defaults(path):
    (cell,) = parameter_cells(path)
    values = {}
    for statement in ast.parse(cell.source).body:
        assert isinstance(statement, ast.Assign)
        (target,) = statement.targets
        values[target.id] = ast.literal_eval(statement.value)

    assert list(values.items()) == [
        (name, field.default) for name, field in RunParameters.model_fields.items()
    ]


def test_the_parameter_cell_is_the_same_everywhere():
    assert len({parameter_cells(path)[0].source for path in NOTEBOOKS}) <= 1


@every_notebook
def test_the_next_cell_opens_the_run(path):
    cells = code_cells(path)
    after = cells[cells.index(parameter_cells(path)[0]) + 1]
    *imports, last = ast.parse(after.source).body

    assert ast.unparse(last) == "run = Run.open(globals())"
    assert all(isinstance(statement, ast.Import | ast.ImportFrom) for statement in imports)


@every_notebook
def test_cells_are_sentences(path):
    forbidden = (
        ast.FunctionDef,
        ast.AsyncFunctionDef,
        ast.ClassDef,
        ast.Lambda,
        ast.For,
        ast.While,
        ast.If,
        ast.Try,
    )
    for cell in code_cells(path):
        if cell in parameter_cells(path):
            continue
        found = [
            type(node).__name__ for node in ast.walk(ast.parse(cell.source)) if isinstance(node, forbidden)
        ]
        assert found == [], cell.source
        assert len(cell.source.splitlines()) <= LONGEST_CELL, cell.source


@every_notebook
def test_no_paths_in_code(path):
    """Cross-references to figures and tables are the only strings that look like addresses."""
    for cell in code_cells(path):
        strings = [
            node.value
            for node in ast.walk(ast.parse(cell.source))
            if isinstance(node, ast.Constant) and isinstance(node.value, str)
        ]
        without_lasar = [text for text in strings if not re.fullmatch(r"\d{4}/\d{2}", text)]
        assert [text for text in without_lasar if re.search(r"[/\\]|\.(csv|parquet|json|yml)\b", text)] == []


@every_notebook
def test_no_number_is_typed_into_prose(path):
    assert [text for text in prose(path) if re.search(r"\d", text)] == []


@every_notebook
def test_the_chapter_is_declared(path):
    declared = read(path).metadata.get("analys", {})

    assert set(declared) == DECLARED
    assert declared["namn"]


@every_notebook
def test_headings_start_with_one_title_and_skip_no_level(path):
    """Cells tagged bilaga go to the appendix, where they may open chapters of their own."""
    cells = [cell for cell in read(path).cells if cell.cell_type == "markdown"]
    found = [
        (len(marks), "bilaga" in cell.metadata.get("tags", ()))
        for cell in cells
        for marks in re.findall(r"^(#+) ", cell.source, flags=re.MULTILINE)
    ]
    levels = [level for level, _ in found]

    assert found[0] == (1, False)
    assert [level for level, appendix in found if not appendix].count(1) == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_the_default_parameters_are_literals():
    """Otherwise no parameter cell could hold them."""
    for field in RunParameters.model_fields.values():
        assert ast.literal_eval(repr(field.default)) == field.default
