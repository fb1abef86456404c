"""The wire between this process and its workers: whoever connects must know what they were started with.

Ports of a computer's own address are open to all its users, and a scheduler does what it is asked.
"""

from __future__ import annotations

import asyncio
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from distributed import Nanny, Worker
from distributed.comm import CommClosedError
from distributed.comm.registry import backends
from distributed.comm.tcp import TCPBackend, TCPConnector, TCPListener

SCHEME = "egen"
VARIABLE = "ANALYS_ALLA_HEMLIGHET"
"""Environment variable of the workers; kernels are not given it."""

LENGTH = 32
"""Bytes of a challenge, and of an answer."""

PATIENCE_S = 30.0


@contextmanager
def share_secret() -> Iterator[None]:
    """A new secret, known to processes that are started within the block."""
    os.environ[VARIABLE] = secrets.token_hex(LENGTH)
    try:
        yield
    finally:
        del os.environ[VARIABLE]


def prove(who: bytes, challenges: bytes) -> bytes:
    """What shows that one of two knows the secret; the other's proof is of no use to it."""
    return hmac.digest(bytes.fromhex(os.environ[VARIABLE]), who + challenges, "sha256")


class Connector(TCPConnector):
    """Connects, and shows that it may, to one that shows it too."""

    prefix = f"{SCHEME}://"

    async def connect(self, address: str, deserialize: bool = True, **arguments: Any) -> Any:
        """An open connection."""
        comm = await super().connect(address, deserialize, **arguments)
        ours = secrets.token_bytes(LENGTH)
        await comm.stream.write(ours)
        theirs, proof = [await comm.stream.read_bytes(LENGTH) for _ in range(2)]
        if not hmac.compare_digest(proof, prove(b"listener", ours + theirs)):
            comm.abort()
            raise CommClosedError
        await comm.stream.write(prove(b"connector", ours + theirs))
        return comm


class Listener(TCPListener):
    """Listens to those who know the secret."""

    prefix = f"{SCHEME}://"

    async def _prepare_stream(self, stream: Any, address: str) -> Any:
        try:
            async with asyncio.timeout(PATIENCE_S):
                theirs, ours = await stream.read_bytes(LENGTH), secrets.token_bytes(LENGTH)
                await stream.write(ours + prove(b"listener", theirs + ours))
                proof = await stream.read_bytes(LENGTH)
        except OSError:  # A connection that was closed, or one that said nothing.
            stream.close()
            return None
        if hmac.compare_digest(proof, prove(b"connector", theirs + ours)):
            return stream
        stream.close()
        return None


class Backend(TCPBackend):
    """Such connections, to dask."""

    _connector_class = Connector
    _listener_class = Listener


class OwnWorker(Worker):
    """A worker that knows the wire: its process finds this module when it is told which class to start."""


class OwnNanny(Nanny):
    """Starts such a worker."""

    def __init__(self, scheduler: str, **settings: Any) -> None:
        super().__init__(scheduler, worker_class=OwnWorker, **settings)


backends[SCHEME] = Backend()
