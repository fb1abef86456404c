"""The file sanning.json: parameters, effects drawn and, for the default sizes, the estimands they imply."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, replace
from importlib import resources
from types import MappingProxyType
from typing import Any

from analys.demo.installningar import Settings
from analys.demo.lokala_matt import truth
from analys.demo.modell import SUBJECTS
from analys.demo.skapande import make_municipality
from analys.demo.skolor import Effects, Schools
from analys.lasar import from_var

SAME_TRUTH: Mapping[str, str] = MappingProxyType({"mar": "standard", "mnar": "standard"})
"""Models that differ from another in what is missing only, so that they share its estimands."""


def make_sanning(settings: Settings, enkat: Mapping[str, Any]) -> dict[str, Any]:
    """Content of sanning.json for a set; `enkat` is what `skapande.make_files` found out of its surveys."""
    schools, effects = make_municipality(settings)
    default = replace(Settings(), modell=settings.modell)
    is_default = replace(settings, elever_per_arskull=default.elever_per_arskull) == default
    return {
        "om": "Simulerade uppgifter. Formlerna står i analys.demo, begreppen i analys.demo.sanning.",
        "installningar": asdict(settings),
        "kontrollsiffror": "giltiga"
        if settings.valid_numbers
        else "avsiktligt felaktiga, endast för prestandaprov",
        "parametrar": settings.model.as_json(),
        "dragna_effekter": _drawn(schools, effects),
        "lokala_matt": truth(),
        "enkat": rounded(enkat),
        "estimander": load_estimands(settings.modell) if is_default else None,
    }


def load_estimands(modell: str) -> dict[str, Any]:
    """The committed estimands of a model with the default schools, läsår and seed."""
    name = f"sanning_{SAME_TRUTH.get(modell, modell)}.json"
    found = json.loads(resources.files("analys.demo").joinpath(name).read_text(encoding="utf-8"))
    return found | {"modell": modell}


def _drawn(schools: Schools, effects: Effects) -> dict[str, Any]:
    """Effects that were drawn, standard units, by unit code and läsår."""
    years = [from_var(effects.forsta_ar + i) for i in range(effects.ar.shape[0])]
    units = schools.kod
    return rounded(
        {
            "intag": dict(zip(units, schools.intag.tolist(), strict=True)),
            "skola": dict(zip(units, effects.skola.tolist(), strict=True)),
            "skola_ar": {
                u: dict(zip(years, row.tolist(), strict=True))
                for u, row in zip(units, effects.skola_ar, strict=True)
            },
            "bedomning": {
                u: dict(zip(SUBJECTS, row.tolist(), strict=True))
                for u, row in zip(units, effects.bedomning, strict=True)
            },
            "bedomning3": {
                u: dict(zip(("Ma", "Sv"), row.tolist(), strict=True))
                for u, row in zip(units, effects.bedomning3, strict=True)
            },
            "ar": {
                y: {"pojkar": float(b), "flickor": float(g)}
                for y, (b, g) in zip(years, effects.ar + effects.trend, strict=True)
            },
            "registrering": {
                unit: {
                    stage: {
                        year: dict(zip(("HT", "VT"), terms, strict=True))
                        for year, terms in zip(years, by_year, strict=True)
                    }
                    for stage, by_year in zip(("F-3", "4-6", "7-9"), by_stage, strict=True)
                }
                for unit, by_stage in zip(units, effects.registrering.tolist(), strict=True)
            },
        }
    )


def rounded(value: Any) -> Any:
    """The same nested mapping with every float at four decimals."""
    if isinstance(value, Mapping):
        return {name: rounded(part) for name, part in value.items()}
    return round(value, 4) if isinstance(value, float) else value
