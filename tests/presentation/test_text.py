"""Composed text: no number without a cell."""

import pytest

from analys.presentation.text import (
    Label,
    Number,
    Reference,
    Text,
    compose,
    join_sentences,
    require_protected,
)


def test_a_typed_number_is_refused_in_template_and_part():
    with pytest.raises(ValueError, match="without a cell"):
        compose("Andelen var 71,6 procent.")
    with pytest.raises(ValueError, match="without a cell"):
        compose("Andelen var {v}.", v="71,6")


def test_names_must_fit():
    with pytest.raises(ValueError, match="no part"):
        compose("{a}")
    with pytest.raises(ValueError, match="unused"):
        compose("text", a="b")


def test_numbers_carry_their_cell_and_everything_is_escaped():
    sentence = compose("{s} <b> {v}", s=Label("A & B 9"), v=Number("7,5", 'x|"y"'))

    assert sentence.plain == "A & B 9 <b> 7,5"
    assert sentence.html == (
        '<span data-etikett="">A &amp; B 9</span> &lt;b&gt; '
        '<span class="tal" data-cell="x|&quot;y&quot;">7,5</span>'
    )
    assert compose("{s}", s=Label("Riket")).html == "Riket"
    assert sentence.cells == ('x|"y"',)


def test_sentences_nest_and_join():
    inner = compose("var {v}", v=Number("1", "c"))
    joined = join_sentences([compose("Det {i}.", i=inner), None, compose("Se {t}.", t=Reference("tab-a"))])

    assert joined.plain == "Det var 1. Se ."
    assert joined.html.endswith('Se <a href="#tab-a"></a>.')
    assert joined.cells == ("c",)


def test_paragraphs_with_lead_words_a_list_and_a_box():
    part = compose("Ett.")

    assert Text([part], ledord=["Vad vi ser"]).html == "<p><strong>Vad vi ser.</strong> Ett.</p>"
    assert Text([part], form="lista", rubrik="R").html == (
        '<h3 class="onumrerad">R</h3><ul><li>Ett.</li></ul>'
    )
    assert Text([part], form="ruta", rubrik="R").html == (
        '<aside class="ruta"><p class="rubrik">R</p><p>Ett.</p></aside>'
    )


def test_only_protected_tables_pass():
    with pytest.raises(TypeError):
        require_protected(object())
