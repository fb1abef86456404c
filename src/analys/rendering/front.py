"""The document's head and title block, from the run's parameters."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.resources import files

from analys.parameters import RunParameters
from analys.rendering.markup import Element, make

MONTHS = {
    **{1: "januari", 2: "februari", 3: "mars", 4: "april", 5: "maj", 6: "juni"},
    **{7: "juli", 8: "augusti", 9: "september", 10: "oktober", 11: "november", 12: "december"},
}
POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
INVENTED = "9999"
INVENTED_NOTE = "Exempelkommun är påhittad. Alla elever, skolor och jämförelsetal är simulerade."
DRAFT_NOTE = "Utkast. Innehållet är inte fastställt och kan komma att ändras."
INTERNAL = "Arbetsmaterial, inte för publicering"
INTERNAL_NOTE = (
    "Arbetsmaterial, inte för publicering. Materialet är till för skolans eget samtal om kvalitet och ska "
    "inte spridas vidare."
)
TONES = (0.10, 0.20, 0.32, 0.45)
"""Shares of the report's colour in shaded cells, light to dark; black text is read on all (4.5:1)."""


@dataclass(frozen=True)
class Front:
    """What the title block says beside the parameters.

    Parameters
    ----------
    kommunnamn : str
        Name of the municipality as it is written on the title page.
    logotyp : str
        The logotype as a data URI, "" for none.
    skolnamn : str
        Name of the school that the report is of, "" for the whole municipality.
    """

    kommunnamn: str
    logotyp: str = ""
    skolnamn: str = ""

    @property
    def namn(self) -> str:
        """Whom the report is of."""
        return f"{self.skolnamn}, {self.kommunnamn}" if self.skolnamn else self.kommunnamn


def make_mark(parameters: RunParameters) -> str:
    """What stands on every page of what is not decided, "" on what is.

    Examples
    --------
    >>> make_mark(RunParameters())
    'UTKAST'
    >>> make_mark(RunParameters(skola="99990001", utgava="dialog"))
    'Arbetsmaterial, inte för publicering'
    """
    if parameters.utgava == "dialog":
        return INTERNAL
    return "UTKAST" if parameters.status == "utkast" else ""


def format_date(date: str) -> str:
    """A date in Swedish.

    Examples
    --------
    >>> format_date("2026-10-01")
    '1 oktober 2026'
    """
    year, month, day = date.split("-")
    return f"{int(day)} {MONTHS[int(month)]} {year}"


def mix_with_white(colour: str, share: float) -> str:
    """A tint: `share` of the colour, the rest white.

    Examples
    --------
    >>> mix_with_white("#000000", 0.5)
    '#808080'
    """
    channels = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return "#" + "".join(f"{int(255 - (255 - c) * share + 0.5):02x}" for c in channels)


def make_head(parameters: RunParameters, front: Front) -> Element:
    """The <head>: title, metadata that the PDF also reads, and the style sheet."""
    title = f"{parameters.titel} {parameters.lasar} – {front.namn}"
    named = {
        "viewport": "width=device-width, initial-scale=1",
        "author": front.kommunnamn,
        "description": f"{parameters.titel}: {_subtitle(parameters, front)}",
        "keywords": f"grundskola, resultat, läsåret {parameters.lasar}, {front.namn}",
        "date": parameters.dokumentdatum,
        "status": parameters.status,
        "marke": make_mark(parameters),
        "farg": parameters.farg,
        "rapport": parameters.titel,
        "undertitel": _subtitle(parameters, front),
    }
    return make(
        "head",
        {},
        make("meta", {"charset": "utf-8"}),
        make("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}),
        make("title", {}, title),
        *(make("meta", {"name": name, "content": content}) for name, content in named.items()),
        make("link", {"rel": "icon", "href": "data:,"}),
        make("style", {}, _style(parameters)),
    )


def make_title_block(parameters: RunParameters, front: Front) -> Element:
    """The <header>: logotype, status, title, municipality and läsår, recipient, diarienummer, date."""
    facts = {
        "Till": parameters.mottagare,
        "Diarienummer": parameters.diarienummer,
        "Datum": format_date(parameters.datum) if parameters.datum else "",
        "Status": _name_status(parameters),
    }
    header = make("header", {"class": "titelblad"})
    if front.logotyp:
        alt = parameters.logotyp_text or f"Logotyp: {front.kommunnamn}"
        header.append(make("img", {"class": "logotyp", "src": front.logotyp, "alt": alt}))
    header.append(make("h1", {}, parameters.titel))
    header.append(make("p", {"class": "undertitel"}, _subtitle(parameters, front)))
    details = make("dl", {"class": "uppgifter"})
    for term, value in facts.items():
        if value:
            details.append(make("div", {}, make("dt", {}, term), make("dd", {}, value)))
    header.append(details)
    if parameters.kommun == INVENTED:
        header.append(make("p", {"class": "pahittad"}, INVENTED_NOTE))
    if parameters.status == "utkast":
        note = INTERNAL_NOTE if parameters.utgava == "dialog" else DRAFT_NOTE
        header.append(make("p", {"class": "utkast"}, note))
    return header


def _name_status(parameters: RunParameters) -> str:
    if parameters.utgava == "dialog":
        return "Arbetsmaterial"
    return "Utkast" if parameters.status == "utkast" else "Fastställd"


def _subtitle(parameters: RunParameters, front: Front) -> str:
    return f"{front.namn}, läsåret {parameters.lasar}"


def _style(parameters: RunParameters) -> str:
    """The style sheet; it holds no <, > or &, so that it reads the same as HTML and as XML."""
    colours = (
        f":root {{ --farg: {parameters.farg}; --ton: {mix_with_white(parameters.farg, 0.08)};"
        f" --linje: {mix_with_white(parameters.farg, 0.35)};"
        + "".join(
            f" --ton{step}: {mix_with_white(parameters.farg, share)};" for step, share in enumerate(TONES, 1)
        )
        + " }\n"
    )
    sheet = (files("analys.rendering") / "templates" / "rapport.css").read_text(encoding="utf-8")
    return "\n" + colours + sheet
