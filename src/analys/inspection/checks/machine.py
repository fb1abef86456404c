"""The machine that made the report: folders, users and addresses of its own network."""

from __future__ import annotations

import re
from collections.abc import Iterator

from analys.inspection.faults import Fault
from analys.inspection.material import HIDDEN, VISIBLE, Material
from analys.inspection.subject import Subject

_TOP = "home|users|root|tmp|var|opt|mnt|private|volumes|media"
# Each begins with a sign of its own, so that a long text is looked through at once; letters are small.
_PLACES = tuple(
    re.compile(form)
    for form in (
        rf"/(?<![\w/:.]/)(?:{_TOP})/\w",
        r":\\(?<=\b[a-z]:\\)\\?\w",
        r"file://",
        r"\\\\\w+\\\w",
        r"localhost\b",
        r"127\.0\.0\.1\b",
        r"192\.168\.\d+\.\d+\b",
        r"10\.(?<!\d10\.)\d+\.\d+\.\d+\b",
    )
)
_SHORTEST = 3


def check(material: Material, subject: Subject) -> Iterator[Fault]:
    """Faults where a place on somebody's machine stands."""
    private = [text for text in subject.privata if len(text) >= _SHORTEST]
    folders = [text for text in private if "/" in text or "\\" in text]
    everywhere = (*_PLACES, *(re.compile(re.escape(text.lower())) for text in folders))
    # A user may be called what pages say ("skola"): only a name that none says is looked for where none sees.
    said = "\n".join(stream.text.lower() for stream in material.streams if stream.slag == VISIBLE)
    words = [
        re.compile(rf"(?<!\w){re.escape(text.lower())}(?!\w)") for text in private if text not in folders
    ]
    users = [word for word in words if word.search(said) is None]
    for stream in material.streams:
        text = stream.text.lower()
        wanted = (*everywhere, *users) if stream.slag == HIDDEN else everywhere
        for position in sorted(match.start() for form in wanted for match in form.finditer(text)):
            yield Fault(
                stream.fil,
                stream.place_at(min(position, len(stream.text) - 1)),
                "Här står en mapp eller ett namn från datorn som gjorde rapporten.",
                "Ta bort sökvägen ur anteckningsboken eller parametrarna.",
            )
