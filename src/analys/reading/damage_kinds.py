"""Damage that Excel and people do to cells, by name: how to know it, what has happened, how to avoid it.

A declared table. The tests look only at cells that a check has found wrong already, and at the distinct
values of free text, so that a sound file costs next to nothing. The first damage that fits names the cell.
"""

from __future__ import annotations

from types import MappingProxyType

import pandas as pd

from analys.contracts import Column
from analys.reading.damage import (
    SKADA,
    Damage,
    contains,
    is_dash,
    is_letter_for_digit,
    is_lower_case,
    is_old_scale,
    matches,
)

PERSONNUMMER = ("personnummer", "fodelsedatum", "kontrollsiffra")
TAL = ("heltal", "kod")
TEXT = (SKADA,)

EXCEL = "Ta ut filen på nytt och lägg den i mappen utan att öppna den i Excel."
SKRIV_OM = "Rätta i skolans system och ta ut filen på nytt."
MANAD = "(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
DATUM = rf"[0-9]{{1,2}}-{MANAD}|{MANAD}-[0-9]{{2}}|[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?:[ T][0-9:.]+)?"
EXPONENT = r"[0-9](?:[.,][0-9]+)?[eE]\+?[0-9]{1,2}"
# UTF-8 read as Windows-1252 (Ã¥), a lost character (U+FFFD), and the letters of DOS read as Windows-1252.
FEL_TECKEN = r"[ÃÂ][\u0080-\u00bf–—‘’‚“”„†‡•…‰‹›€™œžŸŠŒŽšˆ˜ƒ]|\ufffd|[^\W\d_][†„”][^\W\d_]"

