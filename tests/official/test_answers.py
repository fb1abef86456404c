"""Reading Kolada's bodies: exactly what the API promises, or broken."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analys.official.answers import BrokenBody, Value, parse_body, read_groups, read_titles, read_values


def post(**changes: Any) -> dict[str, Any]:
    part = {"gender": "T", "count": 1, "status": "", "value": 218.2, "isdeleted": False}
    part |= {name: changes.pop(name) for name in list(changes) if name in part}
    return {"kpi": "N15505", "municipality": "1961", "period": 2019, "values": [part]} | changes


def body(*posts: Any, **fields: Any) -> bytes:
    return json.dumps({"count": len(posts), "next_url": None, "values": list(posts)} | fields).encode()


def values(raw: bytes) -> list[Value]:
    return list(read_values(parse_body(raw)))


def test_a_good_answer() -> None:
    assert values(body(post())) == [Value("N15505", "1961", 2019, "alla", 218.2)]
    assert values(body(post(period="2019", gender="K", value=224))) == [
        Value("N15505", "1961", 2019, "flickor", 224.0)
    ]


def test_null_is_missing_and_deleted_is_dropped() -> None:
    assert values(body(post(value=None)))[0].varde is None
    assert values(body(post(isdeleted=True))) == []


def test_count_in_a_value_is_never_read() -> None:
    assert values(body(post(count="nonsense"))) == values(body(post(count=1)))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>503</html>",
        b'{"count": 1, "values": [',
        b"[]",
        b"{}",
        b'{"count": 0, "values": {}}',
        b'{"count": 1, "values": [1]}',
        b'{"count": 0, "values": [], "next_url": 7}',
        b"\xff\xfe",
        b'{"count": 0, "values": [], "x": NaN}',
        b"[" * 100_000,
        body(post(), count=0),
        body(post(), count=True),
        body(post(), count="1"),
        body(post(kpi="../../N15505")),
        body(post(kpi=None)),
        body(post(municipality=1961)),
        body(post(period=2019.0)),
        body(post(period=True)),
        body(post(period="19")),
        body(post(gender="X")),
        body(post(gender=None)),
        body(post(gender=["T"])),
        body(post(value="218,2")),
        body(post(value=True)),
        body(post(value=1e300)),
        body(post(value=10**400)),
        body(post(values=None)),
        body(post(values=[None])),
        body(post(), post()),
    ],
)
def test_broken(raw: bytes) -> None:
    with pytest.raises(BrokenBody) as caught:
        values(raw)
    assert "N15505" not in str(caught.value)


def test_groups() -> None:
    given_form = {"id": "G1", "title": "Liknande kommuner grundskola, Ale, 2024"}
    members = [{"id": "1442", "title": "Vårgårda"}, {"id": "1440", "title": "Ale"}, {"id": "0014"}]
    (group,) = read_groups(parse_body(body(given_form | {"members": members})))
    assert group.medlemmar == ("0014", "1440", "1442")
    (group,) = read_groups(parse_body(body(given_form | {"members": ["1442", "G7"]})))
    assert group.medlemmar == ("1442",)
    (group,) = read_groups(parse_body(body(given_form | {"title": "HÃ¶Ã¶r"})))
    assert (group.titel, group.medlemmar) == ("Höör", ())


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    "values",
                    "count",
                    "next_url",
                    "kpi",
                    "municipality",
                    "period",
                    "gender",
                    "value",
                    "members",
                    "id",
                    "title",
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=60) | JSON.map(lambda value: json.dumps(value).encode()))
def test_no_body_makes_another_error(raw: bytes) -> None:
    for read in (lambda b: list(read_values(b)), read_groups, read_titles):
        with contextlib.suppress(BrokenBody):
            read(parse_body(raw))


@settings(max_examples=60, deadline=None)
@given(st.lists(JSON, max_size=3))
def test_no_posts_make_another_error(posts: list[Any]) -> None:
    raw = json.dumps({"count": len(posts), "values": posts}).encode()
    for read in (lambda b: list(read_values(b)), read_groups, read_titles):
        with contextlib.suppress(BrokenBody):
            read(parse_body(raw))
