"""Getting one page with patience: pace, deadlines, and another try where it may help.

Answers that may be better next time (429, 5xx, timeouts, dropped connections, broken bodies) are asked for
again with growing pauses, or the pause that the server asks for; everything else stops with one Swedish
sentence. Redirects are not followed.
"""

from __future__ import annotations

import datetime
import email.utils
import logging
import re
import ssl
import time
from collections.abc import Callable
from typing import NamedTuple, TypeVar

import httpx
import stamina

from analys.errors import AnalysError
from analys.official.answers import MOST_BYTES, BrokenBody
from analys.official.service import Service

TIMEOUT_S = 30.0
CONNECT_S = 5.0
"""A network that lets nothing out is known as such within half a minute."""
DEADLINE_S = 120.0
INTERVAL_S = 0.2
MOST_PATIENCE_S = 60.0
ATTEMPTS = 5
ATTEMPTS_WITHOUT_CONTACT = 3

T = TypeVar("T")

# Without a handler of its own, retry notices in English would reach the terminal.
logging.getLogger("stamina").addHandler(logging.NullHandler())


class ServiceError(AnalysError):
    """No usable answer from a service.

    `contact` tells whether there was any answer at all, `status` the code of one that no retry would better.
    """

    def __init__(self, service: Service, what: str, contact: bool = True, status: int = 0) -> None:
        self.contact = contact
        self.status = status
        super().__init__(
            f"Hämtningen från {service.namn} avbröts: {what}. Inget sparat har ändrats;"
            " försök igen senare eller arbeta vidare med det som redan är hämtat."
        )


class _TryAgain(Exception):
    """An answer that may be better next time, after `pause` seconds when the server has said so."""

    def __init__(self, what: str, pause: float | None = None, contact: bool = True) -> None:
        super().__init__(what)
        self.pause = pause
        self.contact = contact


class Line(NamedTuple):
    """What every request of one fetch shares: service, client, base address, pace, whom to tell."""

    service: Service
    http: httpx.Client
    base: str
    pace: Callable[[], None]
    tell: Callable[[str], None]


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


def get_patiently(
    line: Line, url: str, read: Callable[[bytes], T], attempts: int = ATTEMPTS
) -> tuple[bytes, T]:
    """Raw body of an address and what `read` makes of it; `read` raises `BrokenBody` when it is no good.

    Raises
    ------
    ServiceError
        When no attempt succeeds, or another would not help.
    """
    tries = 0

    def pause_before_next(error: Exception) -> bool | float:
        if not isinstance(error, _TryAgain) or (not error.contact and tries >= ATTEMPTS_WITHOUT_CONTACT):
            return False
        if tries < attempts:
            line.tell(f"Väntar på {line.service.namn}: {error}. Försöker igen.")
        return True if error.pause is None else error.pause

    retries = stamina.retry_context(
        on=pause_before_next, attempts=attempts, timeout=DEADLINE_S, wait_initial=0.5, wait_max=10.0
    )
    try:
        for attempt in retries:
            with attempt:
                tries += 1
                line.pace()
                raw = _get_once(line, url)
                try:
                    return raw, read(raw)
                except BrokenBody as error:
                    raise _TryAgain(f"ett trasigt svar ({error})") from None
    except _TryAgain as error:
        raise ServiceError(line.service, str(error), error.contact) from None
    raise AssertionError("unreachable: the last attempt returns or raises")


def _get_once(line: Line, url: str) -> bytes:
    give_up = time.monotonic() + DEADLINE_S
    content = bytearray()
    try:
        with line.http.stream("GET", url) as response:
            _check_status(line.service, response)
            for part in response.iter_bytes():
                content += part
                if len(content) > MOST_BYTES:
                    raise ServiceError(line.service, "svaret är orimligt stort")
                if time.monotonic() > give_up:
                    raise _TryAgain("svaret kom inte fram i tid")
    except httpx.TimeoutException:
        raise _TryAgain("tjänsten svarar inte i tid", contact=False) from None
    except (httpx.RemoteProtocolError, httpx.ReadError, httpx.DecodingError):
        raise _TryAgain("förbindelsen bröts mitt i ett svar") from None
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        if _is_untrusted(error):
            what = "tjänstens certifikat går inte att kontrollera (be it-avdelningen om hjälp)"
            raise ServiceError(line.service, what, contact=False) from None
        raise _TryAgain("ingen kontakt med tjänsten (kontrollera nätverket)", contact=False) from None
    return bytes(content)


def _is_untrusted(error: BaseException | None) -> bool:
    """Whether a certificate is what the failure is about; the system's own check words it in its own way."""
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError) or "CERTIFICATE_VERIFY_FAILED" in str(error):
            return True
        error = error.__cause__ or error.__context__
    return False


def _check_status(service: Service, response: httpx.Response) -> None:
    status = response.status_code
    if status == 429:
        pause = retry_after(response.headers.get("Retry-After", ""))
        raise _TryAgain("tjänsten är upptagen (svar 429)", pause)
    if status >= 500:
        raise _TryAgain(f"tjänsten har ett tillfälligt fel (svar {status})")
    if status != 200:
        what = f"tjänsten svarade {status} på frågan (kontrollera {service.kontrollera})"
        raise ServiceError(service, what, status=status)


def today() -> str:
    """The day that an answer carries, "2026-10-01". Only fetching may look at the clock."""
    return datetime.date.today().isoformat()


def retry_after(header: str) -> float | None:
    """Seconds that a server asks us to wait, at most a minute; None when it does not say.

    Examples
    --------
    >>> retry_after("7"), retry_after("86400"), retry_after("soon")
    (7.0, 60.0, None)
    """
    if re.fullmatch(r"[0-9]{1,6}", header.strip()):
        return min(float(header), MOST_PATIENCE_S)
    try:
        moment = email.utils.parsedate_to_datetime(header)
        seconds = (moment - datetime.datetime.now(datetime.UTC)).total_seconds()
    except (TypeError, ValueError):
        return None
    return min(max(seconds, 0.0), MOST_PATIENCE_S)
