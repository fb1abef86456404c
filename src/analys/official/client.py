"""Asking Kolada politely: paging, five requests a second, and patience with busy or broken answers.

One request returns the pages of one question as raw bytes. Answers that may be better next time (429, 5xx,
timeouts, dropped connections, broken bodies) are asked for again with growing pauses; everything else stops
with one Swedish sentence. A `next_url` is only ever asked of the server that we were told to use, whatever
host it names, and redirects are not followed.
"""

from __future__ import annotations

import datetime
import email.utils
import ipaddress
import logging
import re
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import httpx
import stamina

from analys.errors import AnalysError, ParameterError
from analys.official.answers import MOST_BYTES, BrokenBody, parse_body

TIMEOUT_S = 30.0
DEADLINE_S = 120.0
ATTEMPTS = 5
MOST_PAGES = 200
INTERVAL_S = 0.2
MOST_PATIENCE_S = 60.0
ATTEMPTS_WITHOUT_CONTACT = 3

Check = Callable[[dict[str, Any]], object]
_QUERY = re.compile(r"[A-Za-z0-9_.~%&=+,:-]{1,2000}")

# Without a handler of its own, retry notices in English would reach the terminal.
logging.getLogger("stamina").addHandler(logging.NullHandler())


class Page(NamedTuple):
    """One page of an answer, and the address that gave it."""

    url: str
    raw: bytes


Ask = Callable[[str, str, Check], list[Page]]


class KoladaError(AnalysError):
    """No usable answer from Kolada; `contact` tells whether there was any answer at all."""

    def __init__(self, what: str, contact: bool = True) -> None:
        self.contact = contact
        super().__init__(
            f"Hämtningen från Kolada avbröts: {what}. Inget sparat har ändrats;"
            " försök igen senare eller arbeta vidare med det som redan är hämtat."
        )


class _TryAgain(Exception):
    """An answer that may be better next time, after `pause` seconds when the server has said so."""

    def __init__(self, what: str, pause: float | None = None, contact: bool = True) -> None:
        super().__init__(what)
        self.pause = pause
        self.contact = contact


def check_bas_url(bas_url: str) -> str:
    """Base address without a closing slash.

    Raises
    ------
    ParameterError
        When it is no http(s) address.

    Examples
    --------
    >>> check_bas_url("https://api.kolada.se/v3/")
    'https://api.kolada.se/v3'
    """
    try:
        parts = urlsplit(bas_url.strip())
        valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        valid = False
    if not valid or parts.query or parts.fragment or parts.username:
        raise ParameterError(
            "Adressen till Kolada ska se ut som https://api.kolada.se/v3 (allt till och med /v3)."
        )
    return bas_url.strip().rstrip("/")


@contextmanager
def open_client(bas_url: str) -> Iterator[Ask]:
    """A function `ask(path, query, check)` that returns the raw pages of one question.

    `check` is called with each page's parsed body and raises `BrokenBody` when it is not what was asked. The
    system's certificates and proxy settings are used; a loopback address is asked directly.

    Raises
    ------
    ParameterError
        When `bas_url` is no http(s) address.
    KoladaError
        From `ask`.
    """
    base = check_bas_url(bas_url)
    pace = make_pace()
    with httpx.Client(
        verify=ssl.create_default_context(),
        trust_env=not _is_loopback(base),
        timeout=TIMEOUT_S,
        headers={"Accept": "application/json", "User-Agent": "genomlysning"},
    ) as http:
        yield lambda path, query, check: _ask(_Line(http, base, pace), path, query, check)


def make_pace(
    clock: Callable[[], float] = time.monotonic, sleep: Callable[[float], None] = time.sleep
) -> Callable[[], None]:
    """A function that waits until `INTERVAL_S` have passed since it last returned."""
    last = -INTERVAL_S

    def wait() -> None:
        nonlocal last
        pause = last + INTERVAL_S - clock()
        if pause > 0:
            sleep(pause)
        last = clock()

    return wait


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


class _Line(NamedTuple):
    """What every request of one fetch shares."""

    http: httpx.Client
    base: str
    pace: Callable[[], None]


def _ask(line: _Line, path: str, query: str, check: Check) -> list[Page]:
    # A count that is possible on each page but wrong for the whole shows only at the end.
    for _ in range(3):
        pages = list(_pages(line, path, query, check))
        sizes = [len(body["values"]) for _, body in pages]
        counts = [body.get("count", size) for (_, body), size in zip(pages, sizes, strict=True)]
        if counts in (sizes, [sum(sizes)] * len(sizes)):
            return [page for page, _ in pages]
    raise KoladaError("sidorna i svaret går inte ihop med antalet poster som det säger sig ha")


