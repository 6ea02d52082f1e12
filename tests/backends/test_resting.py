"""The collector is at rest within, and afterwards as it was."""

import gc
from contextlib import suppress

import pytest

from crmkit.backends.resting import collector_at_rest


@pytest.mark.parametrize("at_work", [True, False])
def test_the_collector_is_left_as_it_was_found_even_after_a_failure(at_work: bool) -> None:
    held = gc.isenabled()
    try:
        (gc.enable if at_work else gc.disable)()
        with suppress(KeyError), collector_at_rest():
            assert not gc.isenabled()
            raise KeyError
        assert gc.isenabled() == at_work
    finally:
        (gc.enable if held else gc.disable)()
