"""The words on year classes: which have had more or less absence than others at the same age.

A year class is told by its birth year, and only by how its absence differs: nothing is said of its pupils.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.franvaro_arskull import MOT_ANDRA
from analys.indicators.measures import MEASURES
from analys.parameters import RunParameters
from analys.presentation.claims import claim_count
from analys.presentation.formats import cell_formatter, format_interval
from analys.presentation.franvaro_lasning import find_delta
from analys.presentation.selection import has_interval
from analys.presentation.text import Label, Number, Sentence, compose, make_number
from analys.presentation.wording import SURE, certainty_of, decimals_of, direction
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]


def adjust_delta(run: Underlag) -> RunParameters:
    """The run's parameters with the smallest difference that counts in absence."""
    return run.parameters.model_copy(update={"delta_procent": find_delta(run)})


def read_deviations(run: Underlag, tables: Tables) -> list[ShownCell]:
    """Each year class's deviation from the others in the same year groups, those that may be shown."""
    return [cell for cell in _read_all(run, tables) if has_interval(cell)]


def has_hidden(run: Underlag, tables: Tables) -> bool:
    """Whether there are year classes whose deviation may not be shown."""
    return any(cell.status == "skyddad" for cell in _read_all(run, tables))


def _read_all(run: Underlag, tables: Tables) -> Sequence[ShownCell]:
    if "franvaro_arskullar" not in tables:
        return []
    code = f"franvaroavvikelse_{run.parameters.termin.termin}"
    return tables["franvaro_arskullar"].cells(indikator=code, jamforelse=MOT_ANDRA)


def find_settled(run: Underlag, cells: Sequence[ShownCell]) -> list[ShownCell]:
    """The deviations whose direction is settled."""
    parameters = adjust_delta(run)
    return [cell for cell in cells if certainty_of(cell, MEASURES[cell.indikator], parameters) in SURE]


def describe_year_classes(run: Underlag, tables: Tables) -> list[Sentence | None]:
    """Which year classes differ from the others at the same age; nothing where none may be shown."""
    cells = read_deviations(run, tables)
    if not cells:
        return []
    settled = find_settled(run, cells)
    hidden = has_hidden(run, tables)
    start = compose("Årskullar jämförs med vad andra årskullar har haft i samma årskurs.")
    if not settled:
        which = "Ingen redovisad årskull" if hidden else "Ingen årskull"
        none = compose("{which} skiljer sig säkert från de andra.", which=which)
        return [start, none.claiming(claim_count((), cells))]
    which = "Övriga redovisade årskullar" if hidden else "Övriga årskullar"
    rest = compose("{which} går inte att skilja från varandra.", which=which)
    rest = rest.claiming(claim_count(settled, cells))
    return [start, *(tell_deviation(cell) for cell in settled), rest if len(settled) < len(cells) else None]


def tell_deviation(cell: ShownCell) -> Sentence:
    """One year class's deviation, as a sentence that can stand alone."""
    measure = MEASURES[cell.indikator]
    sign = direction(cell, measure)
    limits = format_interval(cell.undre, cell.ovre, decimals_of(measure, cell.n), signed=True)
    what = {1: "högre frånvaro än", -1: "lägre frånvaro än", 0: "samma frånvaro som"}[sign]
    return compose(
        "Årskullen {k} har haft {what} andra årskullar i samma årskurs ({d}; osäkerhetsintervall {i}).",
        k=Label(cell.kategori),
        what=what,
        d=make_number(cell, cell_formatter(cell, measure)),
        i=Number(limits, cell.cell),
    )


def explain_year_classes(run: Underlag, tables: Tables) -> Sentence | None:
    """What a deviation says, and what it does not."""
    if not read_deviations(run, tables):
        return None
    return compose(
        "Årskullarnas intervall gäller för alla årskullar på en gång. En skillnad beskriver några läsår och "
        "säger inget om eleverna: en vinter med mycket sjukdom eller ett byte av system räknas in."
    )
