"""The synthetic municipality "Exempelkommun" (9999): made-up pupils in the real files' form.

`write_demo` writes a set, `ensure_demo` sees to it that the default set is there. Nothing in it describes any
real pupil, school or municipality; its personnummer belong to nobody (see `analys.demo.identitet`).
"""

from analys.demo.skrivande import write_demo
from analys.demo.vakt import ensure_demo

__all__ = ["ensure_demo", "write_demo"]
