"""An audience holds everyone the segment means, either as a member or with the reasons why not."""

import csv
import sys
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from attrs import frozen
from hypothesis import given
from hypothesis import strategies as st

from crmkit.audience import contact_point, select, select_columns
from crmkit.consent.columnar.acts import ActColumns
from crmkit.consent.columnar.forms import point_code
from crmkit.consent.decision import Decision
from crmkit.consent.packs import default_policy
from crmkit.exceptions import CallError, MissingExtraError, UnknownNameError
from crmkit.records import ConsentEvent, Customer
from crmkit.segment.segment import Segment

AT = datetime(2026, 9, 1, tzinfo=UTC)


@frozen
class Matching:
    ids: frozenset[str]
    text: str = "country = CH"

    def matches(self, customer):
        return customer.id in self.ids


def decision(allowed, *reasons):
    return Decision(
        allowed=allowed,
        basis="consent" if allowed else None,
        reasons=reasons,
        policy_version="1",
        purpose="marketing.newsletter",
        channel="email",
        at=AT,
    )


def allowing(*points):
    return lambda _, point: decision(True) if point in points else decision(False, "no_consent")


def plain_point(channel, value):
    return f"{channel}:{value}" if value else None


def customer(number, *emails, **values):
    return Customer(id=f"c{number}", kind="person", values={"email": emails, "family_name": "Doe", **values})


def choose(customers, decide, *, channel="email", ids=None, point_keys=plain_point):
    matching = Matching(frozenset(c.id for c in customers) if ids is None else frozenset(ids))
    return select(
        customers, matching, purpose="newsletter", channel=channel, at=AT, decide=decide, point_keys=point_keys
    )


people = st.lists(
    st.lists(st.sampled_from(["a@example.org", "b@example.org", "c@example.org", ""]), max_size=3), max_size=6
)


@given(people, st.sets(st.sampled_from(["email:a@example.org", "email:b@example.org"])), st.sets(st.integers(0, 5)))
def test_everyone_who_matches_is_a_member_or_suppressed_and_each_point_is_used_once(emails, allowed, matching):
    customers = [customer(number, *own) for number, own in enumerate(emails)]
    ids = {f"c{number}" for number in matching}
    audience = choose(customers, allowing(*allowed), ids=ids)
    members = [member.customer_id for member in audience]
    left_out = [one.customer_id for one in audience.suppressed]
    assert sorted([*members, *left_out]) == sorted(c.id for c in customers if c.id in ids)
    assert audience.outside == len(customers) - len(members) - len(left_out)
    points = [member.point for member in audience]
    assert len(points) == len(set(points))
    assert set(points) <= allowed
    assert all(one.reasons for one in audience.suppressed)


def test_the_first_allowed_contact_point_is_used():
    audience = choose([customer(1, "old@example.org", "new@example.org")], allowing("email:new@example.org"))
    assert [member.values["email"] for member in audience] == ["new@example.org"]


def test_whoever_has_no_contact_point_is_left_out_for_that():
    assert choose([customer(1)], allowing()).suppressed[0].reasons == ("no_point",)


def test_two_customers_at_one_contact_point_are_written_to_once():
    audience = choose([customer(1, "us@example.org"), customer(2, "us@example.org")], allowing("email:us@example.org"))
    assert [member.customer_id for member in audience] == ["c1"]
    assert audience.suppressed[0].reasons == ("same_point_as_another_member",)


def test_the_csv_holds_nothing_of_whoever_is_suppressed_and_no_other_contact_point(tmp_path):
    customers = [
        customer(1, "yes@example.org", "also@example.org", phone=("+41441234567",), given_name="Ada"),
        customer(2, "no@example.org", given_name="Zoe"),
    ]
    audience = choose(customers, allowing("email:yes@example.org"))
    audience.to_csv(tmp_path / "out.csv")
    text = (tmp_path / "out.csv").read_text("utf-8")
    assert list(csv.DictReader(text.splitlines())) == [
        {
            "id": "c1",
            "given_name": "Ada",
            "family_name": "Doe",
            "email": "yes@example.org",
            "language": "",
            "locality": "",
            "country": "",
        }
    ]
    assert not any(word in text for word in ("no@", "Zoe", "c2", "also@", "+4144"))


@pytest.mark.parametrize(("column", "error"), [("phone", CallError), ("street", CallError), ("shoe", UnknownNameError)])
def test_a_column_nobody_decided_about_is_refused(tmp_path, column, error):
    audience = choose([customer(1, "a@example.org")], allowing("email:a@example.org"))
    with pytest.raises(error):
        audience.to_csv(tmp_path / "out.csv", columns=("id", column))


def test_the_frame_has_the_same_rows_as_the_file():
    audience = choose([customer(1, "a@example.org")], allowing("email:a@example.org"))
    frame = audience.to_frame(columns=("id", "email", "country"))
    assert frame.to_dicts() == [{"id": "c1", "email": "a@example.org", "country": None}]
    assert audience.to_frame(backend="pandas").shape == (1, 7)
    assert choose([], allowing()).to_frame().shape == (0, 7)


def test_a_missing_frame_library_is_named(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "narwhals", None)
    with pytest.raises(MissingExtraError, match="frames"):
        choose([], allowing()).to_frame()


