"""A Kolada server on the loopback address, answering from the reference files beside the project.

Serves what the client asks of the real API v3: /v3/data/kpi/…/municipality/…/year/…, /v3/municipality,
/v3/municipality_groups and /v3/kpi, with paging, at most 25 ids a segment (422 otherwise) and switches for
trouble. Also runs alone: ``python tests/official/loopback.py --port 8765``.
"""

from __future__ import annotations

import argparse
import csv
import json
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

UNDERLAG = Path(__file__).resolve().parents[3] / "shared" / "underlag" / "kolada"
MOST_IDS = 25
MOST_PER_PAGE = 5000

# A fault takes (number of this request from 1, path with query) and returns None for a good answer, or
# (status, headers, body); body None is a dropped connection.
Fault = Callable[[int, str], "tuple[int, dict[str, str], bytes | None] | None"]


def first(
    times: int, status: int, headers: dict[str, str] | None = None, body: bytes | None = b"{}"
) -> Fault:
    """Fault of the first `times` requests."""
    return lambda number, path: (status, headers or {}, body) if number <= times else None


def on(part: str, fault: Fault) -> Fault:
    """Fault of the requests whose path holds `part`, counted apart."""
    numbers = iter(range(1, 1_000_000))
    return lambda number, path: fault(next(numbers), path) if part in path else None


@cache
def read_underlag() -> dict[str, Any]:
    """Municipalities, groups, KPI titles and values {(kpi, code, year): {gender: value}}."""
    with (UNDERLAG / "kolada_municipality_2026-03.csv").open(encoding="utf-8-sig", newline="") as file:
        municipalities = list(csv.DictReader(file))
    code = {row["title"]: row["id"] for row in municipalities if row["type"] == "K"}
    values: dict[tuple[str, str, int], dict[str, float | None]] = defaultdict(dict)
    with (UNDERLAG / "kolada_18kpi_290kommuner_2016-2019_long.csv").open(
        encoding="utf-8", newline=""
    ) as file:
        for row in csv.DictReader(file):
            key = (row["kpi"], code[row["kommun"]], int(row["year"]))
            values[key][row["gender"]] = float(row["value"]) if row["value"] else None
    riket = json.loads((UNDERLAG / "kolada_18kpi_riket_2016-2019.json").read_text(encoding="utf-8"))
    for kpi, years in riket.items():
        for year, genders in years.items():
            values[kpi, "0000", int(year)] = genders
    with (UNDERLAG / "kolada_kpi_metadata_2026-03.csv").open(encoding="utf-8-sig", newline="") as file:
        kpi = {row["id"]: row for row in csv.DictReader(file)}
    groups = json.loads((UNDERLAG / "kolada_municipality_groups_2026-03.json").read_text(encoding="utf-8"))
    return {"municipality": municipalities, "groups": groups, "kpi": kpi, "values": dict(values)}


