"""Hostile workbooks, JSON and YAML: bombs, entities, lies about size, tags, depth, numbers that are none."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence

from fuzz_targets import HEADER, ROW, make_content, make_ods, make_sheet, make_xls, make_xlsx
from hostile_case import CANARY, LASAR, NUMBERS, Case, make_file

ROWS = ((CANARY,), HEADER, ROW)
XLSX = f"{LASAR}/franvaro.xlsx"
ODS = f"{LASAR}/franvaro.ods"
XLS = f"{LASAR}/franvaro.xls"
JSON = f"{LASAR}/franvaro_ss12000.json"


def _pack(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()


def _ratio_bomb() -> bytes:
    file = io.BytesIO(make_xlsx(make_sheet(ROWS)))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/a.xml", "w") as part:
        for _ in range(410):
            part.write(b" " * 1_000_000)
    return file.getvalue()


def _lying_bomb() -> bytes:
    """A bomb whose directory says that it is small."""
    content = bytearray(_ratio_bomb())
    at = content.rindex(b"PK\x01\x02")
    content[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(content)


def _nested_bomb() -> bytes:
    inner = _pack({"a.xml": b" " * 5_000_000})
    for _ in range(4):
        inner = _pack({f"{number}.zip": inner for number in range(9)})
    return inner


def _entities(root: str, uses: str) -> bytes:
    laughs = "".join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 12))
    return f'<?xml version="1.0"?><!DOCTYPE {root} [<!ENTITY a0 "{CANARY}">{laughs}]>{uses}'.encode()


def _external() -> bytes:
    sheet = make_sheet(ROWS).decode().replace(CANARY, "&x;")
    return make_xlsx(f'<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>{sheet}'.encode())


def _far_cell() -> bytes:
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'
    return make_xlsx(make_sheet(ROWS).replace(b"</sheetData>", far.encode()))


def _dimension() -> bytes:
    return make_xlsx(make_sheet(ROWS).replace(b"<sheetData>", b'<dimension ref="A1:XFD1048576"/><sheetData>'))


def _repeated() -> bytes:
    content = make_content(ROWS).replace(
        b"<table:table-row>", b'<table:table-row table:number-rows-repeated="1000000">'
    )
    return make_ods(
        content.replace(b"<table:table-cell ", b'<table:table-cell table:number-columns-repeated="9999" ')
    )


def _twice() -> bytes:
    file = io.BytesIO(make_xlsx(make_sheet(ROWS)))
    import warnings

    with warnings.catch_warnings(), zipfile.ZipFile(file, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("xl/worksheets/sheet1.xml", b"<x/>")
    return file.getvalue()


def _locked() -> bytes:
    content = bytearray(make_xlsx(make_sheet(ROWS)))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


def _patch_xls(mark: bytes, offset: int, value: bytes) -> bytes:
    """An .xls file with a lie in a record: `value` at `offset` after the record's mark."""
    content = bytearray(make_xls(ROWS))
    at = content.index(mark) + offset
    content[at : at + len(value)] = value
    return bytes(content)