def _pages(line: _Line, path: str, query: str, check: Check) -> Iterator[tuple[Page, dict[str, Any]]]:
    url = f"{line.base}{path}?{query}"
    asked: set[str] = set()
    while url:
        asked.add(url)
        raw, body = _get_patiently(line, url, path, _check_first(check) if len(asked) == 1 else check)
        yield Page(url, raw), body
        url = next_page(line.base, path, body["next_url"]) if body.get("next_url") else ""
        if url in asked or len(asked) >= MOST_PAGES:
            raise KoladaError("svaret bläddrar runt i sina egna sidor")


def _check_first(check: Check) -> Check:
    def check_first(body: dict[str, Any]) -> None:
        check(body)
        size = len(body["values"])
        if not body.get("next_url") and body.get("count", size) != size:
            raise BrokenBody("antalet i ”count” stämmer inte med listan ”values”")

    return check_first


def _get_patiently(line: _Line, url: str, path: str, check: Check) -> tuple[bytes, dict[str, Any]]:
    tries = 0

    def pause_before_next(error: Exception) -> bool | float:
        if not isinstance(error, _TryAgain) or (not error.contact and tries >= ATTEMPTS_WITHOUT_CONTACT):
            return False
        return True if error.pause is None else error.pause

    retries = stamina.retry_context(
        on=pause_before_next, attempts=ATTEMPTS, timeout=DEADLINE_S, wait_initial=0.5, wait_max=10.0
    )
    try:
        for attempt in retries:
            with attempt:
                tries += 1
                line.pace()
                raw = _get_once(line.http, url)
                return raw, _parse(line.base, path, raw, check)
    except _TryAgain as error:
        raise KoladaError(str(error), error.contact) from None
    raise AssertionError("unreachable: the last attempt returns or raises")


def _parse(base: str, path: str, raw: bytes, check: Check) -> dict[str, Any]:
    try:
        body = parse_body(raw)
        check(body)
        if body.get("next_url"):
            next_page(base, path, body["next_url"])
    except BrokenBody as error:
        raise _TryAgain(f"ett trasigt svar ({error})") from None
    return body


def _get_once(http: httpx.Client, url: str) -> bytes:
    give_up = time.monotonic() + DEADLINE_S
    content = bytearray()
    try:
        with http.stream("GET", url) as response:
            _check_status(response)
            for part in response.iter_bytes():
                content += part
                if len(content) > MOST_BYTES:
                    raise KoladaError("svaret är orimligt stort")
                if time.monotonic() > give_up:
                    raise _TryAgain("svaret kom inte fram i tid")
    except httpx.TimeoutException:
        raise _TryAgain("tjänsten svarar inte i tid", contact=False) from None
    except (httpx.RemoteProtocolError, httpx.ReadError, httpx.DecodingError):
        raise _TryAgain("förbindelsen bröts mitt i ett svar") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            what = "tjänstens certifikat går inte att kontrollera (be it-avdelningen om hjälp)"
            raise KoladaError(what, contact=False) from None
        raise _TryAgain("ingen kontakt med tjänsten (kontrollera nätverket)", contact=False) from None
    return bytes(content)


def _check_status(response: httpx.Response) -> None:
    status = response.status_code
    if status == 429:
        raise _TryAgain(
            "tjänsten är upptagen (svar 429)", _retry_after(response.headers.get("Retry-After", ""))
        )
    if status >= 500:
        raise _TryAgain(f"tjänsten har ett tillfälligt fel (svar {status})")
    if status != 200:
        raise KoladaError(f"tjänsten svarade {status} på frågan (kontrollera adressen och nyckeltalen)")


def _retry_after(header: str) -> float | None:
    """Seconds that the server asks us to wait, at most a minute; None when it does not say."""
    if re.fullmatch(r"[0-9]{1,6}", header.strip()):
        return min(float(header), MOST_PATIENCE_S)
    try:
        moment = email.utils.parsedate_to_datetime(header)
        seconds = (moment - datetime.datetime.now(datetime.UTC)).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), MOST_PATIENCE_S)


def _is_loopback(base: str) -> bool:
    host = urlsplit(base).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
