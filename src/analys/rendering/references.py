"""Cross-references: an empty link to a figure, table or heading gets its number as text."""

from __future__ import annotations

from collections.abc import Iterator

from analys.rendering.markup import Element, Fault, find_origin, text_of


def fill_references(main: Element) -> Iterator[Fault]:
    """Fill empty internal links ("tabell 3", "avsnitt 1.2"); faults for links that lead nowhere.

    A link that opens a sentence gets a capital letter.
    """
    targets = {node.get("id"): node for node in main.xpath(".//*[@id]")}
    for link in main.iter("a"):
        href = link.get("href") or ""
        if not href.startswith("#"):
            if not text_of(link):
                yield Fault(find_origin(link), "länken saknar text.")
            if not href.startswith(("https://", "http://", "mailto:")):
                yield Fault(find_origin(link), "länken saknar adress.")
            continue
        target = targets.get(href[1:])
        if target is None:
            yield Fault(find_origin(link), f"hänvisningen till ”{href[1:]}” leder ingenstans.")
        elif not text_of(link):
            name = target.get("data-nummer")
            if name is None:
                yield Fault(
                    find_origin(link), f"hänvisningen till ”{href[1:]}” har inget nummer: skriv en länktext."
                )
                continue
            link.text = _phrase(target, name, opening=_opens_sentence(link))


def _phrase(target: Element, name: str, *, opening: bool) -> str:
    if target.tag == "h2":
        name = "metodbilagan" if name == "A" else f"kapitel {name}"
    elif target.tag == "h3":
        name = f"avsnitt {name}"
    phrase = name[0].lower() + name[1:]
    return (phrase[0].upper() + phrase[1:] if opening else phrase).replace(" ", "\u00a0")


def _opens_sentence(link: Element) -> bool:
    before = link.getprevious()
    text = (before.tail if before is not None else link.getparent().text) or ""
    if before is not None and not text.strip():
        text = text_of(before)
    text = text.rstrip()
    return not text or text.endswith((".", "!", "?", ":"))
