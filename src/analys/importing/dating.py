"""Which läsår a file belongs to: what the user gave, its date of extraction, its name, its folders."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePosixPath

from analys.contracts import LAYOUTS
from analys.importing.choosing import Choices
from analys.importing.coverage import Coverage
from analys.importing.naming import lasar_in_folders, lasar_in_name


def settle_lasar(
    kind: str, coverage: Coverage, fil: str, katalog: str, val: Choices
) -> tuple[str, tuple[str, ...]]:
    """Läsår of a file and what is ambiguous about it, one Swedish sentence each.

    Parameters
    ----------
    kind : str
    coverage : Coverage
        Of the file's rows.
    fil, katalog : str
        The file's path in the folder, and the folder's own name, which tells when nothing else does.
    val : Choices
    """
    if LAYOUTS[kind].place == "kommun":
        return "", ()
    chosen = val.lasar_for(fil)
    told, whence = _told_by_names(fil, coverage.skolenheter)
    if coverage.lasar:
        lasar = coverage.lasar[-1]
        proof = "Datum" if "Datum" in LAYOUTS[kind] else "perioden"
        doubt = ""
        if len(coverage.lasar) > 1:
            doubt = f"Datum hör till läsåren {_join(coverage.lasar, 'och')}. Dela filen, en för varje läsår."
        elif chosen and chosen != lasar:
            doubt = f"Du har angett läsåret {chosen}, men {proof} i filen hör till läsåret {lasar}."
        elif told and lasar not in told and lasar not in (chosen, val.lasar_for_others):
            doubt = f"{whence} säger {_join(told)}, men {proof} i filen hör till läsåret {lasar}."
        return lasar, (doubt,) if doubt else ()
    if chosen:
        return chosen, ()
    of_all = lasar_in_name(katalog)
    if len(told or of_all) == 1:
        return (told or of_all)[0], ()
    if val.lasar_for_others:
        return val.lasar_for_others, ()
    if told:
        return "", (f"{whence} kan betyda läsåret {_join(told)}.",)
    return "", ("Läsåret går inte att se, varken i filen eller i namnet.",)


def _told_by_names(fil: str, skolenheter: Sequence[str]) -> tuple[tuple[str, ...], str]:
    *folders, name = fil.split("/")
    stem = PurePosixPath(name).stem
    for kod in skolenheter:
        stem = stem.replace(kod, " ")  # eight digits can look like a day
    if told := lasar_in_name(stem):
        return told, "Namnet"
    return lasar_in_folders(folders), "Mappens namn"


def _join(lasar: Sequence[str], word: str = "eller") -> str:
    return f"{', '.join(lasar[:-1])} {word} {lasar[-1]}" if len(lasar) > 1 else lasar[0]
