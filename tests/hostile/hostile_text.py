"""Hostile text files: broken, of another kind, glued, cut, swollen, and with what others would obey."""

from __future__ import annotations

import codecs
import gzip
import random

from hostile_case import CANARY, LASAR, NUMBERS, Case, make_cells, make_file, make_lines

BETYG = f"{LASAR}/slutbetyg_ak9.csv"
SOUND = make_file("slutbetyg_ak9")
LINES = make_lines("slutbetyg_ak9")
TEXT = SOUND.decode()


def _spoil(**cells: str) -> bytes:
    return make_file("slutbetyg_ak9", **cells)


def _case(namn: str, content: bytes, sagt: str = "") -> Case:
    return Case(namn, BETYG, content, sagt)


def _wrong_rows() -> bytes:
    rows = [";".join(make_cells("slutbetyg_ak9", 0, Ma=CANARY, PersonNr=f"{CANARY}{i}")) for i in range(500)]
    return "\n".join([LINES[0], *rows]).encode()


def _wide() -> bytes:
    return f"{TEXT}\n{';'.join([CANARY] * 100_000)}".encode()


def _noise() -> bytes:
    return random.Random(3).randbytes(200_000) + CANARY.encode() + random.Random(4).randbytes(200_000)


GAMMAL = "\n".join([LINES[0], *(line.replace(";C;", ";VG;").replace(";C;", ";MVG;") for line in LINES[1:])])
BYTES = (
    Case("slumpade byte", BETYG, _noise, "Filen"),
    _case("NUL mellan tecknen", b"\0".join(bytes([b]) for b in SOUND), "styrtecken"),
    _case("ett NUL i ett namn", SOUND.replace(CANARY.encode(), CANARY.encode() + b"\0", 1), "styrtecken"),
    _case("UTF-16 LE med BOM", codecs.BOM_UTF16_LE + TEXT.encode("utf-16-le"), "UTF-16"),
    _case("UTF-16 BE med BOM", codecs.BOM_UTF16_BE + TEXT.encode("utf-16-be"), "UTF-16"),
    _case("UTF-16 utan BOM", TEXT.encode("utf-16-be"), "styrtecken"),
    _case("UTF-32", TEXT.encode("utf-32"), "UTF-16"),
    _case("två BOM i en fil utan rubrik", codecs.BOM_UTF8 * 2 + "\n".join(LINES[1:]).encode()),
    _case("två BOM före rubriken", codecs.BOM_UTF8 * 2 + SOUND),
    _case("ett byte som inte finns", SOUND + b"\n\x81" + CANARY.encode(), "inte går att läsa"),
    _case("överlång UTF-8", codecs.BOM_UTF8 + SOUND + b"\xc0\xaf" + CANARY.encode(), "inte går att läsa"),
    _case("ensamma surrogat", codecs.BOM_UTF8 + SOUND + b"\xed\xa0\x80", "inte går att läsa"),
    _case("DOS-tecken", _spoil(Klass="9BjXrk").replace(b"X", b"\x94"), "å, ä och ö"),
    _case("dubbelkodat", _spoil(Klass="9Ö".encode().decode("cp1252")), "å, ä och ö"),
    _case("ersättningstecken", _spoil(Fornamn=CANARY + "\ufffd"), "å, ä och ö"),
    _case("ESC-sekvens i ett namn", _spoil(Fornamn=f"\x1b]0;{CANARY}\x07"), "styrtecken"),
    _case("höger-till-vänster i klassen", _spoil(Klass="9\u202eA"), "osynliga tecken"),
    _case("höger-till-vänster i ett namn", _spoil(Fornamn=f"\u202e{CANARY}")),
    _case("arabiska siffror", _spoil(PersonNr="٢٠١٠٠٣١٥٩٨٠٧"), "Personnumret har fel form"),
    _case("fullbreda siffror", _spoil(Skolenhetskod="９９９９０００１"), "Skolenhetskoden har fel form"),
)
OTHERS = (
    _case("ett zip-arkiv", b"PK\x03\x04" + CANARY.encode(), "ett arkiv"),
    _case("en gammal Excelfil", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + CANARY.encode(), "ett arkiv"),
    _case("gzip", gzip.compress(SOUND, mtime=0), "Filen"),
    _case("en PDF", b"%PDF-1.7\n1 0 obj<</Title(" + CANARY.encode() + b")>>\n", "slutbetyg årskurs 9 ska ha"),
    _case("en webbsida", f"<html><script>alert('{CANARY}')</script></html>".encode(), "ska ha 33"),
    _case("JSON", f'{{"elev": "{CANARY}",\n"betyg": "A"}}'.encode(), "citattecken"),
    _case("tom", b"", "Filen är tom"),
    _case("bara rubriken", LINES[0].encode(), "Filen är tom"),
    _case("bara blanka rader", b"\r\n" * 300_000, "Filen är tom"),
    _case("en annan sorts fil", make_file("franvaro"), "ska ha 33"),
    _case("rubrikerna är namn", SOUND.replace(b"Ma", CANARY.encode(), 1), "Rubrikraden stämmer inte"),
    _case("alla rubriker är namn", f"{';'.join([CANARY] * 33)}\n{LINES[1]}".encode(), "inte"),
)
SIZES = (
    _case("ett fält på 5 MB", _spoil(Fornamn=CANARY * 400_000), "längre än 4000 tecken"),
    Case("500 felaktiga rader", BETYG, _wrong_rows, "Personnumret har fel form"),
    Case("100 000 kolumner", BETYG, _wide, "längre än 4000 tecken"),
    Case("en miljon semikolon", BETYG, b";" * 1_000_000, "längre än 4000 tecken"),
    Case("en halv miljon citattecken", BETYG, b'"\n' * 500_000, "citattecken"),
    Case("200 000 rader med ett fält", BETYG, f"{CANARY}\n".encode() * 200_000, "ska ha 33"),
    Case("300 000 blanka rader emellan", BETYG, TEXT.replace("\n", "\n" * 100_000).encode()),
)
SHAPES = (
    _case("ensamt citattecken", _spoil(Fornamn=f'"{CANARY}'), "citattecken"),
    _case("citattecken mitt i en cell", _spoil(Klass='"9"A'), "citattecken"),
    _case("radbrytning inom citattecken", _spoil(Fornamn=f'"{CANARY}\n{CANARY}"'), "citattecken"),
    _case("blandade radslut", "\r\n".join(LINES[:2]).encode() + b"\r" + "\n".join(LINES[2:]).encode()),
    _case("radslut med unicode", TEXT.replace("\n", "\u2028").encode(), "inte"),
    _case("kommaseparerad", TEXT.replace(";", ",").encode()),
    _case("tabbseparerad", TEXT.replace(";", "\t").encode()),
    _case("lodstreck", TEXT.replace(";", "|").encode(), "ska ha 33"),
    _case("rubriken en gång till", "\n".join([*LINES[:3], LINES[0], *LINES[3:]]).encode(), "kolumner"),
    _case("två filer hopklistrade", SOUND + SOUND, "fel antal kolumner"),
    _case("två sorters filer hopklistrade", SOUND + b"\n" + make_file("franvaro"), "fel antal kolumner"),
    _case("samma fil två gånger", SOUND + b"\n" + SOUND.partition(b"\n")[2]),
    _case("två betyg för en elev", SOUND + b"\n" + _spoil(Ma="F").split(b"\n")[2], "olika innehåll i Ma"),
    _case("en elev på två skolor", SOUND + b"\n" + _spoil(Skolenhetskod="99990002").split(b"\n")[2], "skol"),
    *(
        _case(f"avbruten {where}", SOUND[:at], "fel antal kolumner")
        for where, at in (
            ("i ett namn", SOUND.rindex(CANARY.encode()) + 5),
            ("i ett personnummer", SOUND.rindex(NUMBERS[3].encode()) + 6),
            ("efter ett semikolon", SOUND.rindex(b";D;D;") + 3),
        )
    ),
    _case("avbruten i rubriken", SOUND[:40], "ska ha 33"),
    _case(
        "avbruten mitt i ett å",
        codecs.BOM_UTF8 + _spoil(Fornamn="Å").split("Å".encode())[0] + b"\xc3",
        "inte går att läsa",
    ),
    _case("avbruten efter BOM", codecs.BOM_UTF8, "Filen är tom"),
)
CELLS = (
    _case("formel i klassen", _spoil(Klass=f"=1+{CANARY}"), "formel"),
    _case("DDE i klassen", _spoil(Klass="@SUM(1)*cmd|' /C x'!A0"), "formel"),
    _case("formel i ett namn", _spoil(Fornamn=f"=HYPERLINK({CANARY})")),
    _case("formel i ett betyg", _spoil(Ma=f"=HYPERLINK({CANARY})"), "formel"),
    _case("skript i ett namn", _spoil(Fornamn=f"<script>{CANARY}</script>")),
    _case("skript i ett betyg", _spoil(Ma=f"<script>{CANARY}</script>"), "Koden är inte tillåten"),
    _case("för långt skript i klassen", _spoil(Klass=f"<script>{CANARY}</script>"), "Texten är för lång"),
    _case("SQL i ett personnummer", _spoil(PersonNr=f"1' OR '{CANARY}'='"), "Personnumret har fel form"),
    _case("formatsträng i ett betyg", _spoil(Ma="{self.__class__}%s%n" + CANARY), "Koden är inte tillåten"),
    _case("gammal betygsskala", GAMMAL.encode(), "gamla skalan"),
    _case("namn i personnumret", _spoil(PersonNr=CANARY), "Personnumret har fel form"),
    _case("personnummer i klassen", _spoil(Klass=NUMBERS[0] * 3), "Texten är för lång"),
    _case("personnummer som exponent", _spoil(PersonNr="2,01E+11"), "avrundat tal"),
    _case("namn i datumet", _spoil(Datum=CANARY), "Datumet har fel form"),
    _case("år 9999", _spoil(Datum="9999-12-31"), "läsåret"),
    _case("förskjutna kolumner", SOUND.replace(b";9A;", b";9A;x;").replace(b"D;", b"", 4), "kolumner"),
)
SMALL = (
    Case(
        "formel i skolans namn",
        "skolenheter.csv",
        make_file("skolenheter", 1).replace("Björkskolan".encode(), b"=cmd|x"),
        "formel",
    ),
    Case("personnummer som skolans namn", "skolenheter.csv", b"\x00" + CANARY.encode(), "styrtecken"),
    Case("ingen skolenhet", "skolenheter.csv", make_file("skolenheter", 1)[:60], "Rubrik"),
    Case("okänd rubrik i registret", "elevregister.csv", f"{CANARY};b\n1;2".encode(), "Rubrikraden"),
    Case(
        "läsår som kod",
        "elevregister.csv",
        make_file("elevregister", Lasar=f"{CANARY}"),
        "Läsåret har fel form",
    ),
    Case("namn bland de skyddade", "skyddade.csv", f"{CANARY}\n".encode(), "Personnumret har fel form"),
    Case(
        "minuter i tusental", f"{LASAR}/franvaro.csv", make_file("franvaro", Erbjudna_min="9" * 400), "inget"
    ),
    Case("kompakt NP med halvt ämne", f"{LASAR}/np_ak9.csv", b"Datum;PersonNr;Skolenhetskod;SV_PROVB\n", "S"),
)
CASES = (*BYTES, *OTHERS, *SIZES, *SHAPES, *CELLS, *SMALL)
