"""Small finished reports, written as the CSV rows that a reader has."""

import csv
from decimal import ROUND_HALF_UP, Decimal

HEAD = [
    "cell", "indikator", "enhetstyp", "enhet", "enhetsnamn", "lasar", "kon", "svsva", "jamforelse",
    "kategori", "varde", "undre", "ovre", "n", "antal", "status", "kalla",
]  # fmt: skip
KEYS = ("indikator", "enhet", "lasar", "kon", "svsva", "jamforelse", "kategori")


def cell(indikator, n=None, antal=None, *, hidden=False, varde=None, **keys):
    """One row: a share of `antal` of `n`, or a mean `varde` of `n`; hidden rows keep only their keys."""
    row = dict.fromkeys(HEAD, "") | {
        "indikator": indikator,
        "enhetstyp": "kommun",
        "enhet": "9999",
        "lasar": "2025/26",
        "kon": "alla",
        "svsva": "alla",
        "status": "skyddad" if hidden else "visad",
    }
    row |= keys
    parts = [row[name] for name in KEYS]
    row["cell"] = "|".join(parts if parts[-1] else parts[:-1])
    if not hidden:
        if varde is None:
            share = Decimal(100 * (antal or 0)) / n
            varde = share.quantize(Decimal(1) if n < 100 else Decimal("0.1"), ROUND_HALF_UP)
        row |= {"varde": str(varde).replace(".", ","), "n": str(n)}
        row["antal"] = "" if antal is None else str(antal)
    return row | {"size": n}


def hide(row):
    """The row as it would stand if its numbers were hidden."""
    return row | dict.fromkeys(("varde", "undre", "ovre", "n", "antal"), "") | {"status": "skyddad"}


def write(folder, rows, name="tabell"):
    """A file of rows."""
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{name}.csv").open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, HEAD, delimiter=";", lineterminator="\n", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
    return folder
