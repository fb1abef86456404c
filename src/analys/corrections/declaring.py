"""Corrections as written -> corrections that can be looked for, or every fault in how they are written.

No message repeats what is written: a personnummer may stand in any field by mistake.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field

from analys.arbetsbok.places import Place, Written
from analys.arbetsbok.values import suggest
from analys.contracts import LAYOUTS
from analys.contracts.layout import Column
from analys.corrections.reasons import find_number
from analys.errors import Problem
from analys.lasar import parse_lasar
from analys.spelling import fold_name

FIELDS = (
    "slag", "lasar", "elev", "skolenhet", "fil", "kolumn", "fran", "till", "ta_bort", "skal", "forvantat"
)  # fmt: skip
# The other kinds are the municipality's own lists, which it corrects themselves.
KINDS = tuple(kind for kind, layout in LAYOUTS.items() if "PersonNr" in layout and kind != "skyddade")
MOST_TEXT = 200
LONGEST_WORD = 40
YES, NO = ("ja", "true", "1", "x"), ("", "nej", "false", "0")


@dataclass(frozen=True)
class Correction:
    """One declared correction: cells of a column that get another value, or rows that are left out.

    Parameters
    ----------
    slag, lasar : str
        Kind of file and läsår of its rows.
    elev, skolenhet, fil : str
        Which rows: the pupil's personnummer, school unit and file name as they stand in the files; "" = any.
    kolumn : str
        Column to correct, or that tells which row to leave out; "" where whole rows are left out.
    fran, till : str
        Value that stands there now, and the right one; "" = blank.
    ta_bort : bool
        True when the rows are left out.
    skal : str
        Why, as the report will say it.
    forvantat : int
        How many cells (or rows) it must hit.
    place : Place
        Where it is written.
    skal_place : Place
        Where the reason is written.
    """

    slag: str
    lasar: str
    kolumn: str
    ta_bort: bool
    forvantat: int
    place: Place
    skal_place: Place
    elev: str = field(default="", repr=False)
    skolenhet: str = field(default="", repr=False)
    fil: str = field(default="", repr=False)
    fran: str = field(default="", repr=False)
    till: str = field(default="", repr=False)
    skal: str = field(default="", repr=False)


def declare(written: Sequence[Written]) -> tuple[list[Correction], list[Problem]]:
    """Corrections of what is written, and the faults of those that cannot be used."""
    corrections: list[Correction] = []
    problems: list[Problem] = []
    for one in written:
        form = _Form(one)
        correction = form.read()
        problems += form.problems
        if correction is not None:
            corrections.append(correction)
    return corrections, problems


class _Form:
    """One correction's fields, taken one by one; every fault is noted with its place."""

    def __init__(self, written: Written) -> None:
        self.problems: list[Problem] = []
        self._place = written.place
        self._texts: dict[str, str] = {}
        self._places: dict[str, Place] = {}
        known = {fold_name(name): name for name in FIELDS}
        for key, text in written.texts.items():
            name = known.get(fold_name(key))
            if name is None:
                self._unknown(written.places[key], key)
            else:
                self._texts[name] = text.replace("\u00a0", " ").strip()
                self._places[name] = written.places[key]
                self._check_text(name)

    def read(self) -> Correction | None:
        """The correction, None when it has faults."""
        slag = self._choose("slag", KINDS)
        lasar = self._read_lasar()
        ta_bort = self._read_flag()
        kolumn = self._read_column(slag, ta_bort)
        skal = self._need("skal")
        forvantat = self._read_count()
        if ta_bort:
            self._check_removal(kolumn)
        else:
            self._check_values(kolumn)
        if max(map(len, skal.split()), default=0) > LONGEST_WORD:
            gor = f"Högst {LONGEST_WORD} tecken ryms i rapportens tabell."
            self._fault("skal", "Skälet har ett för långt ord.", gor)
        if skal and find_number(skal, self._texts.get("elev", "")):
            self._fault(
                "skal",
                "Skälet innehåller ett personnummer eller en del av det.",
                "Skälet visas i rapporten. Skriv det utan uppgifter om eleven.",
            )
        if self.problems:
            return None
        return Correction(
            slag, lasar, kolumn, ta_bort, forvantat, self._place, self._places["skal"],
            elev=self._texts.get("elev", ""), skolenhet=self._texts.get("skolenhet", ""),
            fil=self._texts.get("fil", ""), fran=self._texts.get("fran", ""),
            till=self._texts.get("till", ""), skal=" ".join(skal.split()),
        )  # fmt: skip

    def _fault(self, name: str, vad: str, gor: str) -> None:
        self.problems.append(self._places.get(name, self._place).problem(vad, gor))

    def _unknown(self, place: Place, key: str) -> None:
        hint = suggest(key, FIELDS)
        self.problems.append(
            place.problem(
                "Rättelsen har en uppgift med ett namn som inte finns.",
                f"{hint}De som finns: {', '.join(FIELDS)}.",
            )
        )

    def _check_text(self, name: str) -> None:
        text = self._texts[name]
        if not text.isprintable():
            self._fault(
                name, f"Uppgiften {name} har osynliga tecken eller radbrytningar.", "Skriv den på nytt."
            )
        elif len(text) > MOST_TEXT:
            self._fault(name, f"Uppgiften {name} är för lång.", f"Högst {MOST_TEXT} tecken är tillåtna.")

    def _need(self, name: str) -> str:
        text = self._texts.get(name, "")
        if not text:
            meaning = "Skälet visas i rapporten. " if name == "skal" else ""
            self._fault(name, f"Uppgiften {name} saknas.", f"{meaning}Lägg till den i rättelsen.")
        return text

    def _choose(self, name: str, allowed: Collection[str]) -> str:
        text = self._need(name)
        by_fold = {fold_name(one): one for one in allowed}
        chosen = by_fold.get(fold_name(text), "")
        if text and not chosen:
            gor = f"{suggest(text, allowed)}De som kan rättas: {', '.join(allowed)}."
            if fold_name(text) in ("skolenheter", "skyddade"):
                gor = "Listan är kommunens egen: rätta direkt i filen."
            self._fault(name, "Uppgiften slag är inget slag av fil som kan rättas.", gor)
        return chosen

    def _read_lasar(self) -> str:
        text = self._need("lasar")
        try:
            return parse_lasar(text) if text else ""
        except ValueError:  # its message repeats the text
            self._fault("lasar", "Läsåret har fel form.", "Skriv läsår som 2025/26.")
            return ""

    def _read_flag(self) -> bool:
        text = self._texts.get("ta_bort", "").lower()
        if text not in (*YES, *NO):
            self._fault("ta_bort", "Uppgiften ta_bort har fel form.", "Skriv ja, eller ta bort uppgiften.")
        return text in YES

    def _read_count(self) -> int:
        text = self._texts.get("forvantat", "") or "1"
        if not (text.isascii() and text.isdigit() and len(text) <= 7 and int(text) >= 1):
            self._fault(
                "forvantat",
                "Uppgiften forvantat är inget antal.",
                "Skriv hur många celler eller rader rättelsen ska träffa, minst 1.",
            )
            return 1
        return int(text)

    def _read_column(self, slag: str, ta_bort: bool) -> str:
        text = self._texts.get("kolumn", "") if ta_bort else self._need("kolumn")
        if not slag or not text:
            return ""
        layout = LAYOUTS[slag]
        column = next((c for c in layout.columns if fold_name(text) in set(_spellings(c))), None)
        if column is None:
            hint = suggest(text, layout.names).strip() or f"Kolumnerna är: {', '.join(layout.names)}."
            self._fault("kolumn", "Kolumnen finns inte i det slaget av fil.", hint)
            return ""
        if not ta_bort and not _is_used(column):
            self._fault(
                "kolumn", f"Kolumnen {column.name} följer inte med in i analysen.", "Ta bort rättelsen."
            )
        return column.name

    def _check_removal(self, kolumn: str) -> None:
        if not self._texts.get("elev"):
            self._fault("elev", "Uppgiften elev saknas.", "Ange vilken elevs rad som ska tas bort.")
        if self._texts.get("till"):
            self._fault(
                "till",
                "Rättelsen både tar bort rader och skriver ett nytt värde.",
                "Behåll antingen ta_bort eller till.",
            )
        if kolumn and "fran" not in self._texts:
            self._fault("fran", "Uppgiften fran saknas.", "Ange vilket värde raden har i kolumnen.")
        if not self._texts.get("kolumn") and self._texts.get("fran"):
            self._fault("kolumn", "Uppgiften kolumn saknas.", "Ange vilken kolumn som har värdet.")

    def _check_values(self, kolumn: str) -> None:
        if kolumn == "PersonNr" and self._texts.get("elev"):
            self._texts.setdefault("fran", self._texts["elev"])
        for name, meaning in (("fran", "värdet som står i filen nu"), ("till", "det rätta värdet")):
            if name not in self._texts:
                self._fault(
                    name, f"Uppgiften {name} saknas.", f"Ange {meaning}; tomma citattecken betyder tom cell."
                )
        if "fran" in self._texts and self._texts["fran"] == self._texts.get("till"):
            self._fault(
                "till", "Rättelsen ändrar ingenting: fran och till är lika.", "Rätta eller ta bort den."
            )


def _spellings(column: Column) -> Iterator[str]:
    yield fold_name(column.name)
    if column.sheet_name:
        yield fold_name(column.sheet_name)


def _is_used(column: Column) -> bool:
    """Whether a value of the column can be wrong in a way that matters."""
    return column.processed_name != "" or column.required
