"""Skolverket's Planned Educations API v4 on the loopback address, answering from the reference bodies.

Serves the list of school units of a municipality and the statistics of each. Real bodies are those of
`planned_educations_v4_statistics_gr_42_svar.json`; the API wraps them in status, message and body. Also runs
alone: ``python tests/official/loopback_skolverket.py --port 8766``.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import json
import sys
import threading
import time
from collections.abc import Callable, Mapping
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

UNDERLAG = Path(__file__).resolve().parents[3] / "shared" / "underlag" / "skolverket"
BODIES = "planned_educations_v4_statistics_gr_42_svar.json"
LONG = "planned_educations_v4_statistics_gr_long_2026-04.csv.gz"
ACCEPT = "application/vnd.skolverket.plannededucations.api.v4.hal+json"

# A fault takes (number of this request from 1, path with query) and returns None for a good answer, or
# (status, headers, body); body None is a dropped connection.
Fault = Callable[[int, str], "tuple[int, dict[str, str], bytes | None] | None"]
Unit = dict[str, Any]


@cache
def real_bodies() -> dict[str, dict[str, Any]]:
    """The reference bodies by unit, as the API has them under "body"."""
    bodies = json.loads((UNDERLAG / BODIES).read_text(encoding="utf-8"))
    return {body["schoolUnit"]: {k: v for k, v in body.items() if k != "fetched"} for body in bodies}


@cache
def long_rows() -> list[dict[str, str]]:
    """Rows of the long reference file."""
    with gzip.open(UNDERLAG / LONG, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def make_unit(code: str, name: str = "", kommun: str = "1961", organizer: str = "Kommunal") -> Unit:
    """A unit as the list of units has it."""
    return {
        "code": code,
        "name": name or f"Skola {code}",
        "geographicalAreaCode": kommun,
        "postCodeDistrict": "Orten",
        "typeOfSchooling": [{"code": "gr", "displayName": "Grundskolan", "schoolYears": ["7", "8", "9"]}],
        "studentsPerTeacherQuota": None,
        "principalOrganizerType": organizer,
        "abroadSchool": False,
        "_links": {"self": {"href": f"http://localhost:9007/planned-educations/v3/school-units/{code}"}},
    }


def wrap(body: Any) -> bytes:
    """A body as the API sends it."""
    return json.dumps({"status": "OK", "message": "Success", "body": body}, ensure_ascii=False).encode()


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class SkolverketServer:
    """The server in a thread; `with SkolverketServer(units, bodies) as server: … server.bas_url`.

    Parameters
    ----------
    units : list of dict
        Units of every municipality, see `make_unit`.
    bodies : mapping of str to (dict or bytes)
        Statistics by unit; 404 for a unit that has none.
    page_size : int
        Units on a page, when fewer than the question's size.
    fault : callable, optional
        Trouble, see `Fault`.
    link_host : str
        Host and scheme that the list's links name.
    """

    def __init__(
        self,
        units: list[Unit],
        bodies: Mapping[str, dict[str, Any] | bytes],
        page_size: int = 100,
        fault: Fault | None = None,
        link_host: str = "http://localhost:9007",
        port: int = 0,
    ) -> None:
        self.units, self.bodies, self.page_size = units, bodies, page_size
        self.fault, self.link_host = fault, link_host
        self.asked: list[str] = []
        self.accepts: set[str] = set()
        self.times: list[float] = []
        self._http = _Http(("127.0.0.1", port), _make_handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def bas_url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}/planned-educations/v4"

    def __enter__(self) -> SkolverketServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    @property
    def asked_units(self) -> list[str]:
        """Units whose statistics were asked for, in order."""
        return [address.split("/")[4] for address in self.asked if "/statistics/" in address]

    def answer(self, address: str, accept: str) -> tuple[int, dict[str, str], bytes | None]:
        """Status, headers and body for one address."""
        self.asked.append(address)
        self.accepts.add(accept)
        self.times.append(time.monotonic())
        if self.fault and (trouble := self.fault(len(self.asked), address)):
            return trouble
        parts = urlsplit(address)
        query = {name: value[0] for name, value in parse_qs(parts.query).items()}
        match [part for part in parts.path.split("/") if part]:
            case _ if accept != ACCEPT:
                return 406, {}, b""
            case ["planned-educations", "v4", "school-units"]:
                return 200, {"Content-Type": ACCEPT}, wrap(self._list(query, parts.path))
            case ["planned-educations", "v4", "school-units", code, "statistics", "gr"]:
                body = self.bodies.get(code)
                if body is None:
                    return 404, {}, b'{"status":"404 NOT_FOUND","message":"Not Found","body":null}'
                return 200, {"Content-Type": ACCEPT}, body if isinstance(body, bytes) else wrap(body)
        return 404, {}, b""

    def _list(self, query: dict[str, str], path: str) -> dict[str, Any]:
        area, form = query.get("geographicalAreaCode"), query.get("typeOfSchooling")
        found = [
            unit
            for unit in self.units
            if unit["geographicalAreaCode"] == area
            and any(given["code"] == form for given in unit["typeOfSchooling"])
        ]
        size, number = min(self.page_size, int(query["size"])), int(query.get("page", 0))
        shown = found[number * size : (number + 1) * size]
        links = {"next": {"href": f"{self.link_host}{path}?page={number + 1}"}}
        pages = -(-len(found) // size)
        page = {"size": size, "totalElements": len(found), "totalPages": pages, "number": number}
        return (
            {"_embedded": {"listedSchoolUnits": shown}, "_links": links, "page": page}
            if found
            else {
                "_links": {},
                "page": page,
            }
        )


def _make_handler(server: SkolverketServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = server.answer(self.path, self.headers.get("Accept", ""))
            if body is None:
                self.close_connection = True
                self.connection.close()
                return
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            pass

    return Handler


def main() -> None:
    """Serve the reference bodies as if every unit lay in Hallstahammar, and one unit without statistics."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--port", type=int, default=8766)
    parser.add_argument("--slow", type=float, default=0.0)
    args = parser.parse_args()
    names = {row["schoolUnitCode"]: row["name"] for row in long_rows()}
    units = [make_unit(code, names.get(code, "")) for code in real_bodies()]
    units.append(make_unit("99999999", "Nystartade skolan"))

    def slow(number: int, path: str) -> None:
        time.sleep(args.slow)

    with SkolverketServer(units, real_bodies(), port=args.port, fault=slow) as server:
        print(server.bas_url, flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