def test_one_member_is_kept_for_each_household():
    customers = [customer(number, f"{number}@example.org") for number in range(3)]
    audience = choose(customers, allowing("email:0@example.org", "email:1@example.org", "email:2@example.org"))
    homes = {"c0": "here", "c1": "here", "c2": None}
    kept = audience.per_household(key=lambda member: homes[member.customer_id])
    assert [member.customer_id for member in kept] == ["c0", "c2"]
    assert kept.reasons == {"same_household": 1}
    assert len(audience.per_household()) == 3


def test_an_audience_has_a_length_and_words_but_no_truth():
    audience = choose([customer(1, "a@example.org"), customer(2)], allowing("email:a@example.org"))
    assert len(audience) == 1
    first, second = str(audience).splitlines()
    assert first.startswith("1 of 2 customers who match may be reached for newsletter by email on 2026-09-01")
    assert first.endswith("1 are left out, 0 do not match.")
    assert second == "  1: there is no contact point for the channel"
    assert "1 sont écartés" in audience.describe("fr")
    with pytest.raises(TypeError, match="no truth"):
        bool(audience)
    with pytest.raises(UnknownNameError):
        audience.describe("xx")


def test_wrong_calls_are_refused():
    with pytest.raises(CallError, match="comes twice"):
        choose([customer(1), customer(1)], allowing())
    with pytest.raises(UnknownNameError, match="channel"):
        choose([], allowing(), channel="pigeon")


def test_a_contact_point_is_named_by_the_key_of_its_value():
    assert contact_point("sms", "+41441234567") == "phone:+41441234567"


POLICY = default_policy()
TOLD = datetime(2026, 1, 5, tzinfo=UTC)
FRAME = pl.DataFrame(
    {
        "id": ["ada", "bob", "eva", "kim", "luc"],
        "country": ["FR", None, "CH", "FR", "DE"],
        "birth_date": [date(1990, 5, 1), None, date(1985, 1, 1), date(2020, 1, 1), None],
    }
)
REACHED = {one: f"email:{one}@example.org" for one in FRAME["id"]} | {"eva": "email:ada@example.org"}


def agreed(ref, **more):
    how = {"purpose": "newsletter", "channel": "email", "point": REACHED[ref], "source": "shop", "method": "web_form"}
    return ConsentEvent(act="grant", ref=ref, at=TOLD, recorded_at=TOLD, **(how | more))


def in_columns(text='country != "DE"', **more):
    acts = [agreed("ada"), agreed("eva"), agreed("kim"), agreed("luc")]
    return select_columns(
        FRAME,
        Segment.parse(text).at(AT),
        points=pl.DataFrame({"person": list(REACHED), "point": [point_code(one) for one in REACHED.values()]}),
        acts=ActColumns.of(acts, lambda act: act.ref),
        **{"policy": POLICY, "purpose": "newsletter", "channel": "email", "at": AT, "region": "FR"} | more,
    )


def test_an_audience_of_frames_says_why_everybody_else_is_left_out():
    audience = in_columns()
    assert audience.members.rows() == [("ada", point_code(REACHED["ada"]), "consent")]
    assert audience.suppressed.rows() == [
        ("bob", ["no_consent"]),
        ("eva", ["same_point_as_another_member"]),
        ("kim", ["minor_without_guardian"]),
    ]
    assert (len(audience), audience.outside, audience.policy_version) == (1, 1, POLICY.version)
    assert sum(audience.reasons.values()) == 3
    assert str(audience).startswith("1 of 4 customers who match may be reached for newsletter by email")
    assert audience.describe("fr").startswith("1 clients sur 4")
    with pytest.raises(TypeError, match="no truth"):
        bool(audience)


def test_without_a_country_nobody_is_judged_by_one():
    bare = FRAME.drop("country", "birth_date")
    audience = select_columns(
        bare,
        Segment.parse('not family_name = "Doe"').at(AT),
        points=pl.DataFrame({"person": ["ada"], "point": [point_code(REACHED["ada"])]}),
        acts=ActColumns.of([agreed("ada")], lambda act: act.ref),
        policy=POLICY,
        purpose="newsletter",
        channel="email",
        at=AT,
    )
    assert audience.members["person"].to_list() == ["ada"]
    assert audience.reasons == {"no_point": 4}


def test_one_member_of_a_household_is_kept_in_frames_too():
    audience = in_columns('country = "DE" or country = "FR"', at=TOLD + timedelta(days=1))
    assert audience.members["person"].to_list() == ["ada", "luc"]
    homes = pl.DataFrame({"person": ["ada", "luc"], "household": ["h-1", "h-1"]})
    kept = audience.per_household(homes)
    assert kept.members["person"].to_list() == ["ada"]
    assert ("luc", ["same_household"]) in kept.suppressed.rows()
    alone = audience.per_household(homes.with_columns(household=pl.lit(None, pl.String)))
    assert len(alone) == 2


def test_wrong_calls_for_an_audience_of_frames_are_refused(monkeypatch):
    with pytest.raises(UnknownNameError, match="channel"):
        in_columns(channel="pigeon")
    monkeypatch.setitem(sys.modules, "crmkit.consent.columnar.choosing", None)
    with pytest.raises(MissingExtraError, match="frames"):
        in_columns()
