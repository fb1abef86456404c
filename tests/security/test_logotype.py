"""The logotype comes from somebody else: only a plain drawing below the data folder is taken."""

from __future__ import annotations

import base64
import os
import struct
import time
import zlib

import pytest

from analys.errors import ParameterError
from analys.rendering.logotype import load_logotype

SPACES = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
SVG = f'<svg {SPACES} viewBox="0 0 9 9">{{}}</svg>'
SQUARE = '<rect width="9" height="9" fill="#12436D"/>'


def chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(width=2, height=2, pixels=None, extra=b"") -> bytes:
    body = zlib.compress(b"\0" * (height * (1 + width)) if pixels is None else pixels, 9)
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", body) + chunk(b"IEND", b"")


@pytest.fixture
def data(tmp_path):
    folder = tmp_path / "data"
    folder.mkdir()
    (tmp_path / "hemlig.svg").write_text(SVG.format(SQUARE), encoding="utf-8")
    return folder


@pytest.fixture
def load(data):
    def from_content(content: str | bytes, name="vapen.svg") -> bytes:
        (data / name).write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
        uri = load_logotype(name, data)
        return base64.b64decode(uri.partition(";base64,")[2])

    return from_content


@pytest.mark.parametrize("path", ["../hemlig.svg", "bilder/../../hemlig.svg", "{absolut}", "..\\hemlig.svg"])
def test_it_lies_in_the_data_folder(data, path):
    with pytest.raises(ParameterError, match="datakatalogen"):
        load_logotype(path.format(absolut=data.parent / "hemlig.svg"), data)


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_a_link_out_of_the_data_folder_a_folder_and_a_pipe_are_refused(data):
    (data / "vapen.svg").symlink_to(data.parent / "hemlig.svg")
    (data / "mapp.svg").mkdir()
    os.mkfifo(data / "ror.svg")
    (data / "rund.svg").symlink_to(data / "rund.svg")

    for name in ("vapen.svg", "mapp.svg", "ror.svg", "rund.svg"):
        with pytest.raises(ParameterError):
            load_logotype(name, data)


def test_a_subfolder_is_fine(data):
    (data / "bilder").mkdir()
    (data / "bilder" / "vapen.png").write_bytes(png())

    assert load_logotype("bilder/vapen.png", data) == load_logotype("bilder\\vapen.png", data)


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
        '<image href="https://example.org/spion.png"/>',
        '<image xlink:href="file:///etc/passwd"/>',
        '<use href="https://example.org/a.svg#b"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        '<rect fill="url(https://example.org/a)"/>',
        '<rect style="fill:u\\72l(https://example.org/a)"/>',
        "<style>@import 'https://example.org/a.css';</style>",
        "<style>rect{fill:URL( 'https://example.org/a')}</style>",
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<animate attributeName="x" dur="1s"/>',
        "<handler>x</handler>",
    ],
)
def test_a_drawing_that_does_or_fetches_something_is_refused(load, inside):
    with pytest.raises(ParameterError, match="bilden"):
        load(SVG.format(inside))


def test_entities_are_refused_not_expanded(load, data):
    outside = f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{(data.parent / "hemlig.svg").as_uri()}">]>'
    laughs = (
        "<!DOCTYPE svg [<!ENTITY a 'ha'>"
        + "".join(
            f"<!ENTITY {b} '&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};'>"
            for a, b in zip("abcdefgh", "bcdefghi", strict=True)
        )
        + "]>"
    )
    for start, name in ((outside, "x"), (laughs, "i")):
        for content in (
            start + SVG.format(f"<text>&{name};</text>"),
            start + SVG.format(f'<g id="&{name};"/>'),
        ):
            with pytest.raises(ParameterError, match="entiteter"):
                load(content)
    with pytest.raises(ParameterError, match="UTF-8"):
        load((laughs + SVG.format("")).encode("utf-16"))


def test_what_a_drawing_program_adds_is_left_out(load):
    added = (
        "<metadata><name>Anna Andersson</name></metadata><!-- D:\\hem\\anna -->"
        '<d:view xmlns:d="urn:ritprogram" d:path="C:\\hem"/>'
        '<g onclick="alert(1)" xmlns:d="urn:ritprogram" d:fil="D:\\hem\\anna">'
    )
    kept = load(
        '<?xml version="1.0"?><!DOCTYPE svg><?xml-stylesheet href="a.css"?>'
        + SVG.format(f"{added}{SQUARE}</g>")
    )

    assert SQUARE.encode() in kept
    for trace in (b"anna", b"Anna", b"alert", b"urn:", b"DOCTYPE", b"stylesheet"):
        assert trace not in kept


def test_references_within_the_drawing_stay(load):
    inside = (
        '<defs><linearGradient id="a"><stop offset="0"/></linearGradient><path id="b" d="M0 0h1v1z"/></defs>'
        '<use xlink:href="#b" fill="url(#a)"/><style>.x{fill:url(\'#a\')}</style>'
    )

    assert load(SVG.format(inside)).count(b"#a") == 2


def test_a_drawing_that_multiplies_itself_is_refused(load):
    levels = ["<g id='l0'><rect/></g>"]
    levels += [f"<g id='l{i}'>" + f"<use href='#l{i - 1}'/>" * 10 + "</g>" for i in range(1, 12)]
    circle = "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>"
    many = "<rect/>" * 20_001

    for inside in ("".join(levels), circle, many):
        with pytest.raises(ParameterError, match="delar"):
            load(SVG.format(inside))
    with pytest.raises(ParameterError):
        load(SVG.format("<g>" * 5000 + "</g>" * 5000))


def test_only_what_draws_is_kept_of_a_bitmap(load):
    extra = (
        chunk(b"tEXt", b"Author\0Anna Andersson") + chunk(b"eXIf", b"59.6N 16.5E") + chunk(b"zTXt", b"x" * 99)
    )

    assert load(png(extra=extra), "vapen.png") == png()


@pytest.mark.parametrize(
    "content",
    [
        b"GIF89a",
        b"PK\x03\x04",
        png()[:-10],
        png()[:40] + b"\0" + png()[41:],
        png(60_000, 60_000, pixels=b""),
        png(pixels=b"\0" * 50_000_000),
        png(pixels=b"\0"),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""),
        SVG.format(SQUARE).encode(),
    ],
    ids=["gif", "zip", "avbruten", "skadad", "jättestor", "bomb", "för få", "tom", "svg"],
)
def test_a_bitmap_that_is_not_whole_or_too_large_is_refused(load, content):
    started = time.perf_counter()
    with pytest.raises(ParameterError, match="PNG"):
        load(content, "vapen.png")
    assert time.perf_counter() - started < 2


def test_a_large_file_is_not_read(load):
    with pytest.raises(ParameterError, match="större än 2 MB"):
        load(b"\x89PNG\r\n\x1a\n" + b"\0" * 2_000_001, "vapen.png")


def test_a_message_never_names_a_path(load, data):
    for path in ("../hemlig.svg", str(data.parent / "hemlig.svg"), "saknas/hemlig.svg"):
        with pytest.raises(ParameterError) as caught:
            load_logotype(path, data)
        assert "hemlig" not in str(caught.value)
