"""A log shows that there is a value, and not which."""

from crmkit.privacy.masking import HIDDEN, mask_values
from crmkit.schema.types.person_name import PersonName


def test_no_value_is_shown_whole():
    values = {"email": ("ada@example.org", "b@example.org"), "name": PersonName(given="Ada", family="Doe"), "shoe": 43}
    masked = mask_values(values)
    assert masked["shoe"] == HIDDEN
    assert len(masked["email"]) == 2
    assert not any(word in str(masked) for word in ("ada@", "Doe", "43"))


def test_an_empty_field_stays_hidden():
    assert mask_values({"language": None}) == {"language": HIDDEN}
