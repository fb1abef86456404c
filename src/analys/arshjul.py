"""The municipal year: what to take out of which system, when and why then. Held as data, August first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from analys.contracts import LAYOUTS
from analys.lasar import FIRST_MONTH, parse_lasar, var

Day = tuple[int, int]


@dataclass(frozen=True)
class Syssla:
    """One thing to do every year.

    Parameters
    ----------
    nyckel : str
        Identifies it in a calendar, the same every year.
    nar : str
        When, as people say it.
    fran, till : tuple of int
        (month, day): the span that `nar` stands for in a calendar. Not a deadline.
    vad : str
        What to take out or do.
    varifran : str
        The system or site that has it.
    varfor : str
        Why then.
    kinds : tuple of str
        Kinds of input files that it becomes, keys of `analys.contracts.LAYOUTS`.
    till_fil : str
        What it becomes when that is no input file of the municipality's own.
    kalla : str
        Where the time is known from, when someone else decides it.
    """

    nyckel: str
    nar: str
    fran: Day
    till: Day
    vad: str
    varifran: str
    varfor: str
    kinds: tuple[str, ...] = ()
    till_fil: str = ""
    kalla: str = ""

    def dates(self, lasar: str) -> tuple[date, date]:
        """First and last day in a läsår.

        Examples
        --------
        >>> [day.isoformat() for day in ARSHJUL[0].dates("2026/27")]
        ['2026-08-17', '2026-08-31']
        """
        first, last = (_in_lasar(lasar, day) for day in (self.fran, self.till))
        return first, last


def _in_lasar(lasar: str, day: Day) -> date:
    spring = var(lasar)
    return date(spring - 1 if day[0] >= FIRST_MONTH else spring, *day)


SCB = "SCB skriver till skolorna i maj; sista insändningsdag var 18 juni 2017, 2018 och 2022."
PUBLICERINGSPLAN = "Skolverkets publiceringsplan 2019: {}."

ARSHJUL = (
    Syssla(
        "skolenheter",
        "Slutet av augusti",
        (8, 17),
        (8, 31),
        "Skolenheterna: nya, nedlagda, delade och omdöpta",
        "Skolverkets skolenhetsregister",
        "Läsåret har börjat. En kod som saknas i listan bryter skolans trend.",
        kinds=("skolenheter",),
    ),
    Syssla(
        "officiellt-ak9",
        "Slutet av september",
        (9, 24),
        (9, 30),
        "Vårens slutbetyg i årskurs 9 för riket, länet och andra kommuner",
        "Skolverket och Kolada",
        "Då publicerar Skolverket. Innan dess jämför rapporten med ett tidigare läsår och säger vilket.",
        till_fil="analys hamta skolverket och analys hamta kolada",
        kalla=PUBLICERINGSPLAN.format("26 september"),
    ),
    Syssla(
        "elevregister-ht",
        "Mitten av oktober",
        (10, 15),
        (10, 20),
        "Läsårets elever: årskurs, klass, skolenhet och bakgrund",
        "Elevregistret, till exempel IST eller Vklass",
        "Skolverkets elevstatistik gäller den 15 oktober, så antalen går att jämföra.",
        kinds=("elevregister",),
        kalla="Skolverkets publiceringsplan 2018: elever per den 15 oktober.",
    ),
    Syssla(
        "uppfoljning-oktober",
        "Slutet av oktober",
        (10, 24),
        (10, 31),
        "Frånvaron hittills, första uppföljningen av fyra",
        "Frånvarosystemet, till exempel Skola24 eller Vklass",
        "Hög frånvaro går att bryta tidigt. Ta ut minuter, inte bara procent.",
        kinds=("franvaro",),
    ),
    Syssla(
        "officiellt-ak6",
        "Slutet av oktober",
        (10, 24),
        (10, 31),
        "Vårens terminsbetyg i årskurs 6 för riket och andra kommuner",
        "Skolverket och Kolada",
        "Då publicerar Skolverket.",
        till_fil="analys hamta skolverket och analys hamta kolada",
        kalla=PUBLICERINGSPLAN.format("24 oktober"),
    ),
    Syssla(
        "officiellt-np",
        "Slutet av november",
        (11, 26),
        (11, 30),
        "Vårens nationella prov, och relationen mellan prov och slutbetyg",
        "Skolverket",
        "Då publicerar Skolverket, i tid för resultatdagarna.",
        till_fil="analys hamta skolverket",
        kalla=PUBLICERINGSPLAN.format("28 november"),
    ),
    Syssla(
        "resultatdagar",
        "December",
        (12, 1),
        (12, 15),
        "Rapporten till resultatdagarna med nämnden",
        "analys rapport",
        "Nu finns vårens officiella siffror att jämföra med, och nämnden kan besluta om nästa år.",
        till_fil="genomlysning.html och genomlysning.pdf",
    ),
    Syssla(
        "uppfoljning-januari",
        "Mitten av januari",
        (1, 11),
        (1, 17),
        "Höstterminens frånvaro och terminsbetyg, andra uppföljningen",
        "Frånvarosystemet och betygssystemet",
        "Höstterminen är avslutad. Terminsbetygen sparar du för egen uppföljning; rapporten läser vårens.",
        kinds=("franvaro",),
    ),
    Syssla(
        "enkater",
        "Mars, vartannat år",
        (3, 1),
        (3, 31),
        "Enkätsvaren: Skolenkäten i årskurs 5 och 8, och kommunens egen enkät",
        "Skolinspektionen och kommunens enkätverktyg",
        "Varje huvudman deltar i Skolenkäten vartannat år. Beskriv frågorna medan någon minns koderna.",
        kinds=("enkat_svar", "enkat_utskick", "enkat_fragor", "enkat_index"),
        kalla="Skolinspektionen: Skolenkäten 2024 öppnade den 22 januari och pågick i fyra till sex veckor.",
    ),
    Syssla(
        "uppfoljning-mars",
        "Slutet av mars",
        (3, 24),
        (3, 31),
        "Vårterminens frånvaro hittills, tredje uppföljningen",
        "Frånvarosystemet, till exempel Skola24 eller Vklass",
        "Det finns tid att sätta in stöd före betygen.",
        kinds=("franvaro",),
    ),
    Syssla(
        "skyddade",
        "Slutet av maj",
        (5, 24),
        (5, 31),
        "Elever med skyddade personuppgifter",
        "Elevregistret, av den som har behörighet",
        "Listan ska stämma innan vårens filer läses. Den stannar på din dator.",
        kinds=("skyddade",),
    ),
    Syssla(
        "betyg",
        "Mitten av juni",
        (6, 10),
        (6, 17),
        "Slutbetyg i årskurs 9 och terminsbetyg i årskurs 6: filerna som skolorna lämnar till SCB",
        "Betygssystemet, till exempel IST eller Vklass",
        "Ta ut dem innan elever som slutar rensas ur systemet. En fil per skola; en omsänd fil ersätter.",
        kinds=("slutbetyg_ak9", "betyg_ak6"),
        kalla=SCB,
    ),
    Syssla(
        "bedomning",
        "Mitten av juni",
        (6, 10),
        (6, 17),
        "Lärarnas bedömning i årskurs 3: vilka elever som når kriterierna i svenska och matematik",
        "Lärplattformen, eller en lista från varje rektor",
        "I årskurs 3 finns inga betyg. Bedömningen går att jämföra med de nationella proven.",
        kinds=("bedomning_ak3",),
    ),
    Syssla(
        "np",
        "Mitten av juni",
        (6, 10),
        (6, 17),
        "Nationella prov i årskurs 3, 6 och 9: filerna som skolorna lämnar till SCB",
        "Provsystemet eller betygssystemet",
        "Prov som gjordes digitalt kan saknas i filerna. Fråga skolorna medan lärarna är kvar.",
        kinds=("np_ak3", "np_ak6", "np_ak9"),
        kalla=SCB,
    ),
    Syssla(
        "lasaret",
        "Mitten av juni",
        (6, 10),
        (6, 17),
        "Hela läsårets frånvaro, fjärde uppföljningen, och elevregistret en gång till",
        "Frånvarosystemet och elevregistret",
        "Nu finns båda terminerna, och de som slutar är ännu kvar i registret.",
        kinds=("franvaro", "elevregister"),
    ),
)
"""The year's tasks in order, from August."""


