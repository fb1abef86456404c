"""Every text of the demo report, as its chapters compose it, with the plan's hidden cells and with many more.

A sentence, or the lack of one, tells nothing of a hidden value: the words depend on what is hidden, never on
what it is. What they claim, they claim of shown cells only.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest

from analys.auditing import list_claims
from analys.disclosure import Plan, ProtectedTable, protect
from analys.estimates.cells import Estimate
from analys.indicators.franvaro import STADIER
from analys.paths import notebooks_folder, work_folder
from analys.presentation import franvaro_titlar, np_och_betyg_titlar, trend_titles
from analys.presentation.claims import Claim
from analys.presentation.csvfiles import read_csv
from analys.presentation.text import Sentence, Text
from analys.rendering.merging import merge
from analys.run import ESTIMATES_FILE, PLAN_FILE, load_estimates
from analys.underlag import Underlag

COMPOSED = "describe_"
NUMBERS = ["varde", "undre", "ovre", "n", "antal"]
TELLING = re.compile(
    r"\b(högst|högsta|lägst|lägsta|störst|största|minst|minsta|flest|färst|oftast|vanligast|samtliga|alla|ingen"
    r"|övriga|endast|utom|\w+ av (de )?\w+( redovisade)? skolor\w*)\b|: (redovisade värden )?från ",
    re.IGNORECASE,
)
GENERIC = re.compile(
    r"minst (\d|ett |så )|\balla (elever|ämnen|delprov|provämnen|årskurser|uppgifter|mått|årskullar)\b"
    r"|\d av \d+ elever|ingen säker (förändring|skillnad|riktning)|hela landet|största avståndet ett enskilt"
    r"|övriga kommuner|[:;] (lägre |högre )?alla\b"
    # Places among published values of whole municipalities.
    r"|(högst|lägst) av \w+ kommuner",
    re.IGNORECASE,
)
UNDECIDED = re.compile(r"räcker underlaget inte|[Uu]nderlaget räcker inte|går (det )?inte|[?]$")

Tables = Mapping[str, ProtectedTable]
Composed = dict[tuple[str, str], Any]


class Made:
    """The demo report's run, its estimates by chapter, and its plan."""

    def __init__(self, report: Any) -> None:
        self.run = Underlag(report.parameters, report.data)
        work = work_folder(report.data, report.parameters.kommun, report.parameters.lasar)
        self.estimates = load_estimates(work / ESTIMATES_FILE)
        self.plan = Plan.load(work / PLAN_FILE).frame
        self.tables = report.folder / "tabeller"
        self.executed = [nbformat.read(path, 4) for path in sorted(work.glob("*.ipynb"))]

    def protect(self, plan: pd.DataFrame) -> dict[str, dict[str, ProtectedTable]]:
        """Tables of each chapter under a plan, with the values that the plan has."""
        values = plan.set_index("cell")[NUMBERS]
        tables: dict[str, dict[str, ProtectedTable]] = {}
        for chapter, estimate in self.estimates:
            frame = estimate.frame.copy()
            frame[NUMBERS] = (
                values.reindex(frame["cell"]).reset_index(drop=True).astype(frame.dtypes[NUMBERS])
            )
            moved = Estimate(estimate.id, estimate.titel, frame)
            tables.setdefault(chapter, {})[estimate.id] = protect(moved, Plan(plan))
        return tables


@pytest.fixture(scope="module")
def made(demo_report) -> Made:
    return Made(demo_report)


def compose_all(made: Made, plan: pd.DataFrame) -> Composed:
    """What every text cell of every chapter gives, and every title of a figure that is a sentence."""
    composed: Composed = {}
    protected = made.protect(plan)
    for path in sorted(notebooks_folder().glob("*.ipynb")):
        notebook = nbformat.read(path, 4)
        tables = protected.get(notebook.metadata["analys"]["namn"])
        if tables is None:
            continue
        cells = [
            cell.source
            for cell in notebook.cells
            if cell.cell_type == "code" and "skola" not in cell.metadata.get("tags", ())
        ]
        names: dict[str, Any] = {}
        exec(next(source for source in cells if "Run.open" in source).partition("run = Run")[0], names)
        names |= {"run": made.run, "tabeller": tables}
        for source in cells:
            if _name_called(source).startswith(COMPOSED):
                composed[path.stem, source] = eval(source, names)
    trend, absence = protected["trend"], protected["franvaro"]
    for name in ("title_grades", "title_kinds", "title_course", "title_cohorts"):
        composed["titel", name] = getattr(franvaro_titlar, name)(made.run, absence)
    for stage in STADIER:
        composed["titel", stage.kod] = franvaro_titlar.title_schools(made.run, absence, stage)
    composed["titel", "skolor"] = trend_titles.title_schools(made.run, trend, "meritvarde_17")
    relations = protected["np_och_betyg"]["np_relation"]
    if any(cell.shown for cell in relations.cells(enhetstyp="kommun", lasar=made.run.parameters.lasar)):
        composed["titel", "np"] = np_och_betyg_titlar.title_relations(made.run, relations)
    return composed


def _name_called(source: str) -> str:
    body = ast.parse(source).body
    if len(body) != 1 or not isinstance(body[0], ast.Expr) or not isinstance(body[0].value, ast.Call):
        return ""
    called = body[0].value.func
    return called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")


def sentences(composed: Composed) -> Iterator[Sentence]:
    """The paragraphs, and the titles that carry claims."""
    for shown in composed.values():
        if isinstance(shown, Text):
            yield from shown.paragraphs
        elif isinstance(shown, Sentence):
            yield shown


