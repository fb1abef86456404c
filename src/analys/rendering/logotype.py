"""The logotype: a picture from somebody else, trusted with nothing.

Only a plain PNG or SVG below the data folder is taken, and only what draws is kept of it.
"""

from __future__ import annotations

import base64
import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

from lxml import etree

from analys.errors import ParameterError

MOST_BYTES = 2_000_000
MOST_PIXELS = 3_000
MOST_NODES = 20_000
KINDS = {".svg": "image/svg+xml", ".png": "image/png"}

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"
_DRAWING = frozenset(
    {
        *{
            "svg",
            "g",
            "defs",
            "symbol",
            "use",
            "switch",
            "title",
            "desc",
            "style",
            "text",
            "tspan",
            "textPath",
        },
        *{"path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "marker", "clipPath", "mask"},
        *{"linearGradient", "radialGradient", "stop", "pattern", "filter", "feBlend", "feColorMatrix"},
        *{"feComponentTransfer", "feComposite", "feFlood", "feFuncA", "feFuncB", "feFuncG", "feFuncR"},
        *{"feGaussianBlur", "feMerge", "feMergeNode", "feOffset", "switch"},
    }
)
_HARMLESS = frozenset(("metadata", "view"))
_REFERENCE = re.compile(r"url\s*\(\s*['\"]?\s*([^'\")]*)", re.IGNORECASE)
_FETCHING = re.compile(r"\\|@import|image-set|javascript:", re.IGNORECASE)
_PNG_HEAD = b"\x89PNG\r\n\x1a\n"
_PNG_KEPT = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"cHRM", b"IDAT", b"IEND")
_PNG_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}


class _Refused(Exception):
    """Why a picture is not taken, a Swedish clause."""


def load_logotype(path: str, data: Path | None) -> str:
    """The logotype as a data URI, "" when there is none.

    Parameters
    ----------
    path : str
        Path from the data folder.
    data : Path or None
        The data folder.

    Raises
    ------
    ParameterError
        When the file lies elsewhere, cannot be read, is neither SVG nor PNG, or holds more than a drawing:
        scripts, pictures or styles from elsewhere, entities, or more than a page can show.
    """
    if not path:
        return ""
    kind = KINDS.get(Path(path).suffix.lower())
    if kind is None:
        raise ParameterError("Logotypen ska vara en SVG- eller PNG-fil.")
    try:
        content = _read(path, data)
        clean = _clean_png(content) if kind == "image/png" else _clean_svg(content)
    except _Refused as reason:
        raise ParameterError(f"Logotypen kan inte användas: {reason}.") from None
    return f"data:{kind};base64,{base64.b64encode(clean).decode('ascii')}"


def _read(path: str, data: Path | None) -> bytes:
    parts = PureWindowsPath(path)  # knows the separators of every system
    if data is None or parts.drive or parts.root or ".." in parts.parts:
        raise _Refused("den ska ligga i datakatalogen; ange sökvägen därifrån, utan ..")
    place = data.joinpath(*parts.parts)
    try:
        if not place.resolve().is_relative_to(data.resolve()):
            raise _Refused("den är en länk ut ur datakatalogen; lägg själva filen där")
        if not place.is_file():
            raise _Refused("filen finns inte. Ange sökvägen från datakatalogen")
        if place.stat().st_size > MOST_BYTES:
            raise _Refused(f"filen är större än {MOST_BYTES // 10**6} MB")
        return place.read_bytes()
    except (OSError, RuntimeError, ValueError):
        raise _Refused("filen går inte att läsa. Ange sökvägen från datakatalogen") from None


def _clean_png(content: bytes) -> bytes:
    """The picture with nothing but what draws: no texts, profiles, animations or camera data."""
    kept = [_PNG_HEAD]
    pixels = b""
    head = None
    for name, body in _png_chunks(content):
        if name == b"IHDR":
            head = struct.unpack(">IIBBBBB", body) if len(body) == 13 and head is None else None
        if name[:1].isupper() and name not in _PNG_KEPT:
            raise _Refused("bilden är ingen hel PNG")
        if name == b"IDAT":
            pixels += body
        if name in _PNG_KEPT:
            kept.append(_png_chunk(name, body))
    if head is None or head[3] not in _PNG_CHANNELS or not 0 < max(head[:2]) <= MOST_PIXELS or 0 in head[:2]:
        raise _Refused(f"bilden är ingen hel PNG på högst {MOST_PIXELS} × {MOST_PIXELS} bildpunkter")
    _check_pixels(pixels, head)
    return b"".join(kept)


