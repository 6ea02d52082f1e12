"""Two columns of one name are told in a sentence, wherever a dataframe is given."""

from datetime import UTC, datetime

import pandas as pd
import pyarrow as pa
import pytest

from crmkit.customer_base import connect
from crmkit.dedup.frames import dedupe, link
from crmkit.exceptions import InputError
from crmkit.quality.audit import audit
from crmkit.schema.columnar.wrapping import wrap
from crmkit.schema.columns import clean_frame
from crmkit.segment.segment import Segment

NOW = datetime(2026, 3, 1, tzinfo=UTC)
TWICE = [
    pd.DataFrame([["a", "b", "c"]], columns=["Name", "Town", "Name"]),
    pa.table([pa.array(["a"]), pa.array(["b"]), pa.array(["c"])], names=["Name", "Town", "Name"]),
]
GIVEN = {
    "wrap": wrap,
    "dedupe": dedupe,
    "link": lambda frame: link({"one": frame}),
    "clean": lambda frame: clean_frame(frame, {"Name": "family_name"}),
    "audit": lambda frame: audit(frame, at=NOW),
    "load": lambda frame: connect("memory:").load(frame, source="crm"),
    "segment": lambda frame: Segment.parse('country = "CH"').at(NOW).filter(frame),
}


@pytest.mark.parametrize("frame", TWICE, ids=["pandas", "arrow"])
@pytest.mark.parametrize("name", GIVEN)
def test_two_columns_of_one_name_are_refused_by_that_name(name, frame):
    with pytest.raises(InputError, match=r"columns of the dataframe are called 'Name'; rename"):
        GIVEN[name](frame)