def describe_files(syssla: Syssla) -> str:
    """What a task becomes, as the user knows it.

    Examples
    --------
    >>> describe_files(next(syssla for syssla in ARSHJUL if syssla.nyckel == "betyg"))
    'slutbetyg_ak9.csv och betyg_ak6.csv'
    """
    files = [f"{kind}.csv" for kind in syssla.kinds] or [syssla.till_fil]
    return files[0] if len(files) == 1 else f"{', '.join(files[:-1])} och {files[-1]}"


def describe_columns(kind: str) -> str:
    """The columns of a kind: by name where the file is made for this program, else whose form it has.

    Examples
    --------
    >>> describe_columns("skyddade")
    'skyddade.csv: PersonNr'
    >>> describe_columns("np_ak3")
    'np_ak3.csv: 35 kolumner enligt SCB:s filbeskrivning'
    """
    layout = LAYOUTS[kind]
    if layout.sheet:
        return f"{kind}.csv: {len(layout.columns)} kolumner enligt SCB:s filbeskrivning"
    return f"{kind}.csv: {', '.join(layout.names)}"


def write_calendar(lasar: str) -> str:
    """The year of a läsår as an iCalendar file (RFC 5545), the same bytes whenever it is written.

    Parameters
    ----------
    lasar : str
        "2026/27" or "2026-27".
    """
    lasar = parse_lasar(lasar)
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//genomlysning//arshjul//SV", "CALSCALE:GREGORIAN"]
    for syssla in ARSHJUL:
        lines += _event(syssla, lasar)
    return "".join(_fold(line) for line in [*lines, "END:VCALENDAR"])


def _event(syssla: Syssla, lasar: str) -> list[str]:
    first, last = syssla.dates(lasar)
    stamp = _in_lasar(lasar, (FIRST_MONTH, 1))
    text = (
        f"Ur: {syssla.varifran}\nBlir: {describe_files(syssla)}\nVarför då: {syssla.varfor}\n"
        f"Tiden är ungefärlig. {syssla.kalla}"
    )
    return [
        "BEGIN:VEVENT",
        f"UID:{syssla.nyckel}-{lasar.replace('/', '-')}@genomlysning",
        f"DTSTAMP:{stamp:%Y%m%d}T000000Z",
        f"DTSTART;VALUE=DATE:{first:%Y%m%d}",
        f"DTEND;VALUE=DATE:{date.fromordinal(last.toordinal() + 1):%Y%m%d}",
        f"SUMMARY:{_escape(syssla.vad)}",
        f"DESCRIPTION:{_escape(text.strip())}",
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
    ]


def _escape(text: str) -> str:
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        text = text.replace(plain, escaped)
    return text


def _fold(line: str) -> str:
    """One content line with its line ends: at most 75 octets, then a new line that begins with a space."""
    pieces, width = [""], 0
    for character in line:
        size = len(character.encode("utf-8"))
        if width + size > 75:
            pieces.append(" ")
            width = 1
        pieces[-1] += character
        width += size
    return "\r\n".join(pieces) + "\r\n"