def _png_chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(_PNG_HEAD)
    if not content.startswith(_PNG_HEAD):
        raise _Refused("bilden är ingen PNG, fast filen heter så")
    name = b""
    while name != b"IEND":
        length = int.from_bytes(content[position : position + 4], "big")
        name, body = content[position + 4 : position + 8], content[position + 8 : position + 8 + length]
        check = content[position + 8 + length : position + 12 + length]
        if len(name) != 4 or len(body) != length or zlib.crc32(name + body) != int.from_bytes(check, "big"):
            raise _Refused("bilden är ingen hel PNG")
        yield name, body
        position += 12 + length


def _png_chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


def _check_pixels(compressed: bytes, head: tuple[int, ...]) -> None:
    """The pixels unpack to as many as the head says, no more."""
    width, height, depth, colour, _, _, interlaced = head
    expected = height * (1 + (width * depth * _PNG_CHANNELS[colour] + 7) // 8)
    most = expected if not interlaced else 2 * expected + 64
    unpack = zlib.decompressobj()
    try:
        size = len(unpack.decompress(compressed, most + 1))
    except zlib.error:
        raise _Refused("bilden är ingen hel PNG") from None
    if size > most or (not interlaced and size < expected):
        raise _Refused("bilden är ingen hel PNG")


def _clean_svg(content: bytes) -> bytes:
    """The drawing alone: no notes of the drawing program, no document type, no comments."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _Refused("bilden är ingen SVG i UTF-8") from None
    if "<!ENTITY" in text:
        raise _Refused("bilden innehåller entiteter. Exportera den som vanlig SVG")
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        declared = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
        root = etree.fromstring(declared.encode("utf-8"), parser)
    except etree.XMLSyntaxError:
        raise _Refused("bilden är ingen giltig SVG") from None
    if root.tag != f"{{{_SVG}}}svg":
        raise _Refused("bilden är ingen SVG, fast filen heter så")
    _clean_node(root)
    if _count_drawn(root) > MOST_NODES:
        raise _Refused(f"bilden har fler än {MOST_NODES} delar. Förenkla den eller spara den som PNG")
    etree.cleanup_namespaces(root)
    return etree.tostring(root, encoding="utf-8")


def _clean_node(node: etree._Element) -> None:
    if not isinstance(node.tag, str):
        raise _Refused("bilden innehåller entiteter. Exportera den som vanlig SVG")
    name = etree.QName(node)
    if name.localname not in _DRAWING:
        raise _Refused(f"bilden innehåller <{name.localname[:20]}>, som inte hör till en ren teckning")
    for key, value in list(node.attrib.items()):
        attribute = etree.QName(key)
        if attribute.localname == "href" and attribute.namespace in (None, _XLINK):
            if not value.strip().startswith("#"):
                raise _Refused("bilden hänvisar till något utanför sig själv")
        elif attribute.namespace or attribute.localname.lower().startswith("on"):
            del node.attrib[key]
        else:
            _check_style(value)
    if name.localname == "style":
        _check_style(node.text or "")
    for child in list(node):
        own = isinstance(child.tag, str) and etree.QName(child)
        if own and (own.namespace != _SVG or own.localname in _HARMLESS):
            node.remove(child)
        else:
            _clean_node(child)


def _check_style(text: str) -> None:
    """Nothing in a style may fetch anything; a backslash could hide that it does."""
    if any(not target.startswith("#") for target in _REFERENCE.findall(text)) or _FETCHING.search(text):
        raise _Refused("bilden hänvisar till något utanför sig själv")


def _count_drawn(root: etree._Element) -> float:
    """Number of elements when every reference is followed; infinite when they go in a circle."""
    by_id = {node.get("id"): node for node in root.iter() if node.get("id")}
    sizes: dict[etree._Element, float] = {}

    def count(node: etree._Element) -> float:
        if node not in sizes:
            sizes[node] = float("inf")  # Until it is known: met again on the way, it is a circle.
            targets = [by_id[name] for name in _references(node) if name in by_id]
            sizes[node] = 1 + sum(count(other) for other in (*node, *targets))
        return sizes[node]

    try:
        return count(root)
    except RecursionError:
        return float("inf")


def _references(node: etree._Element) -> Iterator[str]:
    for key, value in node.attrib.items():
        if etree.QName(key).localname == "href":
            yield value.strip()[1:]
        else:
            yield from (target.strip()[1:] for target in _REFERENCE.findall(value))