DAMAGES = (
    Damage(
        "teckenkodning",
        "Bokstäverna å, ä och ö har blivit andra tecken.",
        "Filen har sparats i en teckenkodning och lästs i en annan. Ta ut den på nytt som UTF-8 eller "
        "Windows-1252 (ANSI) och spara inte om den i ett annat program.",
        (),
        contains(FEL_TECKEN),
    ),
    Damage(
        "excelfel",
        "Cellen har ett felvärde från Excel, som #N/A, #REF! eller #####.",
        f"En formel eller en för smal kolumn har gjort att värdet gått förlorat. {EXCEL}",
        (),
        matches(r"#{2,}|#N/A|#[A-ZÅÄÖ]+(?:/0)?[!?]"),
        kept=True,
    ),
    Damage(
        "textmarkering",
        'Värdet står inom ="…" eller efter en apostrof.',
        "Så tvingas Excel att läsa ett värde som text, men tecknen hör inte till värdet. Ta ut filen på nytt "
        "utan den markeringen.",
        (),
        matches('=".*"|[\'’´`].*'),
        kept=True,
    ),
    Damage(
        "formel",
        "Cellen börjar som en formel, med =, + eller @.",
        "Ett kalkylprogram skulle räkna ut den i stället för att visa den. Ta bort tecknet i skolans system "
        "och ta ut filen på nytt.",
        (),
        matches(r"[=+@](?s:.*)"),
        kept=True,
    ),
    Damage(
        "pnr_exponent",
        "Personnumret har blivit ett avrundat tal, som 2,01E+11.",
        f"Det händer när filen öppnas och sparas i Excel. Siffrorna går inte att få tillbaka. {EXCEL}",
        PERSONNUMMER,
        matches(EXPONENT),
    ),
    Damage(
        "pnr_avrundat",
        "Personnumrets sista siffror har blivit nollor.",
        "Det händer när ett personnummer som Excel har avrundat, som 2,01E+11, görs om till ett helt tal. "
        f"Siffrorna går inte att få tillbaka. {EXCEL}",
        PERSONNUMMER,
        matches("(?:19|20)[0-9]{1,5}0{5,9}"),
    ),
    Damage(
        "pnr_decimal",
        "Personnumret har fått decimaler, som 201001012384.0.",
        "Det händer när numret läses in som ett tal i Excel eller i ett skript. Ta ut filen på nytt med "
        "personnumret som text.",
        PERSONNUMMER,
        matches("[0-9]{6,12}[.,]0+"),
    ),
    Damage(
        "pnr_streck",
        "Personnumret har bindestreck eller mellanslag.",
        f"Skriv tolv tecken i följd: ååååmmddxxxx eller ååååmmddTFxx. {SKRIV_OM}",
        PERSONNUMMER,
        matches("[0-9]{8}[-–—+ ](?:[0-9]{4}|TF[0-9]{2})"),
    ),
    Damage(
        "pnr_sekel",
        "Personnumret saknar århundrade.",
        "Skriv födelseåret med fyra siffror: ååååmmddxxxx. Välj personnummer med tolv tecken när du tar ut "
        "filen.",
        PERSONNUMMER,
        matches("[0-9]{6}[-–—+ ]?(?:[0-9]{4}|TF[0-9]{2})"),
    ),
    Damage(
        "pnr_kort",
        "Personnumret har förlorat siffror.",
        "Det händer när Excel tar bort inledande nollor, eller när en siffra fallit bort i skolans system. "
        f"Personnummer har tolv tecken. {EXCEL}",
        PERSONNUMMER,
        matches("[0-9]{7,9}|[0-9]{11}|[0-9]{3,5}-[0-9]{4}"),
    ),
    Damage(
        "skolenhet_exponent",
        "Skolenhetskoden har blivit ett avrundat tal, som 1,23E+07.",
        f"Det händer när filen öppnas och sparas i Excel. {EXCEL}",
        ("skolenhet",),
        matches(EXPONENT),
    ),
    Damage(
        "skolenhet_nollor",
        "Skolenhetskoden har förlorat siffror.",
        f"Skolenhetskoden har åtta siffror; Excel tar bort inledande nollor. {EXCEL}",
        ("skolenhet",),
        matches("[0-9]{4,7}"),
    ),
    Damage(
        "text_datum",
        "Texten har blivit ett datum: 7-9 blir 07-sep eller 2026-09-07 i Excel.",
        f"Det händer när filen öppnas och sparas i Excel. {EXCEL}",
        (*TEXT, "lasar"),
        matches(DATUM),
        kept=True,
    ),
    Damage(
        "text_exponent",
        "Texten har blivit ett tal: 9E1 blir 9,00E+01 i Excel.",
        f"Det händer när filen öppnas och sparas i Excel. {EXCEL}",
        TEXT,
        matches(r"[0-9](?:[.,][0-9]+)?E[+-][0-9]{1,3}"),
        kept=True,
    ),
    Damage(
        "tal_datum",
        "Talet har blivit ett datum: 12.5 blir 12-maj eller 2026-05-12 i Excel.",
        f"Det händer när filen öppnas i ett Excel som har decimalkomma. {EXCEL}",
        TAL,
        matches(DATUM),
    ),
    Damage(
        "tal_exponent",
        "Talet har blivit avrundat, som 1,2E+04.",
        f"Det händer när filen öppnas och sparas i Excel. {EXCEL}",
        TAL,
        matches(EXPONENT),
    ),
    Damage(
        "tusental",
        "Talet har mellanslag, punkt eller komma mellan tusentalen.",
        "Skriv siffrorna i följd, 20000 och inte 20 000. Ta bort talformatet i systemet som filen tas ut ur.",
        ("heltal", "skolenhet"),
        matches("[0-9]{1,3}(?:[ \u00a0\u2009\u202f.,'’][0-9]{3})+"),
    ),
    Damage(
        "decimaler",
        "Talet har decimaler som bara är nollor, som 2,0.",
        "Det händer när koden läses in som ett tal i Excel eller i ett skript. Ta ut filen på nytt med hela "
        "tal.",
        (*TAL, "skolenhet"),
        matches("[0-9]+[.,]0+"),
    ),
    Damage(
        "timmar",
        "Tiden är skriven som timmar och minuter.",
        "Skriv hela minuter, 90 och inte 1:30.",
        ("heltal",),
        matches("[0-9]+:[0-9]{2}(?::[0-9]{2})?"),
    ),
    Damage(
        "procent",
        "Värdet är en andel i procent.",
        "Skriv antal minuter, inte andelen av tiden.",
        ("heltal",),
        matches("[0-9]+(?:[.,][0-9]+)? ?%"),
    ),
    Damage(
        "sant_falskt",
        "Koden har blivit SANT eller FALSKT.",
        f"Det händer i Excel och i skript. Skriv 1 för ja och 0 för nej. {SKRIV_OM}",
        TAL,
        matches("(?i:sant|falskt|true|false)"),
    ),
    Damage(
        "gammal_betygsskala",
        "Betyget hör till den gamla skalan, IG–MVG.",
        "Skalan A–F har ersatt den, och de gamla betygen går inte att räkna ihop med de nya. Kontrollera att "
        "filen är från rätt läsår.",
        ("kod",),
        is_old_scale,
    ),
    Damage(
        "streck",
        "Betyget är ett skrivet streck.",
        f"Streck skrivs med koden 9 i SCB:s filer. {SKRIV_OM}",
        ("kod",),
        is_dash,
    ),
    Damage(
        "gemener",
        "Koden är skriven med små bokstäver.",
        f"Skriv stora bokstäver, A och inte a. {SKRIV_OM}",
        ("kod", *PERSONNUMMER),
        is_lower_case,
    ),
    Damage(
        "bokstav_for_siffra",
        "Värdet har bokstaven O, I eller l i stället för siffran 0 eller 1.",
        SKRIV_OM,
        (*TAL, *PERSONNUMMER, "skolenhet"),
        is_letter_for_digit,
    ),
    Damage(
        "datum_tid",
        "Datumet har ett klockslag efter sig.",
        "Skriv bara datumet, åååå-mm-dd. Ta ut filen på nytt utan att spara om den i Excel eller ett skript.",
        ("datum",),
        matches("[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]+)?)?Z?"),
    ),
    Damage(
        "datum_serienummer",
        "Datumet har blivit ett tal: 2026-06-15 blir 46188 i Excel.",
        f"Det händer när kolumnen har talformat i Excel. {EXCEL}",
        ("datum",),
        matches("[345][0-9]{4}(?:[.,][0-9]+)?"),
    ),
    Damage(
        "osynligt",
        "Värdet har osynliga tecken.",
        f"De följer ofta med när text klistras in från en webbsida eller ett dokument. {SKRIV_OM}",
        (*TAL, *PERSONNUMMER, "skolenhet", "datum", "lasar"),
        contains("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]"),
    ),
)