WHOLE = make_xlsx(make_sheet(ROWS))
SHEETS = (
    Case("zip-bomb av blanksteg", XLSX, _ratio_bomb, "Arbetsboken"),
    Case("zip-bomb som ljuger om storleken", XLSX, _lying_bomb, "Arbetsboken"),
    Case("zip-bomb i zip-bomb", XLSX, _nested_bomb, "Arbetsboken"),
    Case("extern entitet (XXE)", XLSX, _external, "XML-definitioner"),
    Case("entitetsbomb i bladet", XLSX, make_xlsx(_entities("w", "<w>&a11;</w>")), "XML-definitioner"),
    Case(
        "entitetsbomb i texterna",
        XLSX,
        make_xlsx(
            make_sheet(ROWS), xl__sharedStrings_xml=b"x", **{"xl__s.xml": _entities("s", "<s>&a11;</s>")}
        ),
        "XML-definitioner",
    ),
    Case("entitetsbomb i ods", ODS, make_ods(_entities("o", "<o>&a11;</o>")), "XML-definitioner"),
    Case("en cell i bladets hörn", XLSX, _far_cell, "så långt ut"),
    Case("en dimension som ljuger", XLSX, _dimension, "Ingen kolumnmappning"),
    Case("upprepade rader och kolumner i ods", ODS, _repeated, "så långt ut"),
    Case("två delar med samma namn", XLSX, _twice, "Arbetsboken"),
    Case("låst zip", XLSX, _locked, "lösenord"),
    Case(
        "delar utanför arkivet", XLSX, make_xlsx(make_sheet(ROWS), **{"..__..__x.xml": b"<x/>"}), "mappning"
    ),
    Case("makron", XLSX, make_xlsx(make_sheet(ROWS), xl__vbaProject_bin=CANARY.encode()), "mappning"),
    Case("ett arkiv utan blad", XLSX, _pack({"a.txt": CANARY.encode()}), "Arbetsboken går inte att läsa"),
    Case("avbruten xlsx", XLSX, WHOLE[: len(WHOLE) // 2], "Arbetsboken går inte att läsa"),
    Case("avbruten xls", XLS, make_xls(ROWS)[:3000], "Arbetsboken"),
    Case("xls av nollor", XLS, b"\xd0\xcf\x11\xe0" + bytes(100_000), "Arbetsboken"),
    Case("xls med rader som inte finns", XLS, _patch_xls(b"\x00\x02\x0e\x00", 8, b"\0\0\0n"), "så långt ut"),
    Case("xls med texter som inte finns", XLS, _patch_xls(b"\xfc\x00", 8, b"\xff" * 4), "Arbetsboken"),
    Case("webbsida som xls", XLS, f"<table><script>{CANARY}</script><tr><td>1".encode(), "mappning"),
    Case(
        "felvärden i formler",
        XLSX,
        make_xlsx(make_sheet(ROWS).replace(b't="inlineStr"><is><t>9</t></is>', b't="e"><v>#N/A</v>')),
        "formler",
    ),
    Case(
        "en arbetsbok med namn överallt",
        XLSX,
        make_xlsx(make_sheet((HEADER, *[(CANARY,) * 5] * 200))),
        "Ingen kolumnmappning",
    ),
)


def _answer(text: str) -> bytes:
    return f'{{"data": [{text}], "pageToken": null}}'.encode()


ITEM = json.dumps({"student": {"id": CANARY}, "offeredSum": 1})
ANSWERS = (
    Case("JSON 100 000 nivåer ned", JSON, b"[" * 100_000, "JSON"),
    Case("JSON med nycklar två gånger", JSON, _answer('{"id": 1, "id": 2}'), "franvaro_ss12000.json"),
    Case("JSON med NaN", JSON, _answer('{"offeredSum": NaN}'), "franvaro_ss12000.json"),
    Case("JSON med oändligheten", JSON, _answer('{"offeredSum": 1e999}'), "franvaro_ss12000.json"),
    Case(
        "JSON med 10 000 siffror", JSON, _answer('{"offeredSum": ' + "9" * 10_000 + "}"), "franvaro_ss12000"
    ),
    Case("JSON med namn som id", JSON, _answer(ITEM), "franvaro_ss12000.json"),
    Case("JSON i UTF-16", JSON, _answer(ITEM).decode().encode("utf-16"), "UTF-8"),
    Case("JSON som är ett ord", JSON, f'"{CANARY}"'.encode(), "data"),
    Case("JSON med en avbruten sida", JSON, _answer(ITEM)[:-20], "JSON"),
    Case("JSON med ensamma surrogat", JSON, _answer('{"student": {"id": "\\ud800"}}'), "franvaro_ss12000"),
)

LAUGHS = "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]\n" for i in range(1, 12))
TAG = f"!!python/object/apply:os.system ['echo {CANARY}']"
EXPORT = f"Elev;Minuter\n{CANARY};1\n".encode()
YAMLS: Sequence[tuple[str, bytes]] = (
    ("YAML-bomb", LAUGHS.encode()),
    ("YAML-tagg", f"mappningar: {TAG}\n".encode()),
    ("YAML 20 000 nivåer ned", b"a: " + b"[" * 20_000),
    ("YAML på 5 MB", f"# {CANARY}\n".encode() * 300_000),
    ("YAML som är binär", b"\x00\xff" + CANARY.encode()),
    ("YAML med tabb", f"a:\n\t{CANARY}: 1\n".encode()),
    ("YAML som är en lista av namn", f"- {CANARY}\n- {NUMBERS[0]}\n".encode()),
)
DECLARED = (
    *(
        Case(
            f"{namn} i kolumner.yml",
            "kolumner.yml",
            content,
            "kolumner.yml",
            2,
            {f"{LASAR}/franvaro.csv": EXPORT},
        )
        for namn, content in YAMLS
    ),
    *(Case(f"{namn} i rattelser.yml", "rattelser.yml", content, "rattelser.yml") for namn, content in YAMLS),
    Case(
        "rättelse med namn som skäl",
        "rattelser.yml",
        f"- slag: {CANARY}\n  skal: {CANARY}\n".encode(),
        "rättelse",
    ),
    Case("arbetsbok med zip-bomb", "arbetsbok.xlsx", _ratio_bomb, "Arbetsboken"),
    Case(
        "arbetsbok med entiteter", "arbetsbok.xlsx", make_xlsx(_entities("w", "<w>&a11;</w>")), "Arbetsboken"
    ),
)
OWN = (
    Case(
        "vår egen rubrik i en arbetsbok",
        XLSX,
        make_xlsx(make_sheet([line.split(";") for line in make_file("franvaro").decode().split("\n")])),
    ),
)
CASES = (*SHEETS, *ANSWERS, *DECLARED, *OWN)
