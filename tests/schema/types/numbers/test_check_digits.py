"""The arithmetic of check digits, held to its definitions and promises."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crmkit.schema.types.numbers.check_digits import ean, luhn, mod_11, mod_11_10, mod_97_10, weighted

DIGITS = st.text("0123456789", min_size=4, max_size=18)
CHECKS = {"luhn": luhn, "ean": ean, "mod_11_10": mod_11_10}
CHE_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4)


def luhn_by_definition(number):
    total = 0
    for place, digit in enumerate(reversed(number), start=1):
        total += sum(map(int, str(int(digit) * 2))) if place % 2 == 0 else int(digit)
    return total % 10 == 0


def mod_11_10_by_definition(number):
    product = 10
    for digit in number[:-1]:
        total = (product + int(digit)) % 10
        product = (2 * (total or 10)) % 11
    return (11 - product) % 10 == int(number[-1])


def changed(number, place, digit):
    place %= len(number)
    return number[:place] + digit + number[place + 1 :]


def swapped(number, place):
    place %= len(number) - 1
    return number[:place] + number[place + 1] + number[place] + number[place + 2 :]


def completed(check, body):
    return next(number for last in "0123456789" if check(number := body + last))


@pytest.mark.parametrize(
    ("check", "number"),
    [
        (luhn, "79927398713"),
        (luhn, "4539578763621486"),
        (luhn, "732829320"),
        (ean, "4006381333931"),
        (ean, "73513537"),
        (ean, "036000291452"),
        (mod_97_10, "79444"),
        (mod_97_10, "3214282912345698765432161182"),
        (mod_97_10, "506700GE1G29325QX363"),
        (mod_11_10, "07945"),
        (mod_11_10, "33392005961"),
    ],
)
def test_published_examples_agree(check, number):
    assert check(number)


@given(DIGITS)
def test_luhn_and_mod_11_10_are_what_their_standards_define(number):
    assert luhn(number) == luhn_by_definition(number)
    assert mod_11_10(number) == mod_11_10_by_definition(number)


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
@given(body=DIGITS)
def test_just_one_last_digit_agrees(check, body):
    assert sum(check(body + last) for last in "0123456789") == 1


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
@given(body=DIGITS, place=st.integers(0, 30), digit=st.sampled_from("0123456789"))
def test_every_wrong_digit_is_found(check, body, place, digit):
    number = completed(check, body)
    wrong = changed(number, place, digit)
    assert check(wrong) == (wrong == number)


@given(body=DIGITS, place=st.integers(0, 30))
def test_luhn_finds_every_swap_of_neighbours_but_of_zero_and_nine(body, place):
    number = completed(luhn, body)
    wrong = swapped(number, place)
    pair = {number[place % (len(number) - 1)], number[place % (len(number) - 1) + 1]}
    assert luhn(wrong) == (wrong == number or pair == {"0", "9"})


@given(body=DIGITS, place=st.integers(0, 30))
def test_ean_finds_every_swap_of_neighbours_but_of_those_that_differ_by_five(body, place):
    number = completed(ean, body)
    wrong = swapped(number, place)
    one, other = (int(number[place % (len(number) - 1) + step]) for step in (0, 1))
    assert ean(wrong) == (abs(one - other) in {0, 5})


@given(
    body=st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=4, max_size=28),
    place=st.integers(0, 40),
    digit=st.sampled_from("0123456789"),
)
def test_mod_97_10_finds_every_wrong_digit_and_every_swap_of_digits(body, place, digit):
    base = int("".join(str(int(one, 36)) for one in body) + "00")
    number = f"{body}{98 - base % 97:02}"
    assert mod_97_10(number)
    place %= len(number)
    assume(number[place].isdigit())
    wrong = changed(number, place, digit)
    assert mod_97_10(wrong) == (wrong == number)
    if place + 1 < len(number) and number[place + 1].isdigit():
        assert mod_97_10(swapped(number, place)) == (number[place] == number[place + 1])


@given(body=st.text("0123456789", min_size=8, max_size=8), place=st.integers(0, 8), digit=st.sampled_from("0123456789"))
def test_mod_11_finds_every_wrong_digit_and_every_swap_of_neighbours_of_unequal_weight(body, place, digit):
    numbers = [number for last in "0123456789" if mod_11(number := body + last, CHE_WEIGHTS)]
    assert len(numbers) <= 1
    for number in numbers:
        wrong = changed(number, place, digit)
        assert mod_11(wrong, CHE_WEIGHTS) == (wrong == number)
        wrong = swapped(number, place)
        assert mod_11(wrong, CHE_WEIGHTS) == (wrong == number)


@pytest.mark.parametrize("text", ["", "12a4", "１２３４", "12.4", "²345"])
def test_what_is_no_number_never_agrees(text):
    assert not any(check(text) for check in CHECKS.values())
    assert not mod_97_10(text.replace("a", "ä"))
    assert weighted(text, (1,) * len(text), 11) == -1
