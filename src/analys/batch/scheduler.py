"""A cluster that somebody else runs: what may be sent there, how it is reached, and the crew that it makes.

Whoever reaches a scheduler can run programs on its workers and read what they are sent. Pupils are sent only
encrypted, to this computer itself, or where the user has said that nobody else listens.
"""

from __future__ import annotations

import ipaddress
import pickle
import re
import secrets
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from analys.batch.cluster import SETTINGS, quiet
from analys.batch.crews import as_made, lost
from analys.batch.errand import Look, Made, Make, Seen
from analys.batch.making import Explain, Outcome, fail
from analys.batch.orders import Order
from analys.batch.parcels import pack_underlag, read_packed
from analys.batch.program import describe_program, list_differences, pack_program
from analys.batch.rounds import Group
from analys.earlier import place_to_keep
from analys.environment import hash_environment
from analys.errors import AnalysError, NotebookError, ParameterError
from analys.paths import hash_file, make_private_file, make_private_folder
from analys.publishing import replace_folder

CERTIFICATES = {"tls_ca_file": "ca.pem", "tls_client_cert": "certifikat.pem", "tls_client_key": "nyckel.pem"}
"""Files of a folder of certificates, by what dask calls them."""

PATIENCE = "20s"
MARK = ".alla-marke"

_ADDRESS = re.compile(r"(tcp|tls)://(\[[0-9A-Fa-f:.]+\]|[^\s:/@\[\]]+):([0-9]{1,5})")


@dataclass(frozen=True)
class Reach:
    """How a scheduler is reached.

    Parameters
    ----------
    address : str
        tcp://host:port or tls://host:port.
    certifikat : pathlib.Path or None
        Folder of certificates, for tls.
    is_shared : bool
        Whether the workers have the same data folder and report folder.
    """

    address: str
    certifikat: Path | None = None
    is_shared: bool = False


def check_reach(reach: Reach, *, okrypterat: bool = False) -> None:
    """Tell what stops a scheduler from being used, before anything is sent.

    Parameters
    ----------
    reach : Reach
    okrypterat : bool
        Whether the user has said that pupils may be sent unencrypted.

    Raises
    ------
    ParameterError
        With every fault.
    """
    found = _ADDRESS.fullmatch(reach.address)
    if not found or int(found[3]) > 65535:
        raise ParameterError(
            "--scheduler: skriv adressen som tcp://dator:port eller tls://dator:port, till exempel "
            "tls://10.0.0.5:8786."
        )
    faults = []
    if found[1] == "tcp" and reach.certifikat:
        faults.append("--certifikat hör ihop med en adress som börjar med tls://.")
    if found[1] == "tls" and not reach.certifikat:
        faults.append(
            "--scheduler tls:// kräver --certifikat MAPP, med filerna "
            + ", ".join(CERTIFICATES.values())
            + "."
        )
    if reach.certifikat:
        missing = [name for name in CERTIFICATES.values() if not (reach.certifikat / name).is_file()]
        faults += [f"--certifikat: filen {name} saknas i mappen." for name in missing]
    if found[1] == "tcp" and not okrypterat and not _is_loopback(found[2]):
        faults.append(
            "Elevuppgifter skickas inte okrypterade över nätet. Använd en schemaläggare med TLS: "
            "--scheduler tls://… --certifikat MAPP. På ett nät där ingen annan kan lyssna kan du i stället "
            "lägga till --okrypterat."
        )
    if faults:
        raise ParameterError("\n".join(faults))


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


@contextmanager
def open_scheduler(reach: Reach, *, data: Path, out: Path, explain: Explain) -> Iterator[AtScheduler]:
    """The workers of a scheduler, each with this program as its guest; they are rid of it after the block.

    Parameters
    ----------
    reach : Reach
        As `check_reach` has approved it.
    data, out : pathlib.Path
        Data folder and report folder.
    explain : callable
        See `making.Explain`.

    Raises
    ------
    AnalysError
        When nobody answers, or a worker would give other bytes.
    """
    import cloudpickle
    import dask

    from analys.batch import guest

    with dask.config.set(SETTINGS), quiet(), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        client = _connect(reach)
        name = f"analys-{secrets.token_hex(8)}"
        cloudpickle.register_pickle_by_value(guest)
        try:
            client.register_plugin(guest.Guest(name, pack_program()))
            crew = AtScheduler(client, name, data, out, explain, reach.is_shared)
            crew.look()
            yield crew
        finally:
            cloudpickle.unregister_pickle_by_value(guest)
            with suppress(Exception):
                client.unregister_worker_plugin(name)
            client.close()


