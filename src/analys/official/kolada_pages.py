"""Kolada's answers page by page.

A `next_url` is only ever asked of our own base address, whatever host it names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Protocol
from urllib.parse import urlsplit

from analys.official import patience
from analys.official.answers import BrokenBody, parse_body
from analys.official.client import Page, open_line
from analys.official.patience import Line, ServiceError, get_patiently
from analys.official.service import KOLADA

MOST_PAGES = 200
_QUERY = re.compile(r"[A-Za-z0-9_.~%&=+,:-]{1,2000}")

Body = dict[str, Any]
Check = Callable[[Body], object]


class Ask(Protocol):
    """Raw pages of one question; `check` raises `BrokenBody` when a parsed page is not what was asked."""

    def __call__(
        self, path: str, query: str, check: Check, attempts: int = patience.ATTEMPTS
    ) -> list[Page]: ...


@contextmanager
def open_kolada(bas_url: str, tell: Callable[[str], None]) -> Iterator[Ask]:
    """A function that asks questions of the Kolada server at `bas_url`.

    Raises
    ------
    ParameterError
        When `bas_url` is no http(s) address.
    ServiceError
        From the function, when there is no usable answer.
    """
    with open_line(KOLADA, bas_url, tell) as line:

        def ask(path: str, query: str, check: Check, attempts: int = patience.ATTEMPTS) -> list[Page]:
            return _ask(line, path, query, check, attempts)

        yield ask


def next_page(base: str, asked: str, next_url: str) -> str:
    """Address of the next page on our own server, whatever host `next_url` names.

    Parameters
    ----------
    base : str
        Base address up to and including /v3.
    asked : str
        Path that was asked, from the base.
    next_url : str
        What the server says.

    Raises
    ------
    BrokenBody
        When it does not continue the same kind of question.

    Examples
    --------
    >>> next_page("http://127.0.0.1:9/v3", "/kpi/N15505", "https://api.kolada.se/v3/kpi/N15505?page=2")
    'http://127.0.0.1:9/v3/kpi/N15505?page=2'
    """
    try:
        parts = urlsplit(next_url)
    except ValueError:
        raise BrokenBody("adressen till nästa sida har fel form") from None
    prefix = urlsplit(base).path
    if parts.path.startswith(f"{prefix}/"):
        tail = parts.path.removeprefix(prefix)
    else:
        tail = parts.path.partition("/v3")[2] if parts.path else asked
    kind = asked.split("/")[1]
    if not re.fullmatch(rf"/{kind}(/[A-Za-z0-9_,%-]+)*/?", tail) or not _QUERY.fullmatch(parts.query):
        raise BrokenBody("adressen till nästa sida hör inte till frågan")
    return f"{base}{tail}?{parts.query}"


def _ask(line: Line, path: str, query: str, check: Check, attempts: int) -> list[Page]:
    # A count that is possible on each page but wrong for the whole shows only at the end.
    for _ in range(3):
        pages = list(_pages(line, path, query, check, attempts))
        sizes = [len(body["values"]) for _, body in pages]
        counts = [body.get("count", size) for (_, body), size in zip(pages, sizes, strict=True)]
        if counts in (sizes, [sum(sizes)] * len(sizes)):
            return [page for page, _ in pages]
    raise ServiceError(KOLADA, "sidorna i svaret går inte ihop med antalet poster som det säger sig ha")


def _pages(line: Line, path: str, query: str, check: Check, attempts: int) -> Iterator[tuple[Page, Body]]:
    url = f"{line.base}{path}?{query}"
    asked: set[str] = set()

    def read(raw: bytes) -> Body:
        body = parse_body(raw)
        check(body)
        size = len(body["values"])
        if body.get("next_url"):
            next_page(line.base, path, body["next_url"])
        elif len(asked) == 1 and body.get("count", size) != size:
            raise BrokenBody("antalet i ”count” stämmer inte med listan ”values”")
        return body

    while url:
        asked.add(url)
        raw, body = get_patiently(line, url, read, attempts)
        yield Page(url, raw), body
        url = next_page(line.base, path, body["next_url"]) if body.get("next_url") else ""
        if url in asked or len(asked) >= MOST_PAGES:
            raise ServiceError(KOLADA, "svaret bläddrar runt i sina egna sidor")
