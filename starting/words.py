"""What the user meets when something is in the way: one Swedish sentence."""

import sys

DISK_FULL = "Disken är full. Frigör minst 2 GB och kör samma kommando igen."
WITHOUT_NETWORK = "Det går också att installera utan nätverk: python start.py --hjul KATALOG rapport."
UNTRUSTED = (
    "Datorn litar inte på paketserverns certifikat. Så blir det när en proxy eller brandvägg läser trafiken. "
    "Be it-avdelningen om dess rotcertifikat som en PEM-fil, sätt miljövariabeln SSL_CERT_FILE till filens "
    "sökväg och kör samma kommando igen. " + WITHOUT_NETWORK
)

# What an installer says → what we say. The first line that fits wins.
EXPLANATIONS = (
    (("no space left", "not enough space"), DISK_FULL),
    (
        ("ensurepip", "no module named venv"),
        "Din Python saknar modulen venv. Installera den (i Debian och Ubuntu: apt install python3-venv) "
        "och kör samma kommando igen.",
    ),
    (
        ("do not match the hash", "hash mismatch"),
        "Ett hämtat paket är inte det som låsfilen requirements.lock pekar ut, så inget installerades. "
        "Fråga den som sköter din paketspegel.",
    ),
    (
        ("suitable tls ca certificate bundle", "invalid certificate bundle"),
        "Filen med certifikat finns inte eller går inte att läsa. Rätta miljövariabeln SSL_CERT_FILE eller "
        "PIP_CERT och kör samma kommando igen.",
    ),
    (
        ("certificate_verify_failed", "certificate verify failed", "invalid peer certificate"),
        UNTRUSTED,
    ),
    (
        (
            "failed to establish",
            "connection",
            "name resolution",
            "dns error",
            "timed out",
            "unreachable",
            "error sending request",
            "failed to fetch",
            "proxyerror",
            "getaddrinfo",
        ),
        "Paketen kunde inte hämtas. Kontrollera nätverket (och eventuell proxy) och kör samma kommando igen. "
        + WITHOUT_NETWORK,
    ),
    (
        ("no matching distribution", "could not find a version", "no solution found"),
        "Ett paket i requirements.lock finns inte för din Python eller i din paketspegel.",
    ),
    (
        ("long path support", "filename or extension is too long", "winerror 206", "file name too long"),
        "En sökväg blir för lång. Flytta projektmappen närmare diskens rot, till exempel till "
        "C:\\genomlysning, och kör samma kommando igen.",
    ),
    (
        ("permission denied", "access is denied", "winerror 5", "winerror 32", "read-only file system"),
        "Det går inte att skriva i mappen med Python-miljön. Stäng program som använder den (till exempel "
        "JupyterLab), kontrollera dina rättigheter till mappen och kör samma kommando igen.",
    ),
)


class SetupFailed(Exception):
    """Carries the one Swedish sentence that the user meets."""

    exit_code = 1


class Mistyped(SetupFailed):
    """The command line cannot be followed; the exit code is the one that analys has for that."""

    exit_code = 3


def say(text):
    """One progress line, on stderr so that output can be piped."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def explain(output, otherwise):
    """The Swedish sentence for what an installer printed."""
    lowered = output.lower()
    for needles, sentence in EXPLANATIONS:
        if any(needle in lowered for needle in needles):
            return sentence
    return otherwise


def name_some(names, most=10):
    """The names with commas and "och"; of many, how many more there are."""
    told = list(names)
    if len(told) > most:
        told = [*told[: most - 1], f"{len(told) - most + 1} till"]
    return told[0] if len(told) == 1 else ", ".join(told[:-1]) + " och " + told[-1]
