"""The tree: any text comes through parsing and writing unchanged, in a form that is both HTML and XML."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from analys.rendering.checks import check, clean
from analys.rendering.markup import parse, remove, text_of, unwrap, write

TEXT = st.text(
    alphabet=st.characters(exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"]), min_size=1, max_size=30
)


@given(TEXT, TEXT)
def test_text_survives(first, second):
    written = write(parse(f"<p>{escape(first)} <em>{escape(second)}</em></p>"))
    assert "".join(etree.fromstring(written).itertext()) == f"{first} {second}".replace("\ufffe", "").replace(
        "\uffff", ""
    )


@given(st.text(alphabet="<>&\"'=/ a1pbtdx-!?;\x00\u00e5", max_size=60))
def test_any_input_is_refused_or_well_formed(text):
    tree = parse(text)
    clean(tree)
    if not list(check(tree)):
        etree.fromstring(write(tree))


@pytest.mark.parametrize(
    ("html", "xhtml"),
    [
        ("<p>a<br>b</p>", "<main><p>a<br/>b</p></main>"),
        (
            "<ul>\n <li> a\n <ul> <li>b</li>\n</ul></li> </ul>\n",
            "<main><ul><li>a<ul><li>b</li></ul></li></ul></main>",
        ),
        ('<p><a href="#x"></a></p>', '<main><p><a href="#x"></a></p></main>'),
        ("<p>a <em>b</em> c</p>  <p>d</p>", "<main><p>a <em>b</em> c</p><p>d</p></main>"),
        ("<pre>a\n  b</pre>", "<main><pre>a\n  b</pre></main>"),
        ("<p>a<!-- hemligt --></p>", "<main><p>a</p></main>"),
    ],
)
def test_written_form(html, xhtml):
    assert write(parse(html)) == xhtml


@pytest.mark.parametrize(
    ("html", "left"),
    [
        ("<p>a<em>b<sup>c</sup>d</em>e</p>", "<main><p>ab<sup>c</sup>de</p></main>"),
        ("<p><em></em>e</p>", "<main><p>e</p></main>"),
        ("<p>a<sup>x</sup>b<em>c</em>d</p>", "<main><p>a<sup>x</sup>bcd</p></main>"),
    ],
)
def test_unwrap_keeps_all_text_in_order(html, left):
    tree = parse(html)
    unwrap(tree.find(".//em"))
    assert write(tree) == left


def test_remove_keeps_the_text_after():
    tree = parse("<p>a<sup>x</sup>b<em>c</em>d</p>")
    remove(tree.find(".//sup"))
    remove(tree.find(".//em"))
    assert text_of(tree) == "abd"
