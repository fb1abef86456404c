"""Every name and string in a PDF file's bytes, read without trusting its index.

What an index leaves out is still in the file. So the whole file is scanned: objects in the open, objects in
compressed streams, the streams' own metadata and the replacement texts of pages. Pictures and fonts are not.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from analys.inspection.formats.xml import Unreadable

MOST_BYTES = 200_000_000
MOST_STREAM = 80_000_000

_STREAM = re.compile(rb">>\s*stream\r?\n")
_STRING = re.compile(
    rb"\((?:[^()\\]++|\\.|\((?:[^()\\]++|\\.|\([^()]*+\))*+\))*+\)|<(?!<)[0-9A-Fa-f\s]*+>", re.DOTALL
)
_IDENTITY = re.compile(rb"/ID\s*\[\s*(?:<[0-9A-Fa-f]{32,48}>\s*){2}\]")
"""Two checksums, whose bytes may happen to be digits."""

_NAME = re.compile(rb"/((?:[A-Za-z0-9_.+-]|#[0-9A-Fa-f]{2})+)")
_SUBTYPE = re.compile(rb"/Subtype\s*/(\w+)")
_FILTER = re.compile(rb"/Filter\s*(\[[^\]]*\]|/\w+)")
_SPAN = re.compile(rb"<<([^<>]*(?:<[0-9A-Fa-f\s]*>[^<>]*)*)>>\s*BDC", re.DOTALL)
_LINK = re.compile(rb"/URI\s*(\((?:[^()\\]|\\.)*\)|<[0-9A-Fa-f\s]*>)", re.DOTALL)
_ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
_ESCAPED = {
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b"b": b"\b",
    b"f": b"\f",
    b"\n": b"",
    b"\r": b"",
    b"\r\n": b"",
}
_WEB = ("https://", "http://", "mailto:")
_OPAQUE = (b"/Image", b"/Length1", b"/FontFile", b"/CIDFontType0C", b"/OpenType", b"/Type1C", b"/XRef")
_MARK = re.compile(r"[\w ]{3,}")


@dataclass(frozen=True)
class Objects:
    """What the bytes hold.

    Parameters
    ----------
    names : frozenset of str
        Every name, such as "Type" or "JavaScript".
    annotations : frozenset of str
        Subtypes of objects.
    texts : tuple of str
        Every string, and the metadata, in order.
    links_elsewhere : bool
        Whether a link leads to anything but an address on the web.
    """

    names: frozenset[str]
    annotations: frozenset[str]
    texts: tuple[str, ...]
    links_elsewhere: bool


def read_objects(content: bytes) -> Objects:
    """Names and strings of a PDF.

    Raises
    ------
    Unreadable
        For what is no PDF, is encrypted, or packs its objects in a way that reports do not.
    """
    if not content.startswith(b"%PDF-") or len(content) > MOST_BYTES:
        raise Unreadable("den är ingen PDF-fil")
    bare: list[bytes] = []
    texts: list[str] = []
    at = 0
    for opening in _STREAM.finditer(content):
        if opening.start() < at:
            continue
        end = content.find(b"endstream", opening.end())
        end = len(content) if end < 0 else end
        bare.append(content[at : opening.start() + 2])
        header = bare[-1][bare[-1].rfind(b" obj") :]
        at = end
        if any(mark in header for mark in _OPAQUE):
            continue
        body = _unpack(content[opening.end() : end], header)
        if b"/ObjStm" in header:
            bare.append(body)
        elif b"/XML" in header or b"/EmbeddedFile" in header:
            texts.append(body.decode("utf-8", "replace"))
        else:
            texts.extend(text for span in _SPAN.findall(body) for text in _strings(span))
    bare.append(content[at:])
    objects = b"\n".join(bare)
    strings: list[bytes] = []

    def take(string: re.Match[bytes]) -> bytes:
        strings.append(string[0])
        return b" "

    # One pass takes the strings out, so that no name is looked for in them.
    plain = _STRING.sub(take, _IDENTITY.sub(b" ", objects))
    texts.extend(map(_decode, strings))
    names = frozenset(_decode_name(name) for name in set(_NAME.findall(plain)))
    if "Encrypt" in names:
        raise Unreadable("den är krypterad")
    links = [_decode(link) for link in _LINK.findall(objects)]
    return Objects(
        names,
        frozenset(name.decode("latin-1") for name in set(_SUBTYPE.findall(plain))),
        tuple(text for text in texts if _MARK.search(text)),
        any(not link.lower().startswith(_WEB) for link in links),
    )


def _unpack(body: bytes, header: bytes) -> bytes:
    match = _FILTER.search(header)
    for name in re.findall(rb"/(\w+)", match[1]) if match else ():
        if name == b"FlateDecode":
            unpack = zlib.decompressobj()
            try:
                body = unpack.decompress(body, MOST_STREAM)
            except zlib.error:
                raise Unreadable("den är skadad") from None
            if unpack.unconsumed_tail:
                raise Unreadable("den är för stor")
        elif name == b"ASCIIHexDecode":
            digits = re.sub(rb"[^0-9A-Fa-f]", b"", body.partition(b">")[0])
            body = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
        else:
            raise Unreadable("den är packad på ett sätt som rapporter inte är")
    return body


def _strings(objects: bytes) -> Iterator[str]:
    return (_decode(string) for string in _STRING.findall(objects))


def _decode(string: bytes) -> str:
    """Text of a string as it is written, in its brackets."""
    if string.startswith(b"<"):
        digits = re.sub(rb"\s", b"", string[1:-1])
        raw = bytes.fromhex((digits + b"0" * (len(digits) % 2)).decode("ascii"))
    elif b"\\" in string:
        raw = _ESCAPE.sub(_unescape, string[1:-1])
    else:
        raw = string[1:-1]
    if raw.startswith(b"\xfe\xff"):
        return raw[2:].decode("utf-16-be", "replace")
    if raw.startswith(b"\xff\xfe"):
        return raw[2:].decode("utf-16-le", "replace")
    return raw.removeprefix(b"\xef\xbb\xbf").decode("utf-8" if raw.startswith(b"\xef\xbb\xbf") else "latin-1")


def _unescape(match: re.Match[bytes]) -> bytes:
    code = match[1]
    if code.isdigit():
        return bytes([int(code, 8) & 255])
    return _ESCAPED.get(code, code)


def _decode_name(name: bytes) -> str:
    plain = re.sub(rb"#([0-9A-Fa-f]{2})", lambda code: bytes([int(code[1], 16)]), name)
    return plain.decode("latin-1")
