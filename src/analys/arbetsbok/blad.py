"""The sheets of the municipality's own workbook: what people fill in, declared once.

The template, the reading of Excel and YAML, the help texts and the messages all derive from these
declarations. A new sheet, or a new column, is declared here and read where it is used.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

Form = Literal["text", "kod", "heltal", "tal", "janej", "val", "datum", "lasar", "period"]

STYRKA, UTMANING, NEUTRAL = "styrka", "utmaning", "neutral"
KORT, LANG = "kort", "lång"
NIVAER = ("politik", "förvaltning", "rektorer", "professioner")
GRUPPER = ("alla", "flickor", "pojkar", "sv", "sva")
ROLLER = ("elev", "vårdnadshavare", "lärare", "elevhälsa", "fritidspersonal", "rektor", "annan")
MINST, HOGST = "minst", "högst"
BATTRE = ("högre", "lägre", "varken")
MATTENHETER = ("procent", "per hundra", "antal")
RUTOR = ("rektors analys", "orsaker", "nästa steg", "ansvarig")
"""Boxes of a school's dialog edition."""


@dataclass(frozen=True)
class Kolumn:
    """One column of a sheet.

    Parameters
    ----------
    namn : str
        ASCII name, the key in YAML and in the rows that are read.
    rubrik : str
        Heading in the workbook.
    hjalp : str
        What to write there, in Swedish; stands as the heading's comment in the template.
    form : {"text", "kod", "heltal", "tal", "janej", "val", "datum", "lasar", "period"}
        What a filled cell holds. "kod" is a skolenhetskod; "period" a läsår, a termin ("VT 2026") or a
        calendar year ("2025").
    kravs : bool
        True when no row may leave it blank.
    val : tuple of str
        Allowed values of the form "val"; the template offers them as a list.
    """

    namn: str
    rubrik: str
    hjalp: str
    form: Form = "text"
    kravs: bool = False
    val: tuple[str, ...] = ()


@dataclass(frozen=True)
class Blad:
    """One sheet.

    Parameters
    ----------
    namn : str
        ASCII name; also of the YAML file that may hold the same rows, `<namn>.yml`.
    rubrik : str
        Name of the sheet.
    hjalp : str
        What the sheet is for, in Swedish.
    kolumner : tuple of Kolumn
    nyckel : tuple of str
        Columns that no two rows may share; () where rows may repeat.
    """

    namn: str
    rubrik: str
    hjalp: str
    kolumner: tuple[Kolumn, ...]
    nyckel: tuple[str, ...] = ()


_MATT = (
    "Måttets kod eller namn, som i rapportens definitioner, till exempel meritvarde_17 eller ett lokalt mått."
)
_FYND = "Fyndets nyckel, som den står i kapitlet Slutsatser, till exempel trend/meritvarde_17."