BY_KOD = MappingProxyType({damage.kod: damage for damage in DAMAGES})


def name_damage(
    values: pd.Series, check: str, codes: tuple[str, ...] = (), *, kept: bool = True
) -> pd.Series:
    """Code of the damage per value, "" where none fits.

    Parameters
    ----------
    values : Series of str
        Cells; each distinct value is tested once.
    check : str
        The check that the cells have failed, or `SKADA` for free text.
    codes : tuple of str
        Codes that the column allows.
    kept : bool
        False for text that is dropped when loading.

    Examples
    --------
    >>> name_damage(pd.Series(["2,01E+11", "100315-9807", "x"], dtype="str"), "personnummer").tolist()
    ['pnr_exponent', 'pnr_sekel', '']
    """
    places, unique = pd.factorize(values)
    distinct = pd.Series(unique, dtype="str")
    names = pd.Series("", index=distinct.index, dtype="str")
    for damage in DAMAGES:
        if (not damage.checks or check in damage.checks) and (kept or not damage.kept):
            fits = damage.find(distinct, codes)
            if fits.any():
                names = names.mask((names == "") & fits, damage.kod)
    return names.take(places).set_axis(values.index)


def is_sound(values: pd.Series, column: Column) -> pd.Series:
    """True where free text shows no damage.

    Examples
    --------
    >>> klass = Column("Klass", max_length=25)
    >>> is_sound(pd.Series(["9A", "07-sep", "BjÃ¶rk", "=1+1", "7-9"], dtype="str"), klass).tolist()
    [True, False, False, False, True]
    """
    return name_damage(values, SKADA, kept=bool(column.processed_name)) == ""