def flatten(composed: Composed) -> dict[tuple[str, str], str]:
    return {key: str(getattr(shown, "html", shown)) for key, shown in composed.items()}


def hide_more(plan: pd.DataFrame, share: float) -> pd.DataFrame:
    """A plan that hides a share of the cells that the real one shows, drawn at random."""
    draw = np.random.Generator(np.random.PCG64(6)).random(len(plan))
    return plan.assign(status=plan["status"].mask((draw < share) & (plan["status"] == "visad"), "skyddad"))


def list_untold(text: str, claims: Sequence[object]) -> list[str]:
    """Clauses with a ranking or counting word, where there are fewer claims than such clauses."""
    clauses = re.split(r"(?<=[.?!])\s+", text)
    telling = [c for c in clauses if not UNDECIDED.search(c) and TELLING.search(GENERIC.sub("", c))]
    return telling if len(telling) > len(claims) else []


def test_a_superlative_without_a_claim_is_found() -> None:
    assert list_untold("Det sjönk. Det är det lägsta värdet.", []) == ["Det är det lägsta värdet."]
    assert list_untold("Två av fem redovisade skolor ligger över.", [])
    assert list_untold("Exempelkommun: från 4,7 % till 5,3 %.", [])
    assert not list_untold("Det är det lägsta värdet.", [Claim("least", ("a",), ("b",))])
    assert not list_untold("Minst 10 procents frånvaro hade 12 procent. Vilka är bäst?", [])


@pytest.fixture(scope="module")
def whole(made: Made) -> tuple[pd.DataFrame, Composed]:
    """The report's own plan and texts."""
    return made.plan, compose_all(made, made.plan)


@pytest.fixture(scope="module")
def half(made: Made) -> tuple[pd.DataFrame, Composed]:
    """As if half of what is shown were hidden too."""
    plan = hide_more(made.plan, 0.5)
    return plan, compose_all(made, plan)


@pytest.fixture(params=["whole", "half"])
def told(request: pytest.FixtureRequest) -> tuple[pd.DataFrame, Composed]:
    """Each of the two."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def plan(told: tuple[pd.DataFrame, Composed]) -> pd.DataFrame:
    return told[0]


@pytest.fixture
def composed(told: tuple[pd.DataFrame, Composed]) -> Composed:
    return told[1]


def test_every_ranking_and_count_has_its_claim(composed: Composed) -> None:
    told = list(sentences(composed))
    assert len(told) > 10
    assert [clause for sentence in told for clause in list_untold(sentence.plain, sentence.claims)] == []


def test_claims_are_of_shown_cells_only(composed: Composed, plan: pd.DataFrame) -> None:
    claims = [claim for sentence in sentences(composed) for claim in sentence.claims]
    shown = set(plan.loc[plan["status"].isin(["visad", "officiell"]), "cell"])
    assert [claim for claim in claims if not {*claim.cells, *claim.other} <= shown] == []


def test_claims_are_true(composed: Composed, plan: pd.DataFrame) -> None:
    values = dict(zip(plan["cell"], plan["officiellt"].fillna(plan["varde"]), strict=True))
    checked = 0
    for claim in (claim for sentence in sentences(composed) for claim in sentence.claims):
        cells, other = ([values[cell] for cell in ids] for ids in (claim.cells, claim.other))
        if claim.kind == "most":
            assert min(cells) >= max(other, default=-np.inf)
        elif claim.kind == "least":
            assert max(cells) <= min(other, default=np.inf)
        elif claim.kind == "between":
            assert min(cells) >= other[0] and max(cells) <= other[1]
        elif claim.kind == "sequence":
            assert cells == sorted(cells, reverse=True)
        checked += 1
    assert checked


def test_no_text_depends_on_a_hidden_value(made: Made, half: tuple[pd.DataFrame, Composed]) -> None:
    plan, composed = half
    generator = np.random.Generator(np.random.PCG64(7))
    hidden = (plan["status"] == "skyddad").to_numpy()
    changed = plan.copy()
    n = generator.integers(1, 200, len(plan))
    drawn = {"n": n, "antal": generator.integers(0, n + 1), "varde": generator.uniform(0, 100, len(plan))}
    for name, values in drawn.items():
        there = hidden & plan[name].notna().to_numpy()
        changed.loc[there, name] = values[there]
    for name in ("undre", "ovre"):
        there = hidden & plan[name].notna().to_numpy()
        changed.loc[there, name] = drawn["varde"][there] + (8.0 if name == "ovre" else -8.0)

    assert hidden.sum() > 1000
    assert flatten(compose_all(made, changed)) == flatten(composed)


def test_titles_and_alternative_texts_have_their_claims(made: Made) -> None:
    found = [
        output.metadata["analys"]
        for notebook in made.executed
        for cell in notebook.cells
        for output in cell.get("outputs", [])
        if output.metadata.get("analys", {}).get("slag") == "figur"
    ]
    assert len(found) > 10
    for figure in found:
        claims = figure.get("pastaenden", [])
        assert list_untold(f"{figure['titel']}. {figure['alt']}", claims) == [], figure["id"]


def test_the_report_claims_only_what_its_tables_show(made: Made) -> None:
    claims = list_claims(merge(made.executed, made.run.parameters))
    frames = [read_csv(path)[["cell", "status"]] for path in sorted(made.tables.glob("*.csv"))]
    status = pd.concat(frames).drop_duplicates().set_index("cell")["status"]

    assert {claim.kind for claim in claims} == {"most", "least", "between", "count"}
    assert set(status.loc[[cell for claim in claims for cell in (*claim.cells, *claim.other)]]) <= {
        "visad",
        "officiell",
    }
