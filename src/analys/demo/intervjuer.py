"""The demo municipality's interviews: coded statements for the workbook's sheet, all of them invented.

They tell the surveys' story: pupils feel safe, but lack calm in class; support comes late; homes are told
late how it goes. Nothing is drawn: the interviews are the same whatever the settings, only the schools
differ. A fifth of them are coded by a second person too, who mostly agrees. The quotations are such as may
be quoted; those that must be refused stand in tests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from analys.arbetsbok.blad import NEUTRAL, STYRKA, UTMANING
from analys.demo.installningar import Settings
from analys.demo.skolor import F6, F9, H79, Schools
from analys.lasar import from_var

ELEV, HEM, LARARE, HALSA, FRITIDS, REKTOR = (
    "elev",
    "vårdnadshavare",
    "lärare",
    "elevhälsa",
    "fritidspersonal",
    "rektor",
)
_SIGN = {"+": STYRKA, "-": UTMANING, "0": NEUTRAL}
_TEMA = {
    "trygg": "Trygghet",
    "ro": "Studiero",
    "motiv": "Motivation",
    "delakt": "Delaktighet",
    "stod": "Stöd",
    "hem": "Samverkan med hemmen",
    "narv": "Närvaro",
    "bed": "Bedömning",
    "mat": "Skolmat",
    "skjuts": "Skolskjuts",
}

# Interview, role, kind of school ("" for none), participants, and what the first coder found.
_INTERVJUER = (
    ("I01", ELEV, F6, 6, "trygg+ ro- stod+ mat0"),
    ("I02", ELEV, F6, 5, "trygg+ ro- delakt-"),
    ("I03", ELEV, F6, 6, "trygg+ motiv+ stod+"),
    ("I04", ELEV, H79, 6, "trygg+ ro- delakt- motiv-"),
    ("I05", ELEV, H79, 5, "ro- delakt- stod-"),
    ("I06", ELEV, H79, 7, "trygg- ro- motiv- bed-"),
    ("I07", ELEV, F9, 6, "trygg+ motiv+ delakt+"),
    ("I08", ELEV, F6, 5, "trygg+ ro- stod+"),
    ("I09", HEM, F6, 4, "trygg+ hem- stod-"),
    ("I10", HEM, H79, 5, "hem- stod- bed-"),
    ("I11", HEM, F6, 6, "trygg+ hem+"),
    ("I12", HEM, H79, 4, "hem- ro- narv0"),
    ("I13", HEM, "", 3, "stod- hem- skjuts-"),
    ("I14", LARARE, F6, 5, "trygg+ stod- ro-"),
    ("I15", LARARE, H79, 6, "ro- stod- narv-"),
    ("I16", LARARE, H79, 4, "ro- bed+ motiv-"),
    ("I17", LARARE, F9, 5, "trygg+ stod- bed+"),
    ("I18", LARARE, F6, 6, "trygg+ ro- hem+"),
    ("I19", HALSA, "", 3, "narv- stod- trygg+"),
    ("I20", HALSA, "", 4, "narv- stod+ ro-"),
    ("I21", FRITIDS, F6, 5, "trygg+ delakt+"),
    ("I22", FRITIDS, F6, 4, "trygg+ stod-"),
    ("I23", REKTOR, "", 1, "stod- narv- ro-"),
    ("I24", REKTOR, "", 1, "stod+ trygg+ hem-"),
)  # fmt: skip

# What the second coder found in a fifth of the interviews.
_ANDRA = {
    "I03": "trygg+ motiv+ stod+",
    "I06": "trygg- ro- motiv- bed0",
    "I10": "hem- stod-",
    "I15": "ro- stod- narv-",
    "I20": "narv- stod+ ro-",
}

_CITAT = {
    ("I01", "trygg"): "Det finns alltid en vuxen ute på rasten som man kan gå till.",
    ("I04", "ro"): "Det är svårt att tänka när alla pratar. Ibland får vi kanske 20 minuter med arbetsro.",
    ("I05", "delakt"): "Vi får säga vad vi tycker på klassrådet, men sen vet vi inte vad som händer med det.",
    ("I07", "motiv"): "När läraren berättar varför vi ska lära oss något blir det roligare.",
    ("I05", "stod"): "Man får hjälp om man frågar, men inte alla vågar fråga.",
    (
        "I10",
        "hem",
    ): "Vi får veta hur det går först på utvecklingssamtalet. Då är det sent att göra något.",
    ("I11", "trygg"): "Vårt barn går glatt till skolan, och personalen hör av sig när något har hänt.",
    ("I13", "stod"): "Det tog lång tid innan skolan satte in stöd, och vi fick driva på själva.",
    ("I15", "ro"): "Vi har regler för arbetsro, men vi följer dem olika i olika klassrum.",
    ("I17", "stod"): "Jag ser vilka elever som behöver mer, men tiden räcker inte till alla.",
    ("I21", "trygg"): "Barnen vågar mer när de känner oss från fritids.",
    ("I23", "stod"): "De tidiga insatserna når fler elever nu, men vi följer inte upp vad de ger.",
}


def rows(settings: Settings, schools: Schools) -> list[dict[str, object]]:
    """Rows of the sheet Intervjuer, in the interviews' order, the first coder's before the second's.

    Parameters
    ----------
    settings : Settings
    schools : Schools
        Interviews that belong to a school are spread over those of its kind that are open and not tiny.
    """
    places = {kind: _list_open(settings, schools, kind) for kind in (F6, H79, F9)}
    made = []
    for number, (name, role, kind, people, codes) in enumerate(_INTERVJUER):
        own = places.get(kind, [])
        lead: dict[str, object] = {
            "intervju": name,
            "lasar": from_var(settings.years[-1]),
            "roll": role,
            "skolenhet": own[number % len(own)] if own else None,
            "deltagare": people,
        }
        made += [lead | row for row in _code(name, codes, "A", _CITAT)]
        if name in _ANDRA:
            made += [lead | row for row in _code(name, _ANDRA[name], "B", {})]
    return made


def _code(
    name: str, codes: str, coder: str, quoted: Mapping[tuple[str, str], str]
) -> Iterable[dict[str, object]]:
    for code in codes.split():
        theme, sign = code[:-1], code[-1]
        said = quoted.get((name, theme))
        yield {
            "tema": _TEMA[theme],
            "hallning": _SIGN[sign],
            "utsaga": said,
            "citat": said is not None,
            "kodare": coder,
        }


def _list_open(settings: Settings, schools: Schools, kind: str) -> list[str]:
    """Codes of the kind's schools that are open in the last läsår, the tiny one left out."""
    return [
        code
        for place, (code, own, last) in enumerate(
            zip(schools.kod, schools.arskurser, schools.till_ar, strict=True)
        )
        if own == kind and last >= settings.years[-1] and place > 0
    ]
