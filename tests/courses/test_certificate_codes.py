"""Codes of certificates: read however they are copied, never guessed."""

from hypothesis import given
from hypothesis import strategies as st

from courses.certificates.codes import read_code
from courses.models.certificate import CODE_SIGNS, new_certificate_code


@given(st.text(alphabet=CODE_SIGNS, min_size=28, max_size=28), st.data())
def test_a_code_is_read_however_it_is_copied(code, data):
    groups = "-".join(code[start : start + 4] for start in range(0, 28, 4))
    typed = data.draw(st.sampled_from([groups, groups.replace("-", " "), code]))
    typed = typed.replace("0", data.draw(st.sampled_from("0oO")))
    typed = typed.replace("1", data.draw(st.sampled_from("1iIlL")))
    assert (
        read_code(data.draw(st.sampled_from([typed, typed.lower(), f" {typed} "])))
        == code
    )


@given(st.text(max_size=60))
def test_whatever_is_typed_is_a_code_or_nothing(text):
    code = read_code(text)
    assert code == "" or (len(code) == 28 and set(code) <= set(CODE_SIGNS))


def test_codes_are_long_enough_not_to_be_guessed():
    assert len(CODE_SIGNS) == 32
    assert len({new_certificate_code() for _number in range(1000)}) == 1000
    assert len(new_certificate_code()) * 5 >= 128