def _connect(reach: Reach) -> Any:
    from distributed import Client
    from distributed.security import Security

    secure = Security()
    if reach.certifikat:
        files = {kind: str(reach.certifikat / name) for kind, name in CERTIFICATES.items()}
        secure = Security(require_encryption=True, **files)
    try:
        client = Client(reach.address, security=secure, timeout=PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError, RuntimeError):
        raise AnalysError(
            f"Schemaläggaren {reach.address} svarar inte. Kontrollera adressen, att den är igång och att "
            "certifikaten är de som den känner."
        ) from None
    if not client.nthreads():
        client.close()
        raise AnalysError(f"Schemaläggaren {reach.address} har inga arbetare. Starta minst en: dask worker.")
    return client


@dataclass(frozen=True)
class AtScheduler:
    """Workers of a cluster, which are sent what they need.

    Parameters
    ----------
    client : distributed.Client
    name : str
        Of the guest that the workers have.
    data, out : pathlib.Path
        Data folder and report folder.
    explain : callable
        See `making.Explain`.
    is_shared : bool
        Whether the workers have the same folders.
    """

    client: Any
    name: str
    data: Path
    out: Path
    explain: Explain
    is_shared: bool = False

    def look(self) -> None:
        """See that every worker would give the same bytes, and has the folders that it is to share.

        Raises
        ------
        AnalysError
            With every worker that is refused, and why.
        """
        marks = self._mark() if self.is_shared else ()
        try:
            looks = {worker: self._ask(Look(marks), workers=[worker]) for worker in self.client.nthreads()}
            seen = {worker: _unpickle(future.result()) for worker, future in looks.items()}
            hashes = tuple(hash_file(mark) for mark in marks)
        finally:
            for mark in marks:
                mark.unlink(missing_ok=True)
        ours = describe_program()
        refused = []
        for worker, found in sorted(seen.items()):
            if not isinstance(found, Seen):
                refused.append(f"{worker}: programmet går inte att köra där. Paketen i låsfilen ska finnas.")
                continue
            faults = list_differences(ours, found.program)
            if found.marks != hashes:
                faults.append("ser inte samma datakatalog och rapportmapp som den här datorn")
            if faults:
                refused.append(f"{worker}: {'; '.join(faults)}.")
        if refused:
            raise AnalysError(
                "Klustrets arbetare skulle inte ge samma rapporter som den här datorn. Inget har skickats.\n"
                + "\n".join(refused)
                + "\nInstallera samma låsfil och samma Python-version på arbetarna."
            )

    def carry(self, groups: Sequence[Group]) -> Iterator[Outcome]:
        """What becomes of each order, as the workers are done with it; finished reports take their places."""
        parcels: dict[Path, Any] = {}
        for group in groups:
            parcel = b"" if self.is_shared else pack_underlag(group, self.data, self.out)
            sent = self.client.scatter(parcel, hash=False) if parcel else parcel
            parcels |= {order.target: sent for order in group}
        submit = lambda order: self._ask(  # noqa: E731
            Make(order, self.data, self.out, self.explain, self.is_shared, hash_environment()),
            parcels[order.target],
        )
        orders = [order for group in groups for order in group]
        for order, answer in as_made(self.client, orders, submit):
            made = _unpickle(answer)
            yield self._place(made) if isinstance(made, Made) else lost(order)

    def _ask(self, request: Look | Make, parcel: Any = b"", **where: Any) -> Any:
        from analys.batch.guest import run_errand

        return self.client.submit(
            run_errand, self.name, pickle.dumps(request), parcel, pure=False, retries=0, **where
        )

    def _place(self, made: Made) -> Outcome:
        """Put a report that came as bytes in its place, where another one stands or none."""
        outcome = made.outcome
        if outcome.code == NotebookError.exit_code:
            gone = (
                "Det hände på en arbetare, där arbetsfilerna nu är borttagna. Gör rapporten ensam på den här "
            )
            return replace(outcome, why=f"{outcome.why}\n{gone}datorn för att se var den stannade.")
        if not made.report:
            return outcome
        order = outcome.order
        try:
            return self._replace(order, read_packed(made.report), outcome)
        except Exception as error:
            return fail(order, error, self.explain, outcome.seconds)

    def _replace(self, order: Order, files: dict[str, bytes], outcome: Outcome) -> Outcome:
        target = order.target
        there = {p.relative_to(target).as_posix(): p for p in target.rglob("*") if p.is_file()}
        if there.keys() == files.keys() and all(there[n].read_bytes() == files[n] for n in files):
            return replace(outcome, kind="oförändrad")
        with replace_folder(target, keep=partial(place_to_keep, target, status=order.asked.status)) as folder:
            for name, content in files.items():
                (folder / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / name).write_bytes(content)
        return outcome

    def _mark(self) -> tuple[Path, ...]:
        private = self.data / "processed"
        make_private_folder(private / ".alla")
        self.out.mkdir(parents=True, exist_ok=True)
        marks = (private / ".alla" / MARK, self.out / MARK)
        for mark in marks:
            make_private_file(mark)
            mark.write_text(secrets.token_hex(16), encoding="ascii")
        return marks


def _unpickle(answer: object) -> object:
    return pickle.loads(answer) if isinstance(answer, bytes) and answer else None