class _Http(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        # A client that gave up waiting is part of some tests; anything else is worth a traceback.
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class KoladaServer:
    """The server in a thread; `with KoladaServer() as server: … server.bas_url`.

    Parameters
    ----------
    page_size : int
        Posts on a page, when fewer than the question's per_page.
    fault : callable, optional
        Trouble, see `Fault`.
    slow_s : float
        Seconds before each answer.
    next_host : str
        Host and scheme that next_url names; the server's own when empty.
    total_count : bool
        Count the whole answer instead of the page.
    answers : dict, optional
        Values {(kpi, code, year): {gender: value}} in place of the reference files'.
    """

    def __init__(
        self,
        page_size: int = MOST_PER_PAGE,
        fault: Fault | None = None,
        slow_s: float = 0.0,
        next_host: str = "",
        total_count: bool = False,
        answers: dict[tuple[str, str, int], dict[str, Any]] | None = None,
        port: int = 0,
    ) -> None:
        self.page_size, self.fault, self.slow_s = page_size, fault, slow_s
        self.next_host, self.total_count, self.answers = next_host, total_count, answers
        self.asked: list[str] = []
        self.times: list[float] = []
        self._http = _Http(("127.0.0.1", port), _make_handler(self))
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def host(self) -> str:
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    @property
    def bas_url(self) -> str:
        return f"{self.host}/v3"

    def __enter__(self) -> KoladaServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def answer(self, address: str) -> tuple[int, dict[str, str], bytes | None]:
        """Status, headers and body for one address."""
        self.asked.append(address)
        self.times.append(time.monotonic())
        if self.slow_s:
            time.sleep(self.slow_s)
        if self.fault and (trouble := self.fault(len(self.asked), address)):
            return trouble
        parts = urlsplit(address)
        query = {name: value[0] for name, value in parse_qs(parts.query).items()}
        segments = [unquote(part) for part in parts.path.split("/") if part]
        if not segments or segments[0] != "v3":
            return 404, {}, b'{"detail":"Not Found"}'
        posts = self._find(segments[1:], query)
        if isinstance(posts, int):
            return posts, {}, b'{"detail":"refused"}'
        return 200, {"Content-Type": "application/json"}, self._page(posts, parts.path, query)

    def _find(self, segments: list[str], query: dict[str, str]) -> list[dict[str, Any]] | int:
        known = read_underlag()
        ids = segments[1].split(",") if len(segments) == 2 else []
        match segments:
            case ["data", "kpi", kpis, "municipality", places, "year", years]:
                asked = [part.split(",") for part in (kpis, places, years)]
                if any(len(part) > MOST_IDS for part in asked):
                    return 422
                return self._values(*asked)
            case ["municipality"] | ["municipality", _]:
                found = known["municipality"]
            case ["municipality_groups"] | ["municipality_groups", _]:
                found = known["groups"]
            case ["kpi"] | ["kpi", _]:
                found = list(known["kpi"].values())
            case _:
                return 404
        if len(ids) > MOST_IDS:
            return 422
        wanted = query.get("title", "").casefold()
        return [
            post for post in found if (not ids or post["id"] in ids) and wanted in post["title"].casefold()
        ]

    def _values(self, kpis: list[str], places: list[str], years: list[str]) -> list[dict[str, Any]]:
        values = read_underlag()["values"] if self.answers is None else self.answers
        posts = []
        for kpi in kpis:
            for place in places:
                for year in map(int, years):
                    genders = values.get((kpi, place, year), {})
                    parts = [
                        {"gender": g, "count": 1, "status": "", "value": genders[g], "isdeleted": False}
                        for g in "KMT"
                        if g in genders
                    ]
                    if parts:
                        posts.append({"kpi": kpi, "municipality": place, "period": year, "values": parts})
        return posts

    def _page(self, posts: list[dict[str, Any]], path: str, query: dict[str, str]) -> bytes:
        size = min(self.page_size, int(query.get("per_page", MOST_PER_PAGE)))
        number = int(query.get("page", 1))
        shown = posts[(number - 1) * size : number * size]
        more = number * size < len(posts)
        kept = "".join(f"&{name}={quote(value)}" for name, value in query.items() if name != "page")
        body = {
            "count": len(posts) if self.total_count else len(shown),
            "next_url": f"{self.next_host or self.host}{path}?page={number + 1}{kept}" if more else None,
            "previous_url": None,
            "values": shown,
        }
        return json.dumps(body, ensure_ascii=False).encode("utf-8")


def _make_handler(server: KoladaServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, headers, body = server.answer(self.path)
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
    """Serve until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--port", type=int, default=8765)
    parser.add_argument("--page-size", type=int, default=MOST_PER_PAGE)
    args = parser.parse_args()
    with KoladaServer(page_size=args.page_size, port=args.port) as server:
        print(server.bas_url, flush=True)
        try:
            while True:
                time.sleep(3600)
        except KeyboardInterrupt:
            pass


if __name__ == "__main__":
    main()
