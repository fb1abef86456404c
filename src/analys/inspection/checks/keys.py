"""Pupils' keys: the pseudonyms of the processed files, whole or in part, and names of classes."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from analys.inspection.faults import Fault
from analys.inspection.material import Material
from analys.inspection.subject import Subject
from analys.pseudonyms import HASH_BYTES
from analys.recognition.classes import find_classes

LENGTH = 2 * HASH_BYTES
SHORTEST = 8
"""So many characters of a key tell it from the others."""
_HEX = re.compile(rf"[0-9a-f]{{{SHORTEST},}}", re.IGNORECASE)


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults where a key or a class stands."""
    keys = sorted(subject.elever)
    for stream in material.streams:
        for match in _HEX.finditer(stream.text):
            if _is_key(match[0].lower(), keys):
                yield Fault(
                    stream.fil,
                    stream.place_at(match.start()),
                    "Här står en elevnyckel.",
                    "Ta bort utskriften av enskilda elevers rader. Visa bara tabeller som är skyddade.",
                )
        for position in find_classes(stream.text, subject.klasser):
            yield Fault(
                stream.fil,
                stream.place_at(position),
                "Här står namnet på en klass.",
                "Ta bort klassens namn. Rapporten redovisar skolor och årskurser.",
            )


def _is_key(run: str, keys: list[str]) -> bool:
    """Whether a run of hexadecimal digits is a key, the start of one, or holds one."""
    if len(run) == LENGTH:
        return True
    if len(run) < LENGTH:
        place = bisect_left(keys, run)
        return place < len(keys) and keys[place].startswith(run)
    return any(_is_in(run[start : start + LENGTH], keys) for start in range(len(run) - LENGTH + 1))


def _is_in(key: str, keys: list[str]) -> bool:
    place = bisect_left(keys, key)
    return place < len(keys) and keys[place] == key
