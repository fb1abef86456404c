"""Asking a service, over the system's own certificates, at the address that we were told and at no other."""

from __future__ import annotations

import ipaddress
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

import httpx
import truststore

from analys.errors import ParameterError
from analys.official import patience
from analys.official.patience import Line, make_pace
from analys.official.service import Service


class Page(NamedTuple):
    """One page of an answer, and the address that gave it."""

    url: str
    raw: bytes


def check_bas_url(bas_url: str, service: Service) -> str:
    """Base address without a closing slash.

    Raises
    ------
    ParameterError
        When it is no http(s) address.

    Examples
    --------
    >>> from analys.official.service import KOLADA
    >>> check_bas_url("https://api.kolada.se/v3/", KOLADA)
    'https://api.kolada.se/v3'
    """
    try:
        parts = urlsplit(bas_url.strip())
        valid = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
    except ValueError:
        valid = False
    if not valid or parts.query or parts.fragment or parts.username:
        raise ParameterError(
            f"Adressen till {service.namn} ska se ut som {service.bas_url}"
            f" (allt till och med {service.bas_till})."
        )
    return bas_url.strip().rstrip("/")


@contextmanager
def open_line(service: Service, bas_url: str, tell: Callable[[str], None]) -> Iterator[Line]:
    """A line to the service at `bas_url`, for at most five requests a second.

    The system's certificates and proxy settings are used; a loopback address is asked directly. Redirects
    are not followed. `tell` hears in Swedish when an answer has to be waited for.

    Raises
    ------
    ParameterError
        When `bas_url` is no http(s) address.
    """
    base = check_bas_url(bas_url, service)
    with httpx.Client(
        # A proxy that looks into TLS has its certificate in the system's store, and nowhere else.
        verify=truststore.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        trust_env=not _is_loopback(base),
        timeout=httpx.Timeout(patience.TIMEOUT_S, connect=patience.CONNECT_S),
        headers={"Accept": service.accept, "User-Agent": "genomlysning"},
    ) as http:
        yield Line(service, http, base, make_pace(), tell)


def _is_loopback(base: str) -> bool:
    host = urlsplit(base).hostname or ""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
