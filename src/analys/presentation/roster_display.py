"""The main part's figures and table of surveys and interviews; None where there is nothing to show."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.indicators.enkat import INDEX, Svarsgrupp, code_of
from analys.presentation import wording_roster as words
from analys.presentation.figures import Figure
from analys.presentation.figures_dots import Key, draw_dots
from analys.presentation.formats import join_list
from analys.presentation.roster import read_changes, select_staff_gaps
from analys.presentation.roster_lasning import Enkat, list_shared, read_survey
from analys.presentation.tables import Table, show_table
from analys.presentation.text import Sentence, say
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]
FindBreaks = Callable[[Underlag, Svarsgrupp, str], Sequence[str]]

MERIT = "meritvarde_17"
SKALA = "Medelvärde, skalan noll till tio."
_GRUPP = {"elev": "Elever", "personal": "Personal", "vardnadshavare": "Vårdnadshavare"}


def show_pupils(run: Underlag, tables: Tables) -> Figure | None:
    """Pupils' indices in the newest survey beside the one before."""
    enkat = read_survey(run, tables, "elev")
    if enkat is None:
        return None
    changes = read_changes(tables, enkat)
    before = max((cell.jamforelse.removeprefix("mot ") for _, cell in changes), default="")
    compared = {index.kod for index, cell in changes if cell.jamforelse == f"mot {before}"}
    years = [Key(f"läsåret {enkat.lasar}", {"lasar": enkat.lasar}, bold=True)]
    years += [Key(f"läsåret {before}", {"lasar": before})] if before else []
    alone = [INDEX[index] for index in enkat.index if index not in compared]
    return draw_dots(
        _leave_out(tables["roster_elev"], [code_of("elev", index.kod) for index in alone], before),
        indikator="enkat_elev_{index}",
        lasar=enkat.lasar,
        rader=[Key(INDEX[index].kort, {"index": index}) for index in enkat.index],
        rutor=[[Key("Index, elever")]],
        prickar=years,
        titel=_title_pupils(run, tables, enkat),
        underrubrik=f"{SKALA} Elever som svarade på enkäten.",
        vad="elevernas index",
        noter=[f"Jämförs inte med {before}: {join_list([index.namn for index in alone])}."]
        if alone and before
        else [],
        antal=False,
        id="roster_elev",
    )


def show_staff(run: Underlag, tables: Tables) -> Figure | None:
    """Staff's indices beside pupils' on the same questions."""
    pupils, staff = read_survey(run, tables, "elev"), read_survey(run, tables, "personal")
    shared = list_shared(tables, pupils, staff)
    if staff is None or not shared:
        return None
    return draw_dots(
        [tables["roster_elev"], tables["roster_personal"]],
        indikator="enkat_{grupp}_{index}",
        lasar=staff.lasar,
        rader=[Key(index.kort, {"index": index.kod}) for index in shared],
        rutor=[[Key("Index, elever och personal")]],
        prickar=[Key("elever", {"grupp": "elev"}, bold=True), Key("personal", {"grupp": "personal"})],
        titel=_title_staff(run, tables, staff, len(shared)),
        underrubrik=f"{SKALA} De som svarade på enkäterna läsåret {staff.lasar}.",
        vad="elevernas och personalens index",
        antal=False,
        id="roster_personal",
    )


def show_themes(run: Underlag, tables: Tables) -> Table | None:
    """Themes of the interviews: how many raised each, as a strength and as a challenge."""
    if "intervju_teman" not in tables:
        return None
    return show_table(
        tables["intervju_teman"].select(kategori=""),
        rader="enhet",
        kolumner="indikator",
        id="intervju_teman",
        titel="Vad intervjuerna tog upp: antal intervjuer",
        stubb="Tema",
        noter=[
            "En intervju kan ta upp ett tema både som styrka och som utmaning, eller utan att värdera det."
        ],
    )


def _tell_alone(names: Sequence[str], before: str) -> list[str]:
    """Which indices are not compared with the survey before."""
    return [f"Jämförs inte med {before}: {join_list(names)}."] if names and before else []


def _leave_out(table: ProtectedTable, codes: Sequence[str], lasar: str) -> ProtectedTable:
    """The table without some measures' cells of a läsår, with which their newest are not compared."""
    kept = [cell.cell for cell in table.cells() if not (cell.lasar == lasar and cell.indikator in codes)]
    return table.select(cell=kept)


def _title_pupils(run: Underlag, tables: Tables, enkat: Enkat) -> Sentence | str:
    """What the figure shows: which way the indices have surely moved."""
    sure = words.select_sure(read_changes(tables, enkat), run.parameters)
    years = {cell.jamforelse.removeprefix("mot ") for _, cell in sure}
    if len(years) != 1:
        return "Elevernas bild av skolan"
    moved = [(index.namn, "högre" if cell.varde > 0 else "lägre") for index, cell in sure]
    parts = [
        f"{word} för {join_list([name for name, how in moved if how == word])}"
        for word in ("högre", "lägre")
        if any(how == word for _, how in moved)
    ]
    return say(f"Elevernas index är {' och '.join(parts)} än läsåret {years.pop()}")


def _title_staff(run: Underlag, tables: Tables, staff: Enkat, count: int) -> Sentence | str:
    apart = select_staff_gaps(run, tables, staff)
    if not apart:
        return "Elevernas och personalens bild av skolan"
    names = join_list([index.namn for index, _, _ in apart])
    return f"Elever och personal ser olika på {names}"
