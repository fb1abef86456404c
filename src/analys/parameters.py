"""Run parameters: one frozen, typed model; CLI, YAML file, notebook cell and JupyterLab derive from it."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Mapping
from pathlib import Path, PureWindowsPath
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from analys.errors import ParameterError
from analys.lasar import from_var, last_lasar, parse_lasar, shift, var
from analys.reads import note
from analys.spelling import make_printable
from analys.termin import Termin, parse_termin

MOST_BYTES = 100_000
"""Largest parameter file."""

FIRST_VAR = 1998
"""Spring of the first läsår with goal-related grades in åk 9; an earlier one cannot be meant."""

MOST_BANDS = 8
"""Bands of absence at most: more would leave too few pupils in each to show."""

WITHOUT_EFFECT = frozenset(
    ("skola", "utgava", "titel", "mottagare", "diarienummer", "datum", "status", "logotyp", "logotyp_text")
) | {"farg", "utan_kapitel"}
"""Parameters that no number depends on."""

_NAME = re.compile(r"[\w-]{1,40}")

_NAMES: frozenset[str] = frozenset()
"""Names of the parameters, known when the class is made."""


class RunParameters(BaseModel):
    """Everything that a report depends on besides data and code.

    Examples
    --------
    >>> RunParameters(kommun="9999", lasar="2025-26").lasar
    '2025/26'
    """

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    kommun: str = Field("9999", pattern=r"^[0-9]{4}$", description="Kommunkod, fyra siffror")
    lasar: str = Field("2025/26", description="Läsår som rapporten gäller, till exempel 2025/26")
    antal_lasar: int = Field(5, ge=2, le=15, description="Antal läsår i trenderna, rapportens läsår inräknat")
    troskel: int = Field(10, ge=5, le=100, description="Minsta antal elever bakom ett värde som visas")
    delta_procent: float = Field(3.0, gt=0, le=20, description="Skillnad i procentenheter som räknas")
    delta_poang: float = Field(5.0, gt=0, le=50, description="Skillnad i meritpoäng som räknas")
    delta_index: float = Field(0.3, gt=0, le=5, description="Skillnad i enkätindex (0–10) som räknas")
    franvaro_band: str = Field("10, 20, 30, 50", description="Gränser mellan frånvarobanden, i procent")
    franvaro_till: str = Field(
        "", description="Termin som frånvaron gäller, till exempel VT 2026; tomt ger läsårets vårtermin"
    )
    franvaro_fran: str = Field(
        "", description="Termin som den jämförs med, till exempel VT 2025; tomt ger samma termin året före"
    )
    minst_registrerat: float = Field(
        90.0,
        ge=0,
        le=100,
        description="Minsta andel registrerad lektionstid, i procent, för att frånvaron ska jämföras",
    )
    utan_kapitel: str = Field(
        "", max_length=200, description="Kapitel som utelämnas, till exempel franvaro, roster"
    )
    skola: str = Field(
        "",
        max_length=80,
        description="Skolenhetskod eller skolans namn, för en skolas rapport; tomt ger kommunens",
    )
    utgava: Literal["offentlig", "dialog"] = Field(
        "offentlig", description="offentlig, eller dialog: en skolas interna arbetsmaterial"
    )
    titel: str = Field(
        "Resultatanalys grundskola", min_length=1, max_length=120, description="Rapportens titel"
    )
    mottagare: str = Field("", max_length=120, description="Vem rapporten lämnas till")
    diarienummer: str = Field("", max_length=40, description="Diarienummer")
    datum: str = Field("", description="Rapportens datum, åååå-mm-dd; tomt tills det är bestämt")
    status: Literal["utkast", "fastställd"] = Field(
        "utkast", description="utkast eller fastställd; en fastställd rapport ska ha datum"
    )
    logotyp: str = Field(
        "", max_length=200, description="Logotyp: SVG- eller PNG-fil, sökväg från datakatalogen"
    )
    logotyp_text: str = Field("", max_length=120, description="Alternativtext till logotypen")
    farg: str = Field("#12436D", pattern=r"^#[0-9A-Fa-f]{6}$", description="Rapportens färg, #RRGGBB")

    @field_validator("skola", "titel", "mottagare", "diarienummer", "logotyp", "logotyp_text")
    @classmethod
    def _check_visible(cls, value: str) -> str:
        if not value.replace("\u00a0", " ").isprintable():
            raise ValueError("texten har osynliga tecken eller radbrytningar. Skriv den på nytt")
        return value

    @field_validator("logotyp")
    @classmethod
    def _check_inside(cls, value: str) -> str:
        path = PureWindowsPath(value)  # knows the separators of every system
        if path.drive or path.root or ".." in path.parts:
            raise ValueError("logotypen ska ligga i datakatalogen; ange sökvägen därifrån, utan ..")
        return value

    @field_validator("lasar")
    @classmethod
    def _check_lasar(cls, value: str) -> str:
        lasar = parse_lasar(value)
        if var(lasar) < FIRST_VAR:
            raise ValueError(f"läsåret ska vara {from_var(FIRST_VAR)} eller senare")
        return lasar

    @field_validator("datum")
    @classmethod
    def _check_datum(cls, value: str) -> str:
        if value:
            try:
                # The standard library also reads 20261001 and 2026-W40-4.
                if not re.fullmatch("(19|20)[0-9]{2}-[0-9]{2}-[0-9]{2}", value):
                    raise ValueError
                datetime.date.fromisoformat(value)
            except ValueError:
                raise ValueError("skriv datumet som åååå-mm-dd, till exempel 2026-10-01") from None
        return value

    @field_validator("franvaro_band")
    @classmethod
    def _check_band(cls, value: str) -> str:
        texts = [text for text in re.split(r"[,;\s]+", value.strip()) if text]
        if not 1 <= len(texts) <= MOST_BANDS - 1 or not all(
            re.fullmatch("[1-9][0-9]?", text) for text in texts
        ):
            raise ValueError(f"skriv 1–{MOST_BANDS - 1} heltal mellan 1 och 99, till exempel 10, 20, 30, 50")
        edges = [int(text) for text in texts]
        if sorted(set(edges)) != edges:
            raise ValueError("gränserna ska stå i stigande ordning, var och en en gång")
        return ", ".join(texts)

    @field_validator("franvaro_till", "franvaro_fran")
    @classmethod
    def _check_termin(cls, value: str) -> str:
        return str(parse_termin(value)) if value else ""

    @model_validator(mode="after")
    def _check_terms(self) -> RunParameters:
        window = self.lasar_i_trend
        if not self.franvaro_till and not self.franvaro_fran:
            return self
        if self.termin.lasar not in window or (
            self.franvaro_fran and self.jamforelsetermin.lasar not in window
        ):
            raise ValueError(
                "parametrarna franvaro_till och franvaro_fran ska vara terminer i trendens läsår, "
                f"{window[0]}–{window[-1]}"
            )
        if not self.jamforelsetermin.is_before(self.termin):
            raise ValueError("parametern franvaro_fran ska vara en tidigare termin än franvaro_till")
        return self

    @model_validator(mode="after")
    def _check_utgava(self) -> RunParameters:
        if self.utgava == "dialog" and not self.skola:
            raise ValueError("utgåvan dialog gäller en skola. Ange den, till exempel --skola 12345678")
        if self.utgava == "dialog" and self.status == "fastställd":
            raise ValueError("utgåvan dialog är internt arbetsmaterial och kan inte fastställas")
        return self

    @model_validator(mode="after")
    def _check_status(self) -> RunParameters:
        if self.status == "fastställd" and not self.datum:
            raise ValueError(
                "en fastställd rapport ska ha ett datum. Lägg till det, till exempel -p datum=2026-10-01"
            )
        return self

    @field_validator("farg")
    @classmethod
    def _check_contrast(cls, value: str) -> str:
        if contrast_to_white(value) < 4.5:
            raise ValueError("färgen är för ljus för att läsas mot vitt (kontrasten måste vara minst 4,5:1)")
        return value

    def __getattribute__(self, name: str) -> Any:
        if name in _NAMES:
            note("parameter", name)
        return super().__getattribute__(name)

    @property
    def lasar_i_trend(self) -> list[str]:
        """Läsår of the trends, oldest first."""
        return last_lasar(self.lasar, self.antal_lasar)

    @property
    def utelamnade(self) -> tuple[str, ...]:
        """Names of the chapters that are left out."""
        return tuple(text for text in re.split(r"[,;\s]+", self.utan_kapitel) if text)

    @property
    def band(self) -> tuple[int, ...]:
        """Edges of the bands of absence, in percent."""
        return tuple(int(text) for text in self.franvaro_band.split(", "))

    @property
    def termin(self) -> Termin:
        """The term that absence is told for."""
        return parse_termin(self.franvaro_till) if self.franvaro_till else Termin("vt", self.lasar)

    @property
    def jamforelsetermin(self) -> Termin:
        """The term that it is compared with."""
        now = self.termin
        return (
            parse_termin(self.franvaro_fran)
            if self.franvaro_fran
            else Termin(now.termin, shift(now.lasar, -1))
        )

    @property
    def dokumentdatum(self) -> str:
        """The document's date: `datum`, else the läsår's last day, so that re-runs give the same bytes."""
        return self.datum or f"{var(self.lasar)}-06-30"


_NAMES = frozenset(RunParameters.model_fields)


def contrast_to_white(colour: str) -> float:
    """WCAG 2.1 contrast ratio of "#RRGGBB" against white.

    Examples
    --------
    >>> round(contrast_to_white("#000000"))
    21
    """
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)


def make_parameters(values: Mapping[str, Any]) -> RunParameters:
    """Validated parameters; every fault in one Swedish message.

    Raises
    ------
    ParameterError
        On unknown names ("menade du …?") and bad values, all at once.
    """
    try:
        return RunParameters(**values)
    except ValidationError as error:
        raise ParameterError("\n".join(_describe(e) for e in error.errors())) from None


def _describe(error: Mapping[str, Any]) -> str:
    name = ".".join(str(part) for part in error["loc"])
    if error["type"] == "extra_forbidden":
        if not _NAME.fullmatch(name):
            return f"Ett parameternamn har fel form. De som finns: {', '.join(RunParameters.model_fields)}."
        near = difflib.get_close_matches(name, RunParameters.model_fields, n=1)
        hint = f" Menade du ”{near[0]}”?" if near else ""
        return f"Parametern ”{name}” finns inte.{hint} De som finns: {', '.join(RunParameters.model_fields)}."
    if not name:  # two parameters that do not fit each other
        said = _reason(error)
        return f"{said[:1].upper()}{said[1:]}."
    description = RunParameters.model_fields[name].description if name in RunParameters.model_fields else ""
    return (
        f"Parametern ”{name}” kan inte vara ”{_shorten(error['input'])}”: {_reason(error)}. ({description}.)"
    )


def _shorten(value: Any, most: int = 60) -> str:
    """A value for a message: one line, nothing that a terminal obeys."""
    text = value if isinstance(value, str) else repr(value) if isinstance(value, int | float) else "…"
    shown = make_printable(text[:most])
    return f"{shown}…" if len(text) > most else shown


def _reason(error: Mapping[str, Any]) -> str:
    context = error.get("ctx", {})
    match error["type"]:
        case "value_error":
            return str(context["error"]).rstrip(".")
        case "greater_than_equal":
            return f"minst {context['ge']} krävs"
        case "greater_than":
            return f"värdet måste vara större än {context['gt']}"
        case "less_than_equal":
            return f"högst {context['le']} får det vara"
        case "literal_error":
            return f"välj {context['expected'].replace(' or ', ' eller ')}"
        case "string_pattern_mismatch":
            return "värdet har fel form"
        case "int_parsing" | "int_parsing_size" | "int_type" | "int_from_float":
            return "ett heltal krävs"
        case "float_parsing" | "float_type":
            return "ett tal krävs, med decimalpunkt"
        case "string_too_short":
            return "texten får inte vara tom"
        case "string_too_long":
            return f"högst {context['max_length']} tecken"
        case _:
            return "värdet har fel typ"


def load_parameters(path: Path) -> dict[str, str]:
    """Names and values of a YAML parameter file, every value as the text that is written there.

    YAML's own types would change values: 0114 is the number 76 to it, and 2026-10-01 no text. It is
    `make_parameters` that gives the values their types.

    Raises
    ------
    ParameterError
        When the file cannot be read, is no YAML or holds anything else than lines "namn: värde".
    """
    name = path.name
    try:
        if not path.is_file() or path.stat().st_size > MOST_BYTES:
            raise ParameterError(
                f"Parameterfilen {name} kan inte läsas. Kontrollera sökvägen, och att filen är en vanlig "
                f"textfil på högst {MOST_BYTES // 1000} kB."
            )
        # Composed only: nothing is constructed, so that neither tags nor aliases can do anything.
        root = yaml.compose(path.read_text(encoding="utf-8-sig"), Loader=yaml.BaseLoader)
    except (OSError, UnicodeDecodeError):
        raise ParameterError(f"Parameterfilen {name} kan inte läsas. Kontrollera sökvägen.") from None
    except (yaml.YAMLError, RecursionError) as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" (rad {line + 1})" if line is not None else ""
        raise ParameterError(f"Parameterfilen {name} är inte giltig YAML{where}.") from None
    if root is None:
        return {}
    if not isinstance(root, yaml.MappingNode):
        raise ParameterError(f"Parameterfilen {name} ska bestå av rader med ”namn: värde”.")
    values: dict[str, str] = {}
    faults = []
    for key, value in root.value:
        row = key.start_mark.line + 1
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            faults.append(f"Rad {row} i {name} har en lista eller flera nivåer. Skriv ”namn: värde”.")
        elif key.value in values:
            faults.append(f"Rad {row} i {name} anger en parameter en gång till. Behåll en av raderna.")
        else:
            values[key.value] = value.value
    if faults:
        raise ParameterError("\n".join(faults))
    return values
