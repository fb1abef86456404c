"""Keys, pseudonyms and hashed names."""

import hashlib

import pandas as pd
import pytest

from analys.errors import AnalysError
from analys.pseudonyms import (
    DEMO_KEY,
    hash_name,
    hash_names,
    hash_part,
    hash_parts,
    load_key,
    make_pseudonyms,
    normalise_name,
)

KEY, OTHER = b"k" * 32, b"l" * 32


def texts(*values):
    return pd.Series(values, dtype="str")


def test_the_key_is_made_once_and_kept(tmp_path):
    first = load_key(tmp_path, "1234")
    assert len(first) == 32
    assert load_key(tmp_path, "1234") == first
    assert load_key(tmp_path, "9999") == DEMO_KEY != first


@pytest.mark.parametrize("content", ["", "inte hexadecimal", "ab" * 31, "ab" * 33])
def test_a_damaged_key_is_refused_and_not_replaced(tmp_path, content):
    path = tmp_path / ".nyckel"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(AnalysError, match="Nyckelfilen") as caught:
        load_key(tmp_path, "1234")
    assert not content or content not in str(caught.value)
    assert path.read_text(encoding="utf-8") == content


def test_a_pseudonym_is_the_keyed_blake2b_of_the_number():
    numbers = texts("201003159807", "20100315TF10", "201003159807")
    expected = [
        hashlib.blake2b(n.encode(), key=KEY, person=b"elev", digest_size=12).hexdigest() for n in numbers
    ]
    assert make_pseudonyms(numbers, KEY).tolist() == expected
    assert expected[0] == expected[2] != expected[1]


def test_pseudonyms_depend_on_the_key_and_keep_the_index():
    numbers = texts("201003159807").set_axis([7])
    assert make_pseudonyms(numbers, KEY).index.tolist() == [7]
    assert make_pseudonyms(numbers, KEY)[7] != make_pseudonyms(numbers, OTHER)[7]
    assert len(make_pseudonyms(texts(), KEY)) == 0


def test_names_are_hashed_whole_and_with_the_first_given_name():
    hashes = set(hash_names(texts("Anna-Maria", "Bo", ""), texts("Åkesson", "Ek", "Utan"), KEY))
    assert hashes == {hash_name(name, KEY) for name in ("anna maria åkesson", "anna åkesson", "bo ek")}


def test_spelling_of_a_name_does_not_matter():
    composed, decomposed = "Åsa Ek", "A\u030asa  EK"
    assert normalise_name(composed) == normalise_name(decomposed) == "åsa ek"


def test_a_name_and_a_number_never_share_a_hash():
    assert hash_name("201003159807", KEY) != make_pseudonyms(texts("201003159807"), KEY)[0]


def test_every_word_of_a_name_is_hashed_by_itself():
    hashes = set(hash_parts(texts("Anna-Maria", "Bo", "J"), texts("Åkesson", "Ek", "de Geer"), KEY))
    assert hashes == {hash_part(word, KEY) for word in ("anna", "maria", "åkesson", "bo", "ek", "de", "geer")}
    assert hash_part("anna", KEY) != hash_name("anna", KEY)
