"""One record is read as a column of records is."""

from collections import defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from crmkit.dedup.columnar.encoding import encode
from crmkit.dedup.reading import RecordReader
from tests.dedup.columnar.online.worlds import FIELDS, MODEL, records


@settings(max_examples=60, deadline=None)
@given(st.lists(records, min_size=1, max_size=6))
def test_a_record_is_read_as_in_its_columns(rows):
    encoded = encode({name: [row[name] for row in rows] for name in FIELDS}, FIELDS, region="CH", learned=MODEL.learned)
    reader, meant = RecordReader(FIELDS, MODEL.learned, "CH"), defaultdict(dict)
    for place, row in enumerate(rows):
        read = reader.read(row, meant)
        expected = {name: one.of(place) for name, one in encoded.items() if one.of(place)}
        assert {name: set(values) for name, values in read.items()} == {
            name: set(values) for name, values in expected.items() if name in MODEL.learned.features
        }
    site = encoded.get("own.url")
    if site is not None:
        assert meant["own.url"] == dict(zip(site.values, site.meant, strict=True))
