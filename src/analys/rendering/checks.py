"""What the document refuses, with notebook and cell: HTML and PDF must show the same, to everyone."""

from __future__ import annotations

from collections.abc import Iterator

from analys.rendering.markup import Element, Fault, find_origin, has_class, text_of

TEXT = {"a", "em", "strong", "sup", "sub", "span", "small", "q", "abbr", "cite", "del", "br", "code", "img"}
BLOCKS = {
    "main",
    "div",
    "section",
    "aside",
    "p",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "hr",
}
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
TABLES = {"figure", "figcaption", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td"}
ALLOWED = TEXT | BLOCKS | HEADINGS | TABLES
OWN = {
    "data-cell",
    "data-etikett",
    "data-eget",
    "data-bild",
    "data-bredd",
    "data-ursprung",
    "data-skift",
    "aria-hidden",
}
ATTRIBUTES = OWN | {"id", "class", "href", "src", "alt", "scope", "colspan", "rowspan", "start", "lang"}
FOOTNOTE_IDS = ("fn-", "fnref-")
SYNONYMS = {"b": "strong", "i": "em", "s": "del"}


def clean(main: Element) -> None:
    """Rename synonyms and drop attributes, such as styles, that only one of the formats would honour."""
    for node in main.iter():
        if node.tag in SYNONYMS:
            node.tag = SYNONYMS[node.tag]
        for name in [name for name in node.attrib if name not in ATTRIBUTES]:
            if name == "style" and node.tag in ("td", "th") and "right" in node.get("style"):
                node.set("class", f"{node.get('class', '')} tal".strip())
            del node.attrib[name]


def check(main: Element) -> Iterator[Fault]:
    """Faults of the cells' HTML before anything is numbered."""
    yield from _check_elements(main)
    yield from _check_images(main)
    yield from _check_tables(main)
    yield from _check_headings(main)
    yield from _check_ids(main)


def _check_elements(main: Element) -> Iterator[Fault]:
    for node in main.iter():
        if node.tag not in ALLOWED:
            yield Fault(find_origin(node), f"elementet <{node.tag}> kan inte visas i rapporten. Ta bort det.")


def _check_images(main: Element) -> Iterator[Fault]:
    for image in main.iter("img"):
        if not (image.get("alt") or "").strip():
            yield Fault(find_origin(image), "bilden saknar alternativtext. Skriv vad den visar.")
        if not (image.get("src") or "").startswith(("data:image/svg+xml;base64,", "data:image/png;base64,")):
            yield Fault(
                find_origin(image), "bilden hämtas utifrån. Rapporten visar bara bilder den själv bär."
            )


def _check_tables(main: Element) -> Iterator[Fault]:
    for table in main.iter("table"):
        where = find_origin(table)
        rows = list(table.iter("tr"))
        widths = {sum(int(cell.get("colspan") or 1) for cell in row) for row in rows}
        if any(cell.get("rowspan") for cell in table.iter("td", "th")):
            yield Fault(
                where, "tabellen har celler som spänner över flera rader. Skriv ut värdet på varje rad."
            )
        elif len(widths) != 1:
            yield Fault(where, "tabellens rader har olika många celler.")
        head = table.find("thead")
        if head is None or not len(head):
            yield Fault(where, "tabellen saknar rubrikrad.")
        if any(not text_of(cell) for cell in table.iter("th")):
            yield Fault(where, "tabellen har en tom rubrikcell. Skriv en rubrik, även över första kolumnen.")
        if next(table.iterancestors("table"), None) is not None:
            yield Fault(where, "tabellen ligger i en annan tabell.")
    for figure in main.iter("figure"):
        caption = figure.find("table/caption") if has_class(figure, "tabell") else figure.find("figcaption")
        if caption is None or not text_of(caption):
            yield Fault(find_origin(figure), "tabellen eller figuren saknar rubrik.")


def _check_headings(main: Element) -> Iterator[Fault]:
    previous = 1
    for node in main.iter("h1", "h2", "h3", "h4", "h5", "h6"):
        shift = next((int(a.get("data-skift")) for a in node.iterancestors() if a.get("data-skift")), 0)
        level = int(node.tag[1]) + 1 + shift
        own = has_class(node, "onumrerad")
        if not text_of(node):
            yield Fault(find_origin(node), "rubriken är tom.")
        if level > previous + 1 and not own:
            wanted = "#" * (previous - shift)
            yield Fault(
                find_origin(node),
                f"rubriken hoppar över en nivå. Skriv {wanted} i stället för {'#' * int(node.tag[1])}.",
            )
        if level > 6:
            yield Fault(find_origin(node), "rubriken har för djup nivå.")
        previous = previous if own else level


def _check_ids(main: Element) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for node in main.iter():
        name = node.get("id")
        if name is None or name.startswith(FOOTNOTE_IDS):
            continue
        if name in seen:
            yield Fault(find_origin(node), f"”{name}” visas redan i {seen[name]}. Ge den ett eget id.")
        seen.setdefault(name, find_origin(node))
