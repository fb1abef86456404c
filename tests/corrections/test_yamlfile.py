"""Hostile and mistaken YAML: told with its line, never obeyed, never slow."""

import time

import pytest

from analys.corrections.yamlfile import MOST_BYTES

BOMB = "a: &a [x,x]\n" + "\n".join(f"b{i}: &b{i} [*a,*a]" for i in range(9))


@pytest.mark.parametrize(
    ("text", "line", "vad"),
    [
        (BOMB, 1, "inte den form"),
        ("- &a {slag: x}\n- *a\n", 1, "ankare"),
        ("- slag: &a x\n  lasar: *a\n", 1, "ankare"),
        ("- slag: x\n- *a\n", 2, "ankare"),
        ("- slag: x\n  <<: {lasar: y}\n", 2, "inte den form"),
        ("- slag: !!python/object/apply:os.system [id]\n", 1, "tagg"),
        ("- slag: !!binary aGVq\n", 1, "tagg"),
        ("!!set {a, b}\n", 1, "tagg"),
        ("slag: x\n", 1, "inte den form"),
        ("bara text\n", 1, "inte den form"),
        ("- bara text\n", 1, "inte den form"),
        ("- slag: [x]\n", 1, "inte den form"),
        ("- [slag, x]\n", 1, "inte den form"),
        ("- ? [a]\n  : b\n", 1, "inte den form"),
        ("- slag: x\n---\n- slag: y\n", 2, "flera delar"),
        ("- slag: x\n  slag: y\n", 2, "två gånger"),
        ("- slag: x\n  Slag: y\n", 2, "två gånger"),
        ("- slag: x\n  lasar y\n", 3, "inte giltig YAML"),
        ("- slag: x\n  skal: fel: här\n", 2, "inte giltig YAML"),
        ("- slag: x\n\tlasar: y\n", 2, "inte giltig YAML"),
        ('- slag: "x\n', 2, "inte giltig YAML"),
        ("- slag: {\n", 1, "inte den form"),
        ("%YAML 9.9\n---\n[]", 1, "inte giltig YAML"),
    ],
)
def test_what_is_no_list_of_fields_is_told_with_its_line(declared, text, line, vad):
    told = declared.tell(text)
    assert any(at == line and vad in what for at, what, _ in told), told


def test_the_merge_key_is_a_name_among_others(declared):
    assert "ett namn som inte finns" in declared.tell(declared.describe() + "  <<: x\n")[0][1]


def test_what_comes_before_a_fault_is_still_checked(declared):
    told = declared.tell(declared.describe(slag="x") + "- *a\n")
    assert [line for line, _, _ in told] == [8, 1]


@pytest.mark.parametrize(
    "content",
    [
        b"- slag: \xff\xfe\n",
        "- slag: x".encode("utf-16"),
        b"- slag: \x00x\n",
        b"PK\x03\x04",
        b"\x00" * 1000,
        b'- slag: "\\ud800"\n',
        b'- slag: "\\U00110000"\n',
        b'- slag: "\\UFFFFFFFF"\n',
    ],
)
def test_bytes_that_are_no_text(declared, content):
    declared.write(content)
    from analys.corrections import load_corrections

    loaded = load_corrections(declared.folder, "raw/1234")
    assert loaded.problems
    assert loaded.entries == ()


@pytest.mark.parametrize(
    "content",
    [
        b"[" * MOST_BYTES,
        b"{" * MOST_BYTES,
        b"- " * (MOST_BYTES // 2),
        b"? " * (MOST_BYTES // 2),
        b"- a: " + b"x" * (MOST_BYTES - 10),
        b"- " + b"x: y\n  " * 40_000,
        b"".join(b"- a%d: x\n" % i for i in range(40_000)),
        b"# " * (MOST_BYTES // 2),
        b"\n" * MOST_BYTES,
        b"&" * MOST_BYTES,
        b'- "' + b"\\" * (MOST_BYTES - 10),
        b"x" * 100_000_000,
    ],
    ids=range(12),
)
def test_a_large_file_takes_seconds_and_no_stack(declared, content):
    declared.write(content)
    from analys.corrections import load_corrections

    started = time.perf_counter()
    loaded = load_corrections(declared.folder, "raw/1234")
    assert time.perf_counter() - started < 20
    assert loaded.entries == ()
