"""The list of slides as a file that the typesetting reads, with the figures beside it."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analys.rendering.bilder import Slide
from analys.rendering.bilder_plats import BULLET, title_size

NAME = "bilder.json"
_LONG = re.compile(r"(\S{30})(?=\S)")
_BREAK = "\u200b"


def write_slides(slides: Sequence[Slide], mark: str, folder: Path) -> None:
    """Write the list and the figures.

    Parameters
    ----------
    slides : sequence of Slide
    mark : str
        What stands on every slide of what is not decided.
    folder : Path
    """
    content = [_describe(slide, number, mark, folder) for number, slide in enumerate(slides)]
    (folder / NAME).write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _describe(slide: Slide, number: int, mark: str, folder: Path) -> dict[str, Any]:
    picture = None
    if slide.bild is not None:
        kind, _, coded = slide.bild.src.partition(";base64,")
        fil = f"figur-{number}.{'svg' if kind.endswith('svg+xml') else 'png'}"
        (folder / fil).write_bytes(base64.b64decode(coded))
        picture = {"fil": fil, "alt": slide.bild.alt}
    return {
        "slag": slide.slag,
        "rubrik": _break(slide.rubrik),
        "underrubrik": _break(slide.underrubrik),
        "rader": [[(_break(run.text), run.stark) for run in line] for line in slide.rader],
        "bild": picture,
        "kalla": _break(slide.kalla),
        "marke": mark,
        "storlek": slide.storlek,
        "titelstorlek": title_size(slide.slag),
        "indrag": BULLET,
        "platser": slide.places,
    }


def _break(text: str) -> str:
    """A text whose longest words may be parted anywhere, so that none runs off the slide."""
    return _LONG.sub(rf"\1{_BREAK}", text)
