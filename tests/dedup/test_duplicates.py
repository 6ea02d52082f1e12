"""What can be asked of duplicates once they are found."""

import polars as pl
import pytest

from crmkit.dedup.frames import dedupe, link
from crmkit.dedup.survivorship import SurvivorshipPolicy
from crmkit.exceptions import StoreError, UnknownNameError
from tests.dedup.people import crowd
from tests.dedup.traps.file import FIELDS as TRAP_FIELDS
from tests.dedup.traps.file import make_file

FIELDS = {"name": "given_name", "family": "family_name", "mail": "email", "street": "street", "town": "locality"}
ROWS = [
    {"id": "a", "name": "A.", "family": "Muster", "mail": "anna@example.org", "street": "Weg 1", "town": None,
     "remark": "x"},
    {"id": "b", "name": "Anna", "family": "Muster", "mail": "anna@example.org", "street": "Gasse 2", "town": "Bern",
     "remark": None},
    {"id": "c", "name": "Anna", "family": "Muster", "mail": "anna@example.org", "street": "Weg 1", "town": "Biel",
     "remark": "y"},
    {"id": "d", "name": "Paul", "family": "Beispiel", "mail": None, "street": None, "town": None, "remark": None},
]  # fmt: skip


@pytest.fixture
def found():
    return dedupe(pl.DataFrame(ROWS), fields={**FIELDS, "remark": None}, id_column="id")


def test_every_cluster_has_one_golden_record(found):
    golden = found.customers()
    assert golden["cluster"].to_list() == found.clusters["cluster"].unique().sort().to_list()
    assert golden["rows"].to_list() == [3, 1]
    assert golden.row(0, named=True) | {"cluster": 0} == {
        "cluster": 0, "rows": 3,
        "name": "Anna", "name.from": "b", "family": "Muster", "family.from": "b",
        "mail": "anna@example.org", "mail.from": "a",
        "street": "Gasse 2", "street.from": "b", "town": "Bern", "town.from": "b",
        "remark": "x", "remark.from": "a",
    }  # fmt: skip
    assert golden.row(1, named=True)["mail.from"] is None


def test_every_surviving_value_stands_in_the_record_it_comes_from(found):
    by_id = {row["id"]: row for row in ROWS}
    golden = found.customers()
    for column in ("name", "family", "mail", "street", "town", "remark"):
        for value, origin in golden.select(column, f"{column}.from").rows():
            assert value == (by_id[origin][column] if origin else None)


def test_a_policy_chooses_otherwise(found):
    golden = found.customers(SurvivorshipPolicy(rules={"street": "longest"}))
    assert golden["street"][0] == "Gasse 2"
    with pytest.raises(UnknownNameError, match="strete"):
        found.customers(SurvivorshipPolicy(rules={"strete": "longest"}))


def test_golden_records_of_linked_frames_name_source_and_id():
    shop, till = pl.DataFrame(ROWS[:2]), pl.DataFrame(ROWS[2:])
    found = link({"shop": shop, "till": till}, fields={**FIELDS, "remark": None}, id_column="id")
    assert found.customers()["shop.mail.from"][0] == "shop/a"


def test_golden_records_come_in_the_callers_kind():
    pandas = pytest.importorskip("pandas")
    found = dedupe(pandas.DataFrame(ROWS), fields=FIELDS, id_column="id")
    assert isinstance(found.customers(), pandas.DataFrame)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_page_is_written(found, tmp_path, language):
    path = found.to_html(tmp_path / "page.html", language=language, title="Sources")
    assert "<html" in path.read_text("utf-8")
    with pytest.raises(StoreError):
        found.to_html(tmp_path / "nowhere" / "page.html")


def test_the_curve_goes_down_the_weights():
    rows = [{**row, "id": f"{copy}{place}"} for place, row in enumerate(crowd(60)) for copy in "ab"]
    found = dedupe(pl.DataFrame(rows), id_column="id")
    result = found.evaluate([row["id"][1:] for row in rows])
    recalls = [point.score.recall for point in result.curve]
    assert result.curve
    assert recalls == sorted(recalls)
    assert recalls[-1] == 1.0
    weights = [point.weight for point in result.curve]
    assert weights == sorted(weights, reverse=True)
    assert all(0 <= point.probability <= 1 for point in result.curve)


