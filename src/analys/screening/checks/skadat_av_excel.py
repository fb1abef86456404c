"""No cell shows that a file has been opened and saved in a spreadsheet."""

from __future__ import annotations

from analys.screening.check import make_check_of_codes

CHECK = make_check_of_codes(
    "skadat_av_excel",
    "Skadat av Excel",
    "Inga tal, koder eller personnummer har ändrats av att filen sparats i Excel.",
    (
        *("excelfel", "textmarkering", "formel", "text_datum", "text_exponent"),
        *("pnr_exponent", "pnr_avrundat", "pnr_decimal", "skolenhet_exponent", "skolenhet_nollor"),
        *("tal_datum", "tal_exponent", "decimaler", "sant_falskt", "datum_tid", "datum_serienummer"),
    ),
)
