"""Files in the form of Skolverket's exports, made by hand, and the two real ones beside the project."""

from __future__ import annotations

from pathlib import Path

UNDERLAG = Path(__file__).resolve().parents[3] / "shared" / "underlag" / "skolverket"
SLUTBETYG = "slutbetyg_ak9_samtliga_2024-25_skolenhet.csv"
NP_RELATION = "np_relation_ak9_2023-24_skolniva_UTDRAG.csv"

SLUTBETYG_HEADER = (
    "Skola;Skol-enhetskod;Skolkommun;Kommun-kod;Typ av huvudman;Huvudman;Huvudman orgnr;Antal elever;"
    "Andel (%) elever som uppfyllt betygskriterierna i alla ämnen;"
    "Andel (%) elever behöriga till yrkesprog.;Genomsnittligt meritvärde (17 ämnen)"
)
SLUTBETYG_TITLE = "Grundskola - Slutbetyg årskurs 9, samtliga elever"
NP_TITLE = (
    "Grundskola - Relationen mellan nationella prov och slutbetyg årskurs 9, svenska/svenska som"
    " andraspråk, matematik och engelska"
)
BEHORIGHET_TITLE = "Grundskola - Behörighet till gymnasieskolan, fr.o.m. 2011"
UNIT = "Norra skolan;12345678;Ale;1440;Kommunal;Ale kommun;2120001439"
NOTES = (
    "\n;;;\nRapportbeskrivning och definitioner etc.;;;\nAntal elever;Antal elever som har avslutat åk 9;;"
)


def make_export(
    *rows: str,
    title: str = SLUTBETYG_TITLE,
    header: str = SLUTBETYG_HEADER,
    lasar: str = "2024/25",
    preamble: str = "\n",
    notes: str = NOTES,
) -> bytes:
    """An export; a row that begins with ";" gets `UNIT` before it."""
    lines = [f"{UNIT}{row}" if row.startswith(";") else row for row in rows]
    text = (
        f"Statistik från Skolverket, https://www.skolverket.se\n\n{title}\nValt läsår: {lasar}\n{preamble}"
        f"{header}\n" + "\n".join(lines) + notes + "\n"
    )
    return text.encode("utf-8-sig")
