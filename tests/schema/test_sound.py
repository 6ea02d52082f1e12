"""Names that sound alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crmkit.schema.sound import sound

ALIKE = (
    "meier meyer, meier maier, mayer meier, schmid schmidt, schmidt schmitt, favre faivre, dupont dupond, thibault "
    "thibaud, thibault tibo, renaud renault, renaud reynaud, gauthier gautier, gauthier gotier, stephan stefan, "
    "kathrin catherine, christoph kristof, jacquet jaquet, matthias mathias, mathieu matthieu, weiss weis, weiss "
    "veis, hofmann hoffmann, fischer vischer, kaufmann kauffmann, rousseau rousso, perrin perrain, michel mikel, "
    "moreau moro, jaccard jacquard, chevalley chevallet, berthoud bertoud, burckhardt burkhard, burckhardt burkart, "
    "brunschwig brunschvig, wyss weiss, kunz kuntz, frey frei, quentin kentin, nathalie natalie, frederic frederik, "
    "ulrich ulrik, ruedi rudi, aeschlimann eschlimann, baertschi bertschi, luthi luethy, schaffner schafner"
)
APART = "martin marti, anna emma, meier maurer, dubois dumas, keller kuhn, blanc brun, rossier rochat"


@pytest.mark.parametrize("pair", ALIKE.split(", "))
def test_names_that_are_taken_for_each_other_sound_alike(pair):
    one, other = pair.split()
    assert sound(one) == sound(other)


@pytest.mark.parametrize("pair", APART.split(", "))
def test_other_names_do_not(pair):
    one, other = pair.split()
    assert sound(one) != sound(other)


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789@", max_size=60))
def test_any_word_has_a_sound_that_is_not_longer(word):
    assert len(sound(word)) <= len(word)
