"""Names of classes in a text, such as "9A" or "9 B"."""

from __future__ import annotations

import re
from collections.abc import Collection

# Looked for at every place: "I 9 A" is no class I9 before the class 9A.
_CLASS = re.compile(
    r"(?<![\w/.])(?=((?:\d{1,2} ?[A-ZÅÄÖ]{1,3}\d?|[A-ZÅÄÖ]{1,3} ?\d{1,2}[A-ZÅÄÖ]?)(?![\w/])))"
)


def find_classes(text: str, klasser: Collection[str]) -> list[int]:
    """Where names of known classes begin in a settled text.

    Examples
    --------
    >>> find_classes("I 9 A och 9C är det lugnt.", {"9A", "9B"})
    [2]
    """
    if not klasser:
        return []
    return [
        match.start()
        for match in _CLASS.finditer(text)
        if match[1] in klasser or match[1].replace(" ", "") in klasser
    ]
