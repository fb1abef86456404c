"""The municipality's own words: Markdown files in `texter/` and the workbook's sheet Kommentarer.

They are shown as text and nothing else: no HTML, no pictures, no links that lead anywhere unseen.
"""

from analys.texter.blocks import Stycke, parse_markdown
from analys.texter.loading import EGNA, Egentext, Texter, load_texter, own_texts
from analys.texter.own import gather_texts, list_typed, make_finder
from analys.texter.people import find_people

__all__ = [
    "EGNA",
    "Egentext",
    "Stycke",
    "Texter",
    "find_people",
    "gather_texts",
    "list_typed",
    "load_texter",
    "make_finder",
    "own_texts",
    "parse_markdown",
]