_BLAD = (
    Blad(
        "skolor",
        "Skolor",
        "Skolenheterna och hur de ska heta i rapporten. En rad per skolenhet.",
        (
            Kolumn("skolenhet", "Skolenhetskod", "Åtta siffror.", "kod", kravs=True),
            Kolumn("namn", "Skola", "Skolans namn, till kontroll.", kravs=True),
            Kolumn("visas_som", "Visas som", "Namn i rapporten. Tomt ger skolans namn."),
        ),
        ("skolenhet",),
    ),
    Blad(
        "malvarden",
        "Målvärden",
        "Mål som nämnden har satt. Rapporten ställer utfallet bredvid.",
        (
            Kolumn("matt", "Mått", _MATT, kravs=True),
            Kolumn("grupp", "Grupp", "Vilka elever. Tomt betyder alla.", "val", val=GRUPPER),
            Kolumn("lasar", "Läsår", "Läsåret som målet gäller, till exempel 2025/26.", "lasar", kravs=True),
            Kolumn("mal", "Målvärde", "Talet, i måttets enhet.", "tal", kravs=True),
            Kolumn(
                "riktning",
                "Riktning",
                "Om utfallet ska vara minst eller högst målet.",
                "val",
                val=(MINST, HOGST),
            ),
            Kolumn("kalla", "Beslutat i", "Var målet är beslutat, till exempel Mål och budget."),
        ),
        ("matt", "grupp", "lasar"),
    ),
    Blad(
        "atgarder",
        "Åtgärder",
        "Förslag till beslut. Varje åtgärd knyts till ett fynd och ett mått som visar om den har hjälpt.",
        (
            Kolumn("atgard", "Åtgärd", "Vad som ska göras, i en mening.", kravs=True),
            Kolumn("sikt", "Sikt", "Hur lång tid åtgärden tar.", "val", kravs=True, val=(KORT, LANG)),
            Kolumn("niva", "Nivå", "Vem som beslutar om åtgärden.", "val", kravs=True, val=NIVAER),
            Kolumn("ansvarig", "Ansvarig roll", "En roll, aldrig ett namn.", kravs=True),
            Kolumn("fynd", "Fynd", _FYND, kravs=True),
            Kolumn("matt", "Mått", _MATT, kravs=True),
            Kolumn("mal", "Målvärde", "Talet som ska nås, i måttets enhet.", "tal"),
            Kolumn("uppfoljning", "Följs upp", "Datum, åååå-mm-dd.", "datum", kravs=True),
            Kolumn(
                "lage",
                "Läge",
                "Hur långt åtgärden har kommit.",
                "val",
                val=("ny", "pågår", "klar", "avslutad"),
            ),
        ),
    ),
    Blad(
        "fasta_fynd",
        "Fästa fynd",
        "Fynd som ska stå med bland de viktigaste, fast gruppen är liten. Skälet syns i rapporten.",
        (
            Kolumn("fynd", "Fynd", _FYND, kravs=True),
            Kolumn("skal", "Skäl", "Varför fyndet ska stå med, i en mening.", kravs=True),
        ),
        ("fynd",),
    ),
    Blad(
        "rattelser",
        "Rättelser",
        "Fel i filerna, med rätt värde och skäl.",
        (
            Kolumn("slag", "Slag", "Vilken sorts fil, till exempel slutbetyg_ak9.", kravs=True),
            Kolumn("lasar", "Läsår", "Till exempel 2025/26.", "lasar", kravs=True),
            Kolumn("elev", "Elev", "Elevens personnummer, som det står i filen."),
            Kolumn("skolenhet", "Skolenhet", "Skolenhetskod, åtta siffror."),
            Kolumn("fil", "Fil", "Filens namn, om bara den filen är fel."),
            Kolumn("kolumn", "Kolumn", "Kolumnen som är fel."),
            Kolumn("fran", "Från", "Värdet som står där nu."),
            Kolumn("till", "Till", "Rätt värde."),
            Kolumn("ta_bort", "Ta bort", "Ja när hela raden ska bort."),
            Kolumn("skal", "Skäl", "Varför. Skälet står i rapporten.", kravs=True),
            Kolumn(
                "forvantat", "Förväntat", "Hur många celler eller rader som rättelsen träffar.", kravs=True
            ),
        ),
    ),
    Blad(
        "intervjuer",
        "Intervjuer",
        "Kodade utsagor ur intervjuer och öppna svar. En rad per utsaga. Skriv aldrig namn.",
        (
            Kolumn("intervju", "Intervju", "Intervjuns beteckning, till exempel I07.", kravs=True),
            Kolumn("roll", "Roll", "Vem som intervjuades.", "val", kravs=True, val=ROLLER),
            Kolumn(
                "skolenhet",
                "Skolenhetskod",
                "Åtta siffror. Tomt när intervjun inte hör till en skola.",
                "kod",
            ),
            Kolumn("deltagare", "Deltagare", "Hur många som deltog i intervjun.", "heltal"),
            Kolumn("tema", "Tema", "Temat i kodboken, till exempel trygghet.", kravs=True),
            Kolumn(
                "hallning",
                "Hållning",
                "Hur den som talar ser på temat.",
                "val",
                kravs=True,
                val=(STYRKA, UTMANING, NEUTRAL),
            ),
            Kolumn("utsaga", "Utsaga", "Vad som sades, ordagrant eller sammanfattat."),
            Kolumn("citat", "Får citeras", "Ja när utsagan är ordagrann och får stå i rapporten.", "janej"),
            Kolumn(
                "kodare", "Kodare", "Vem som kodade, till exempel A. Behövs när två kodar samma intervju."
            ),
            Kolumn(
                "lasar", "Läsår", "Läsåret då intervjun gjordes, till exempel 2025/26.", "lasar", kravs=True
            ),
        ),
    ),
    Blad(
        "kommentarer",
        "Kommentarer",
        "Kommunens eller rektors egna ord till ett kapitel.",
        (
            Kolumn("kapitel", "Kapitel", "Kapitlets namn, till exempel trend eller franvaro.", kravs=True),
            Kolumn(
                "skolenhet", "Skolenhetskod", "Åtta siffror, i en skolas arbetsmaterial. Annars tomt.", "kod"
            ),
            Kolumn(
                "ruta",
                "Ruta",
                "Vilken ruta i skolans arbetsmaterial. Tomt för kommunens kommentar.",
                "val",
                val=RUTOR,
            ),
            Kolumn("lasar", "Läsår", "Läsåret som texten gäller.", "lasar"),
            Kolumn("text", "Text", "Löpande text.", kravs=True),
        ),
    ),
    Blad(
        "matt",
        "Mått",
        "Vad de lokala måtten betyder. En rad per mått.",
        (
            Kolumn("matt", "Mått", "Måttets namn, som i bladet Lokala mått.", kravs=True),
            Kolumn("definition", "Definition", "Hur måttet räknas, i en mening.", kravs=True),
            Kolumn(
                "mattenhet",
                "Måttenhet",
                "Vad måttet mäts i.",
                "val",
                kravs=True,
                val=MATTENHETER,
            ),
            Kolumn("battre", "Bättre är", "Vilken riktning som är önskad.", "val", val=BATTRE),
            Kolumn(
                "delta",
                "Skillnad som spelar roll",
                "Minsta skillnad som spelar roll, i måttets enhet. Tomt betyder rapportens gräns för andelar "
                "och varje skillnad för antal.",
                "tal",
            ),
            Kolumn("verksamhet", "Verksamhet", "Till exempel förskola eller fritidshem."),
            Kolumn("omrade", "Område", "Till exempel trygghet eller kunskaper."),
            Kolumn("namnare", "Nämnaren är", "Vad nämnaren räknar, till exempel elever."),
            Kolumn(
                "personer",
                "Räknar personer",
                "Nej när varken täljare eller nämnare är barn eller elever.",
                "janej",
            ),
        ),
        ("matt",),
    ),
    Blad(
        "lokala_matt",
        "Lokala mått",
        "Kommunens egna uppgifter, till exempel om förskola, åtgärdsprogram och kränkningsanmälningar.",
        (
            Kolumn("matt", "Mått", "Måttets namn.", kravs=True),
            Kolumn(
                "period",
                "Period",
                "Läsår, termin eller år: 2025/26, VT 2026 eller 2025.",
                "period",
                kravs=True,
            ),
            Kolumn("enhet", "Enhet", "Skolenhetskod eller enhetens namn. Tomt för hela kommunen."),
            Kolumn("grupp", "Grupp", "Vilka barn eller elever. Tomt betyder alla.", "val", val=GRUPPER),
            Kolumn("taljare", "Täljare", "Hur många det gäller.", "heltal", kravs=True),
            Kolumn("namnare", "Nämnare", "Av hur många. Tomt för ett antal.", "heltal"),
        ),
        ("matt", "period", "enhet", "grupp"),
    ),
)

BLAD: Mapping[str, Blad] = MappingProxyType({blad.namn: blad for blad in _BLAD})
"""Sheets by their ASCII name, in the workbook's order."""
