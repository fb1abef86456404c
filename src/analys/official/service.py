"""What tells one source of official statistics on the network from another.

Client, patience, index and store are the same for all of them; what differs is declared here.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Service:
    """One source.

    Parameters
    ----------
    namn : str
        What messages call it.
    bas_url : str
        Address of its API, as far as every question shares it.
    bas_till : str
        The last part of that address, for messages.
    accept : str
        The form of answer that is asked for.
    mapp : str
        Folder of its answers in data/raw, and in data/raw/9999 for the demo municipality.
    kommando : str
        The command that fetches a municipality's answers, with {kommun} in place of the code.
    kontrollera : str
        What may be wrong when it refuses a question.
    slag : tuple of str
        Kinds of answers.
    texter : mapping of str to str
        Fields of an entry of the index beside those that all have, with the pattern of their text.
    listor : mapping of str to type
        Further fields that are lists, with the type of their parts.
    """

    namn: str
    bas_url: str
    bas_till: str
    accept: str
    mapp: str
    kommando: str
    kontrollera: str
    slag: tuple[str, ...]
    texter: Mapping[str, str] = field(default_factory=dict)
    listor: Mapping[str, type] = field(default_factory=dict)


KOLADA = Service(
    namn="Kolada",
    bas_url="https://api.kolada.se/v3",
    bas_till="/v3",
    accept="application/json",
    mapp="kolada",
    kommando="analys hamta kolada --kommun {kommun} --fran ÅR --till ÅR",
    kontrollera="adressen och nyckeltalen",
    slag=("data", "grupper", "nyckeltal"),
    listor={"nyckeltal": str, "kommuner": str, "ar": int},
)

SKOLVERKET = Service(
    namn="Skolverket",
    bas_url="https://api.skolverket.se/planned-educations/v4",
    bas_till="/v4",
    accept="application/vnd.skolverket.plannededucations.api.v4.hal+json",
    mapp="skolverket",
    kommando="analys hamta skolverket --kommun {kommun}",
    kontrollera="adressen",
    slag=("skolenheter", "statistik"),
    texter={"skolenhet": r"(?:[0-9]{8})?"},
)
