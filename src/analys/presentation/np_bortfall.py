"""Words about pupils without a provbetyg: how many they are, and what the test file says of them."""

from __future__ import annotations

from collections.abc import Mapping

from analys.disclosure import ProtectedTable
from analys.disclosure.gate import ShownCell
from analys.indicators.np_amnen import ARSKURSER, PROV, Prov
from analys.presentation.claims import claim_count
from analys.presentation.formats import format_number
from analys.presentation.text import (
    Label,
    Number,
    Reference,
    Sentence,
    Text,
    compose,
    join_sentences,
    list_sentences,
)
from analys.underlag import Underlag

Tables = Mapping[str, ProtectedTable]

MEST = 80
"""Share of pupils with a provbetyg, in per cent, from which a test counts as taken by most."""

_BADA = "provbetyg"


def describe_lacking(run: Underlag, tables: Tables, arskurs: int) -> Sentence | None:
    """For how many pupils the relations speak: the tests that many lack, else that most have them all.

    Parameters
    ----------
    arskurs : int
        9 or 6.
    """
    every = _read(run, tables, arskurs)
    cells = [(prov, cell) for prov, cell in every if cell.shown and cell.n and cell.antal is not None]
    if not cells:
        return None
    few = [(prov, cell) for prov, cell in cells if cell.varde < MEST]
    told = [
        compose(
            "{k} av {n} elever i {amne}",
            k=Number(format_number(cell.antal), cell.cell),
            n=Number(format_number(cell.n), cell.cell),
            amne=Label(prov.namn),
        )
        for prov, cell in few
    ]
    where = Reference("tab-np_resultat")
    counted = claim_count([cell for _, cell in few], [cell for _, cell in cells])
    if not few:
        which = "varje redovisat prov" if len(cells) < len(every) else "varje prov"
        most = compose("De allra flesta elever har provbetyg i {which} ({t}).", which=which, t=where)
        return most.claiming(counted)
    return compose(
        "Provbetyg finns bara för {told}, så avvikelserna i de ämnena gäller en mindre del av eleverna. Vad "
        "provfilen säger om de andra står i {t}.",
        told=list_sentences(told),
        t=where,
    ).claiming(counted)


def _read(run: Underlag, tables: Tables, arskurs: int) -> list[tuple[Prov, ShownCell]]:
    """The municipality's numbers of pupils with a provbetyg, test by test, those that there are."""
    if "np_resultat" not in tables:
        return []
    found = []
    for prov in PROV:
        if prov.arskurs != arskurs:
            continue
        cell = tables["np_resultat"].cell(
            indikator=f"np_resultat_{prov.suffix}",
            enhetstyp="kommun",
            lasar=run.parameters.lasar,
            kon="alla",
            svsva="alla",
            jamforelse="",
            kategori=_BADA,
        )
        if cell is not None and cell.status != "saknas":
            found.append((prov, cell))
    return found


def explain_lacking(run: Underlag, tables: Tables) -> Text | None:
    """What each kind of missing result means, in words; None where there is no such table."""
    if "np_resultat" not in tables:
        return None
    return Text(
        [
            compose(
                "Alla elever i betygsfilen räknas, också de som saknar provbetyg. Att en elev inte deltog "
                "betyder att något delprov inte gjordes. Ett förlorat resultat är ett prov som gjordes men "
                "vars resultat inte finns kvar. Ett ersättningsprov ger inget provbetyg. De tre slagen hålls "
                "isär."
            ),
            compose(
                "När provfilen inte har någon uppgift om en elev vet vi inte varför. Eleven kan saknas i "
                "filen. Vissa år har prov också gjorts digitalt och redovisats direkt till Skolverket, och "
                "då står resultaten inte i kommunens fil."
            ),
            join_sentences(
                [
                    compose(
                        "Elever utan provbetyg kan inte jämföras med sitt betyg. Om de skiljer sig från "
                        "andra elever blir bilden en annan än om alla hade haft provbetyg."
                    ),
                    _refer_to_schools(tables),
                ]
            ),
        ],
        ledord=("Slag av bortfall", "Ingen uppgift", "Varför det spelar roll"),
    )


def _refer_to_schools(tables: Tables) -> Sentence | None:
    arskurs = next((arskurs for arskurs in ARSKURSER if has_schools(tables, arskurs)), None)
    if arskurs is None:
        return None
    where = Reference(f"tab-np_skolor_ak{arskurs}")
    return compose("Därför står andelen utan provbetyg bredvid varje skolas avvikelse i {t}.", t=where)


def has_schools(tables: Tables, arskurs: int) -> bool:
    """Whether any school's net of all subjects may be shown."""
    if "np_relation_skolor" not in tables:
        return False
    cells = tables["np_relation_skolor"].cells(indikator=f"np_netto_ak{arskurs}", enhetstyp="skola")
    return any(cell.shown for cell in cells)
