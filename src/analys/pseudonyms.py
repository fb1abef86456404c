"""Pseudonyms: keyed hashes of personnummer and names, and the key they are made with.

The key lies in `data/.nyckel`, is made on first use and never leaves the machine. The demo municipality 9999
has no real pupils and uses a fixed key, so that its processed files are the same everywhere. Nothing may
be sorted by pseudonym: two keys give the same report.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import unicodedata
from pathlib import Path

import pandas as pd

from analys.errors import AnalysError
from analys.paths import KEY_FILE
from analys.reads import note

DEMO_KOMMUN = "9999"
DEMO_KEY = hashlib.sha256(b"Exempelkommun 9999: inga verkliga elever").digest()
KEY_BYTES = 32
HASH_BYTES = 12  # 96 bits: two of a million pupils share a pseudonym with probability 6e-18


def load_key(data: Path, kommun: str) -> bytes:
    """The key of a data folder, made on first use (readable by its owner only).

    Raises
    ------
    AnalysError
        When the key file cannot be read or written or is not a key.
    """
    if kommun == DEMO_KOMMUN:
        return DEMO_KEY
    note("nyckel")
    path = data / KEY_FILE
    try:
        _create_key(path)
        if os.name == "posix":
            path.chmod(0o600)
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise AnalysError(
            f"Nyckelfilen {KEY_FILE} i datakatalogen går inte att använda.\n"
            "  Gör så här: återställ den från en säkerhetskopia, eller ta bort den så skapas en ny. "
            "Med en ny nyckel görs alla bearbetade filer om."
        )
    return key


def _create_key(path: Path) -> None:
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
        file.write(secrets.token_hex(KEY_BYTES) + "\n")


def make_pseudonyms(numbers: pd.Series, key: bytes) -> pd.Series:
    """Pseudonym of each personnummer: 24 hexadecimal characters, equal for equal numbers.

    Examples
    --------
    >>> numbers = pd.Series(["201001012384", "201001012384"], dtype="str")
    >>> make_pseudonyms(numbers, b"k" * 32).nunique()
    1
    """
    codes, unique = pd.factorize(numbers)
    keyed = _start(key, b"elev")
    hashed = pd.Series([_finish(keyed, text) for text in unique.tolist()], dtype="str")
    return pd.Series(hashed.take(codes).array, index=numbers.index, dtype="str")


def hash_names(fornamn: pd.Series, efternamn: pd.Series, key: bytes) -> pd.Series:
    """Distinct keyed hashes of given + family name, for finding names in what is to be published.

    Both the whole given name and its first part are combined with the family name. The order says nothing
    about the pupils.
    """
    whole = normalise_names(fornamn)
    family = normalise_names(efternamn)
    pairs = pd.concat([whole + " " + family, whole.str.split(" ", n=1).str[0] + " " + family])
    is_pair = pd.concat([(whole != "") & (family != "")] * 2)
    return pd.Series(sorted(hash_name(pair, key) for pair in pairs[is_pair].unique().tolist()), dtype="str")


def hash_parts(fornamn: pd.Series, efternamn: pd.Series, key: bytes) -> pd.Series:
    """Distinct keyed hashes of every word of the given and family names: a name may stand alone too.

    Initials and other single letters are left out. The order says nothing about the pupils.
    """
    whole = pd.concat([normalise_names(fornamn), normalise_names(efternamn)]).unique().tolist()
    words = {word for name in whole for word in name.split(" ") if len(word) > 1}
    return pd.Series(sorted(hash_part(word, key) for word in words), dtype="str")


def normalise_names(names: pd.Series) -> pd.Series:
    """Names in one spelling: composed characters, no case, single spaces, hyphens as spaces."""
    unique = pd.Series(names.unique(), dtype="str")
    spelled = unique.map(normalise_name)
    return names.map(dict(zip(unique, spelled, strict=True))).astype("str")


def normalise_name(name: str) -> str:
    """One name, or a run of words of a text, in the spelling that is hashed.

    Examples
    --------
    >>> normalise_name("Anna-Maria  ÅKESSON")
    'anna maria åkesson'
    """
    return " ".join(unicodedata.normalize("NFC", name).casefold().replace("-", " ").split())


def hash_name(normalised: str, key: bytes) -> str:
    """Keyed hash of a normalised name pair."""
    return _hash(normalised, key, b"namn")


def hash_part(normalised: str, key: bytes) -> str:
    """Keyed hash of one normalised word of a name."""
    return _hash(normalised, key, b"namndel")


def hash_check(text: str, key: bytes) -> str:
    """Keyed hash that tells whether key and `text` are those of last time, without revealing either."""
    return _hash(text, key, b"kontroll")


def _hash(text: str, key: bytes, purpose: bytes) -> str:
    return _finish(_start(key, purpose), text)


def _start(key: bytes, purpose: bytes) -> hashlib.blake2b:
    return hashlib.blake2b(key=key, person=purpose, digest_size=HASH_BYTES)


def _finish(keyed: hashlib.blake2b, text: str) -> str:
    # A copy of the keyed state costs half of what a new one does: a country has a million pupils.
    digest = keyed.copy()
    digest.update(text.encode("utf-8"))
    return digest.hexdigest()
