"""Claims: what words tell of cells, and that no superlative or count goes without one."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import analys.presentation
from analys.disclosure import ProtectedTable
from analys.presentation.claims import Claim, claim_count, claim_most, claim_span
from analys.presentation.text import Text, compose, join_sentences, list_sentences
from analys.presentation.wording import capitalise, lower_first

Maker = Callable[..., ProtectedTable]

TELLING = re.compile(
    r"\b(högsta?\b|lägsta?\b|störst|minsta?\b|mest\b|flest|färst|oftast|vanligast|samtliga|alla\b|ingen\b"
    r"|inget\b|inga\b|övriga|endast|bara\b|utom\b|rangordn|av (?:de )?\{)",
    re.IGNORECASE,
)
"""Words that rank, count or tell of all, in a text or its template."""

BANNED = re.compile(r"\b(sämst|bäst)\w*", re.IGNORECASE)

GENERIC = {
    r"minst (\{|ett |så )": "a limit that pupils or values reach",
    r"\balla (elever|ämnen|delprov|provämnen|årskurser|uppgifter|mått|årskullar|prövade)\b": "a group's name",
    r"\bbara (enligt|bedömningen|provet|skolor|för skolor|dragna|som)\b": "a category, or what is left out",
    r"\b(inga?|inget) (uppgifter|uppgift|jämförelse|betyg|elevfiler|filer|värden kan)\b": "nothing is there",
    r"\bingen säker (förändring|skillnad|riktning)\b": "certainty of one shown difference",
    r"\brangordnas inte\b": "that nothing is ranked",
    r"\bav (de )?\{n\} (elever|\{vilka\})": "the numbers of one shown cell",
    r"\bav \{n\} (intervjuer|\{av\})": "interviews, which disclose nobody",
    r"^\{\} av \{\} uppgifter$|nästan lika för alla i gruppen|^Där de flesta": "how much is hidden, and why",
    r"\bnår inget\b": "a category",
    r"räcker underlaget inte|går (det )?inte|Underlaget räcker inte": "undecided, which says nothing",
    r"[?]$": "a question states nothing",
    r"\bI hela landet\b": "Riksrevisionen, of the whole country",
    r"\blänets övriga kommuner\b": "whom a published mean is of",
    r"\bde flesta i den är födda\b": "what a year class is",
    r"\bDet största avståndet ett enskilt läsår säger mest om slumpen\b": "about the method",
    r"\binget prov mäter exakt\b|\binget som är uppmätt\b": "about the method",
    r"\bfrånvaro som ingen har registrerat\b": "about the registers",
    r"\bÖvriga mått\b|^Alla, ": "a heading, or a group's name",
    r"\b(inga egna mått|inga enkätsvar|inga resultat|inga elever i underlaget|inga av skolans resultat)\b": (
        "nothing is there, or nothing may be shown"
    ),
    r"\b(visas bara där|visar bara uppgifter|finns bara här|inget att skriva|inget sådant tal)\b": "it",
    r"\bminst betyget\b": "a category",
    r"\bmest och minst frånvaro\b": "two bands' names, and an undecided difference",
}
"""Uses of these words that compare no cells, with the reason."""

TOLD_ELSEWHERE = {
    "wording_franvaro_skolor.py": "franvaro_skolor counts the schools and adds their claims",
    **dict.fromkeys(("franvaro_metod.py", "np_och_betyg_metod.py"), "how the numbers are made; no cells"),
}


def literals(tree: ast.AST, function: ast.FunctionDef | None = None) -> Iterator[tuple[str, str]]:
    """The texts of a module with the function they stand in; docstrings and errors left out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Raise) or (
            isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        ):
            continue
        inside = function or (node if isinstance(node, ast.FunctionDef) else None)
        code = "" if inside is None else ast.unparse(inside)
        if isinstance(node, ast.JoinedStr):
            yield code, "".join(v.value if isinstance(v, ast.Constant) else "{}" for v in node.values)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield code, node.value
        if not isinstance(node, ast.JoinedStr):
            yield from literals(node, inside)