def test_many_judgements_move_the_threshold_and_a_probability_given_holds():
    rows = [{**row, "id": f"{copy}{place}"} for place, row in enumerate(crowd(60)) for copy in "ab"]
    yes = [{"left": f"a{place}", "right": f"b{place}", "same": True} for place in range(30)]
    no = [{"left": f"a{place}", "right": f"a{place + 1}", "same": False} for place in range(30)]
    frame, labels = pl.DataFrame(rows), pl.DataFrame([*yes, *no])
    assert dedupe(frame, id_column="id", labels=labels).model.same_bits == pytest.approx(3.0, abs=6.0)
    fixed = dedupe(frame, id_column="id", labels=labels, min_probability=0.5)
    assert fixed.model.same_bits == 0.0


def test_a_record_shows_its_cells_and_every_pair_can_be_weighed(found):
    assert found.record("a") == {
        "name": "A.", "family": "Muster", "mail": "anna@example.org", "street": "Weg 1", "remark": "x",
    }  # fmt: skip
    links = {(one.left, one.right): one for one in found.links(["a", "b", "d"])}
    assert links.keys() == {(0, 1), (0, 2), (1, 2)}
    assert links[0, 1].weight == pytest.approx(found.explain("a", "b").weight)
    assert links[0, 2].verdict == "never"
    assert found.links(["a"]) == []
    with pytest.raises(UnknownNameError, match="record"):
        found.record("zz")


def test_cells_of_several_values_are_shown_as_one_text():
    frame = pl.DataFrame({"given": ["Anna"], "mails": [["a@example.org", "b@example.org"]]})
    found = dedupe(frame, fields={"given": "given_name", "mails": "email"})
    assert found.record(0) == {"given": "Anna", "mails": "a@example.org, b@example.org"}


def test_a_pair_is_as_likely_as_what_holds_its_cluster_together_wherever_it_is_asked():
    made = make_file(4, traps=2, duplicates=80)
    home = dict.fromkeys(TRAP_FIELDS) | {"family_name": "Rosenfeld", "town": "Bern"}
    reached = {**home, "given_name": "Anna", "birth_date": "1980-05-17", "email": "anna@example.org"}
    rows = [reached, {**reached, "email": None}, {**reached, "given_name": "A.", "birth_date": None}]
    found = dedupe(pl.concat([made.frame, pl.DataFrame(rows, schema=made.frame.schema)]), fields=TRAP_FIELDS)
    cluster = found.clusters["cluster"].to_list()
    rows = found.pairs.select("left", "right", "weight", "probability", "verdict").rows()
    weakest = {}
    for left, right, weight, _, verdict in rows:
        if verdict == "same" and cluster[left] == cluster[right]:
            weakest[cluster[left]] = min(weakest.get(cluster[left], weight), weight)
    through_others = 0
    for left, right, weight, chance, verdict in rows:
        if cluster[left] == cluster[right]:
            least = 1 / (1 + 2 ** -weakest[cluster[left]])
            assert chance >= least - 1e-9
            through_others += verdict != "same"
        elif verdict == "same":
            assert chance == pytest.approx(1 / (1 + 2**-weight))
    assert through_others
    for left, right, _, chance, _ in rows[::20]:
        assert found.explain(left, right).probability == pytest.approx(chance)


def test_curves_and_weights_are_drawn_where_there_are_pairs(found):
    result = found.evaluate(["anna", "anna", "anna", "paul"])
    curves = found.draw_curves(result, language="fr")
    assert ["rappel" in str(one) for one in curves] == [True, True]
    assert "points" in str(found.draw_weights())
    nothing = dedupe(pl.DataFrame({"name": ["Anna"]}), fields={"name": "given_name"})
    assert nothing.draw_weights() is None
    assert nothing.draw_curves(nothing.evaluate(["anna"])) is None
