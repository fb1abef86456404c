"""The machine that made the report: folders, users and addresses of its own network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analys.inspection.faults import Fault
from analys.inspection.material import HIDDEN, Material
from analys.inspection.subject import Subject

_TOP = "home|users|root|tmp|var|opt|mnt|private|volumes|media"
_FOLDER = re.compile(
    rf"(?<![\w/:.])/(?:{_TOP})/\w|(?<![A-Za-z])[A-Za-z]:\\+\w|file://|\\\\\w+\\\w"
    r"|\blocalhost\b|\b127\.0\.0\.1\b|\b10\.\d+\.\d+\.\d+\b|\b192\.168\.\d+\.\d+\b",
    re.IGNORECASE,
)
_SHORTEST = 3


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults where a place on somebody's machine stands."""
    private = [text for text in subject.privata if len(text) >= _SHORTEST]
    folders = [text for text in private if "/" in text or "\\" in text]
    users = [text for text in private if text not in folders]
    everywhere = re.compile("|".join([_FOLDER.pattern, *map(re.escape, folders)]), re.IGNORECASE)
    # A user may be called what a page says; hidden texts are nobody's prose.
    hidden = re.compile("|".join([everywhere.pattern, *(rf"(?<!\w){re.escape(u)}(?!\w)" for u in users)]))
    for stream in material.streams:
        for match in (hidden if stream.slag == HIDDEN else everywhere).finditer(stream.text):
            yield Fault(
                stream.fil,
                stream.place_at(match.start()),
                "Här står en mapp eller ett namn från datorn som gjorde rapporten.",
                "Ta bort sökvägen ur anteckningsboken eller parametrarna.",
            )
