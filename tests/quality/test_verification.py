"""What is said of what is kept and of what the facts say."""

import pytest

from crmkit.quality.verification import Verification


def test_a_verification_has_words_but_no_truth():
    good = Verification(rows=2, customers=1)
    assert good.ok
    assert str(good) == "2 source rows and 1 customers are exactly what the facts say."
    bad = Verification(rows=2, customers=1, differing=("c-1",))
    assert not bad.ok
    assert str(bad).startswith("0 of 2 source rows and 1 of 1 customers were not")
    assert not Verification(rows=2, customers=1, differing_rows=("crm/1",)).ok
    with pytest.raises(TypeError, match="no truth"):
        bool(good)