def list_untold(source: str) -> list[str]:
    """Texts with a ranking or counting word, in functions that make no claim."""
    found = []
    for code, text in literals(ast.parse(source)):
        if " " not in text.strip() or "claim" in code or code.startswith(("def explain_", "def _explain_")):
            continue
        rest = (
            re.sub("|".join(GENERIC), "", text, flags=re.IGNORECASE)
            if not re.search(r"[?]$|räcker|går ", text)
            else ""
        )
        if TELLING.search(rest):
            found.append(text)
    return found


MODULES = sorted(Path(analys.presentation.__file__).parent.glob("*.py"))


def test_no_text_ranks_or_counts_without_a_claim() -> None:
    untold = {
        path.name: found
        for path in MODULES
        if path.name not in TOLD_ELSEWHERE and (found := list_untold(path.read_text(encoding="utf-8")))
    }
    assert untold == {}


def test_the_search_finds_what_it_looks_for() -> None:
    assert list_untold('def f(): return compose("Skolan {s} har högst värde.")')
    assert list_untold('def f(): return compose("Alla skolor ligger under.")')
    assert list_untold('def f(): return compose("{k} av {m} skolor ligger under.")')
    assert not list_untold('def f(): return compose("Skolan har högst värde.").claiming(claim_most(a, b))')
    assert not list_untold('def f(): return compose("De nådde minst {n} poäng.")')


def test_nothing_is_called_best_or_worst() -> None:
    texts = [text for path in MODULES for _, text in literals(ast.parse(path.read_text(encoding="utf-8")))]
    assert [text for text in texts if BANNED.search(text)] == []


# --- claims -------------------------------------------------------------------------------------------------


def test_a_claim_is_of_a_known_kind_and_about_something() -> None:
    with pytest.raises(ValueError, match="unknown kind"):
        Claim("largest", ("a",))
    with pytest.raises(ValueError, match="about no cell"):
        Claim("most", (), ("a",))
    with pytest.raises(ValueError, match="two ends"):
        Claim("between", ("a",), ("b",))
    assert Claim("count", (), ("a", "b")).plain == ["count", [], ["a", "b"]]


def test_claims_are_read_off_the_cells(make_table: Maker) -> None:
    years = ("2023/24", "2024/25", "2025/26")
    values = (214.0, 221.0, 218.0)
    rows = [{"lasar": year, "varde": value, "n": 90} for year, value in zip(years, values, strict=True)]
    first, second, third = cells = make_table(rows).cells()
    a, b, c = (cell.cell for cell in cells)

    assert claim_most(second, cells) == Claim("most", (b,), (a, c))
    assert claim_most(first, cells, least=True) == Claim("least", (a,), (b, c))
    assert claim_span(cells) == Claim("between", (a, b, c), (a, b))
    assert claim_count([third], cells) == Claim("count", (c,), (a, b))


def test_sentences_keep_their_claims_in_every_form() -> None:
    one, two = Claim("most", ("a",), ("b",)), Claim("count", (), ("c",))
    first = compose("det är högst").claiming(one)
    second = compose("det är ingen").claiming(two, two)

    assert compose("{a}, och {b}.", a=first, b=second).claims == (one, two)
    assert join_sentences([first, None, second]).claims == (one, two)
    assert list_sentences([first, second]).claims == (one, two)
    assert capitalise(first).claims == lower_first(first).claims == (one,)
    assert first.claiming(one).claims == (one,)


def test_an_output_holds_its_claims_beside_the_text() -> None:
    claim = Claim("most", ("a",), ("b",))
    data, metadata = Text([compose("Ett."), compose("Högst.").claiming(claim)])._repr_mimebundle_()

    assert data["text/plain"] == "Ett.\n\nHögst."
    assert metadata == {"analys": {"pastaenden": [["most", ["a"], ["b"]]]}}
    assert Text([compose("Ett.")])._repr_mimebundle_()[1] == {}
