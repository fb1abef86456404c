"""The municipality's own workbook, `arbetsbok.xlsx`: what people, not systems, know.

`BLAD` declares its sheets; `Arbetsbok` is what has been read.
"""

from analys.arbetsbok.blad import BLAD
from analys.arbetsbok.bok import Arbetsbok, Rad, make_arbetsbok
from analys.arbetsbok.loading import load_arbetsbok

__all__ = ["BLAD", "Arbetsbok", "Rad", "load_arbetsbok", "make_arbetsbok"]
