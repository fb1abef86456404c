"""Finished reports made by hand: a manifest, and tables written cell by cell."""

import hashlib
import json

import pytest

HEAD = (
    "cell;indikator;enhetstyp;enhet;enhetsnamn;lasar;kon;svsva;jamforelse;kategori;"
    "varde;undre;ovre;n;antal;status;kalla"
)
KOMMUN = ("kommun", "9999", "Exempelkommun")
EKSKOLAN = ("skola", "99990001", "Ekskolan")


def row(indikator, lasar, varde="", undre="", ovre="", n="", antal="", *, unit=KOMMUN, status="", kon="alla",
        jamforelse="", kategori=""):  # fmt: skip
    """A line of a table; a cell without a value is hidden."""
    typ, code, name = unit
    keys = [indikator, code, lasar, kon, "alla", jamforelse, *([kategori] if kategori else [])]
    status = status or ("visad" if varde else "skyddad")
    fields = [indikator, typ, code, name, lasar, kon, "alla", jamforelse, kategori]
    return ";".join(["|".join(keys), *fields, varde, undre, ovre, n, antal, status, "Egen beräkning"])


def write_report(folder, tables, *, lasar="2025/26", status="fastställd", kallkod="a" * 64, commit="b" * 40,
                 indata=None, paket=None, **parameters):  # fmt: skip
    """A report's folder with these tables, each a list of rows."""
    (folder / "tabeller").mkdir(parents=True)
    files = {}
    for name, rows in tables.items():
        content = "\n".join([HEAD, *rows, ""]).encode("utf-8-sig")
        (folder / "tabeller" / f"{name}.csv").write_bytes(content)
        files[f"tabeller/{name}.csv"] = hashlib.sha256(content).hexdigest()
    manifest = {
        "kallkod": kallkod,
        "commit": commit,
        "parametrar": {"kommun": "9999", "lasar": lasar, "troskel": 10, "status": status} | parameters,
        "indata": {"raw/9999/a.csv": "1" * 64} if indata is None else indata,
        "paket": paket or {"python": "3.11", "pandas": "3.1.1"},
        "tidigare": [],
        "filer": files,
    }
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@pytest.fixture
def home(tmp_path):
    """The municipality's folder among the reports."""
    folder = tmp_path / "reports" / "9999"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def pair(home):
    """Write two reports and compare them: tables before and now, and what else differs."""
    from analys.comparing import compare
    from analys.finished import load_report

    def make(before, now, *, first=None, last=None):
        old = write_report(home / "2025-26-utgava-1", {"trend_kommun": before}, **(first or {}))
        new = write_report(home / "2025-26", {"trend_kommun": now}, **(last or {}))
        return compare(load_report(old), load_report(new))

    return make
