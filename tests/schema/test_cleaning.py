"""The public `clean`."""

import pytest

from crmkit.exceptions import UnknownNameError
from crmkit.schema.cleaning import clean
from crmkit.schema.types.catalogue import TYPES, find_type
from crmkit.schema.types.choice import Choice


def test_a_type_is_given_by_name_or_as_an_instance():
    assert clean("OPEN", Choice(options=("open",))).value == "open"
    assert clean("079 123 45 67", "phone", region="CH").value == "+41791234567"


def test_every_type_carries_the_name_it_is_listed_by():
    assert [find_type(name).name for name in TYPES] == list(TYPES)


def test_an_unknown_type_is_refused_with_near_names():
    with pytest.raises(UnknownNameError, match="email"):
        clean("x", "emial")
