"""Coverage-guided fuzzing of every reader of files: nothing may be raised, hang, swell or quote a pupil.

With atheris installed its engine leads the inputs into new branches of the package; without it they are
mutations of the seeds, the same every time. A finding ends the run with exit code 1, and its input lies in
the folder given by --ut.

Run: python studies/fuzz_readers.py [--lasare text ark …] [--sekunder 600] [--ut MAPP]
"""

from __future__ import annotations

import argparse
import contextlib
import random
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator
from pathlib import Path

try:
    import atheris
except ImportError:
    atheris = None

with atheris.instrument_imports(include=["analys"]) if atheris else contextlib.nullcontext():
    from fuzz_targets import CANARY, LASARE, Reader

SLOWEST = 20
"""Seconds that one input may take."""
MOST_MEMORY = 2_000
"""Megabytes that the process may take."""
PIECES = (
    b'"', b";", b"\n", b"\r", b"\x00", b"\xff", b"\xc3", b"\x1a", b"\xef\xbb\xbf", b"<", b">", b"&x;", b"{",
    b"}", b"[", b"]", b":", b"*a", b"!!x", b"9999999999999999999", b"-1", b"1e999", b"..", b"'", b"\\u0000",
    "å".encode("cp1252"), "\u2028".encode(),
)  # fmt: skip


class Finding(AssertionError):
    """An answer that quotes what was read."""


def feed(reader: Reader, content: bytes, folder: Path) -> None:
    """One input; anything that goes wrong is raised."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        said = reader.read(content, folder)
    if CANARY in said:
        raise Finding("svaret citerar filen")


def mutate(draw: random.Random, reader: Reader) -> bytes:
    """A seed with some places changed: pieces put in, bytes cut, doubled or flipped, seeds spliced."""
    content = draw.choice(reader.seeds)
    for _ in range(draw.randint(1, 6)):
        at, to = sorted(draw.choices(range(len(content) + 1), k=2))
        if to - at > 40 and draw.random() < 0.8:
            to = at + draw.randint(0, 4)
        match draw.randrange(5):
            case 0:
                content = content[:at] + draw.choice(PIECES) + content[to:]
            case 1:
                content = content[:at] + content[to:]
            case 2:
                content = content[:to] + content[at:to] * draw.randint(1, 9) + content[to:]
            case 3:
                content = content[:at] + draw.randbytes(draw.randint(1, 4)) + content[at:]
            case 4:
                other = draw.choice(reader.seeds)
                content = content[:at] + other[draw.randrange(len(other)) :]
    return content


def draw_inputs(reader: Reader, seed: int = 1) -> Iterator[bytes]:
    """The seeds, every start of each to 200 bytes, and mutations without end; the same seed, the same."""
    yield b""
    for content in reader.seeds:
        yield content
        yield from (content[:length] for length in range(1, min(len(content), 200)))
    yield from draw_mutations(reader, seed)


def draw_mutations(reader: Reader, seed: int = 1) -> Iterator[bytes]:
    """Mutations of a reader's seeds without end; the same seed, the same mutations."""
    draw = random.Random(seed)
    while True:
        yield mutate(draw, reader)


def fuzz_plainly(name: str, seconds: float, out: Path) -> int:
    """Mutations without guidance, for machines without atheris."""
    runs, end = 0, time.monotonic() + seconds
    with tempfile.TemporaryDirectory() as folder:
        for content in draw_inputs(LASARE[name]):
            start = time.monotonic()
            try:
                feed(LASARE[name], content, Path(folder))
                if time.monotonic() - start > SLOWEST:
                    raise TimeoutError(f"{time.monotonic() - start:.0f} s")
            except Exception:
                (out / f"{name}-fynd").write_bytes(content)
                raise
            runs += 1
            if time.monotonic() > end:
                break
    return runs


def fuzz_guided(name: str, seconds: int, out: Path) -> None:
    """Never returns: the engine ends the process."""
    with tempfile.TemporaryDirectory() as work:
        corpus, folder = Path(work) / "korpus", Path(work) / "mapp"
        corpus.mkdir()
        folder.mkdir()
        for number, content in enumerate(LASARE[name].seeds):
            (corpus / str(number)).write_bytes(content)
        options = (
            f"-max_total_time={seconds}", f"-timeout={SLOWEST}", f"-rss_limit_mb={MOST_MEMORY}",
            f"-artifact_prefix={out}/{name}-", "-max_len=20000", "-print_final_stats=1", "-verbosity=0",
        )  # fmt: skip
        atheris.Setup([sys.argv[0], *options, str(corpus)], lambda data: feed(LASARE[name], data, folder))
        atheris.Fuzz()


def main() -> int:
    """Fuzz the readers that are asked for, one after the other, and say how many inputs each got."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--lasare", nargs="+", choices=LASARE, default=list(LASARE))
    parser.add_argument("--sekunder", type=int, default=600)
    parser.add_argument("--ut", type=Path, default=Path("fynd"))
    asked = parser.parse_args()
    asked.ut.mkdir(parents=True, exist_ok=True)
    if atheris and len(asked.lasare) == 1:
        fuzz_guided(asked.lasare[0], asked.sekunder, asked.ut)
    failed = 0
    for name in asked.lasare:
        if atheris:
            # One process a reader: the engine ends the process that it runs in.
            command = [sys.executable, __file__, "--lasare", name, "--sekunder", str(asked.sekunder)]
            done = subprocess.run([*command, "--ut", str(asked.ut)], check=False, capture_output=True)
            failed |= done.returncode != 0
            stats = [line for line in done.stderr.decode().splitlines() if "stat::" in line]
            print(f"{name}: {'fynd' if done.returncode else 'inga fynd'}", *stats[:2], sep="\n  ")
        else:
            print(f"{name}: {fuzz_plainly(name, asked.sekunder, asked.ut)} inmatningar, inga fynd")
    return failed


if __name__ == "__main__":
    sys.exit(main())
