"""Finding personnummer in any file: every way of writing them, but no ordinary numbers.

A personnummer is a birth date, a birth number 001-999 and a check digit by the modulus-10 method
(folkbokföringslagen 18 §). In a samordningsnummer the day is 61-91. A temporary number has TF and two digits
after the date, and no check digit.
"""

import datetime
import re

MARKS = "[-+\u2010-\u2015\u2212]"
SPACE = "[ \t\u00a0\u202f]"
PATTERN = re.compile(
    r"(?<![0-9])(?P<century>18|19|20)?(?P<year>[0-9]{2})"
    rf"(?P<between>[-./ \u2010-\u2015]?)(?P<month>0[1-9]|1[0-2])(?P=between)(?P<day>[0-3][0-9]|[6-9][0-9])"
    rf"(?P<before_last>{SPACE}?{MARKS}?{SPACE}?)(?P<last>[0-9]{{4}}|TF ?[0-9]{{2}})(?![0-9])",
    re.IGNORECASE,
)

# What may stand in the project's own tests and examples, and nothing else.
NEVER_GIVEN = range(980, 1000)
"""Birth numbers that no person is given: Skatteverket's numbers for test data, which the demo uses."""

PRINTED = {"191212121212"}
"""The test person of Skatteverket's own examples."""

INVENTED = {"091224", "100101", "100315", "110412"}
"""Birth dates of the temporary numbers in tests and examples: those have no digits that are never given."""


def find_personnummer(content):
    """Line numbers, from 1, of what may be a person's number in a file's bytes."""
    # Without its zeros UTF-16 is ASCII, as far as digits go. Other encodings have the digits as they are.
    text = content.replace(b"\0", b"").decode("utf-8", "replace")
    return [
        text.count("\n", 0, found.start()) + 1 for found in PATTERN.finditer(text) if _is_given(text, found)
    ]


def _is_given(text, found):
    if _is_in_a_word(text, found) or _is_span(found) or not _is_date(found):
        return False
    birth, last = "".join(found.group("year", "month", "day")), found.group("last")
    if last[:1] in "Tt":
        return birth not in INVENTED
    if (found.group("century") or "") + birth + last in PRINTED:
        return False
    return int(last[:3]) not in NEVER_GIVEN and last[:3] != "000" and passes_check(birth + last)


def _is_in_a_word(text, found):
    """Whether digits in a row are part of something longer: a checksum, a decimal number."""
    if found.group("between") or found.group("before_last"):
        return False
    before, after = text[max(found.start() - 2, 0) : found.start()], text[found.end() : found.end() + 1]
    return before[-1:].isalpha() or after.isalpha() or bool(re.fullmatch("[0-9][.]", before))


def _is_span(found):
    """Whether it is a day and then a year, "2025-08-18 - 2026"."""
    return bool(found.group("between")) and len(found.group("before_last")) == 3


def _is_date(found):
    day = int(found.group("day"))
    year = int((found.group("century") or "20") + found.group("year"))
    try:
        datetime.date(year, int(found.group("month")), day - 60 if day > 60 else day)
    except ValueError:
        return False
    return True


def passes_check(digits):
    """Whether the last of ten digits is the check digit of the others."""
    doubled = [int(digit) * (2 - place % 2) for place, digit in enumerate(digits)]
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
