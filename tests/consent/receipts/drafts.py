"""Receipts drawn at random, and acts whose secrets must not get into one."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from crmkit.consent.receipts.receipt import Controller, Receipt, Step
from crmkit.records import ConsentEvent

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
A = "email:secret@example.org"

OURS = Controller(
    name="Example Shop",
    contact="Data protection officer",
    email="privacy@example.com",
    phone="+33123456789",
    street="1 rue du Lac",
    postcode="75008",
    locality="Paris",
    country="FR",
    policy_url="https://example.com/privacy",
    withdraw_url="https://example.com/unsubscribe",
    service="Newsletter",
)


def act(kind, days, point=A, **more):
    at = NOW - timedelta(days=days)
    given = {"ref": "crm/secret", "purpose": "newsletter", "channel": "email", "source": "secret", "actor": "secret"}
    given |= {"method": "web_form", "notice": "form-2026", "evidence": "secret scan", "token": "sealed:secret"}
    return ConsentEvent(**given | {"act": kind, "point": point, "at": at, "recorded_at": at} | more)


TEXTS = st.text("abcéß '&", min_size=1, max_size=8).map(lambda text: f"x{text}x")
MOMENTS = st.integers(0, 10**6).map(lambda seconds: NOW - timedelta(seconds=seconds, microseconds=seconds % 7))
STEPS = st.builds(
    Step,
    act=TEXTS,
    state=st.sampled_from(["given", "renewed", "confirmed", "refused", "withdrawn", "revoked", "invalidated"]),
    at=MOMENTS,
    until=MOMENTS,
    by=st.sampled_from(["subject", "guardian", "controller"]),
    method=TEXTS,
    notice=st.one_of(st.none(), TEXTS),
    language=st.sampled_from([None, "fr", "de"]),
    days=st.sampled_from([None, 30, 365]),
)
CONTROLLERS = st.builds(
    Controller,
    **dict.fromkeys(("name", "contact", "email", "phone", "street", "postcode", "locality", "service"), TEXTS),
    country=st.sampled_from(["FR", "CH"]),
    policy_url=st.just("https://example.com/privacy"),
    withdraw_url=st.just("https://example.com/out"),
    storage=st.sampled_from([(), ("IE",), ("FR", "DE")]),
    recipients=st.sampled_from([(), ("Printer",), ("Printer", "Post")]),
)
RECEIPTS = st.builds(
    Receipt,
    customer_id=TEXTS,
    purpose=TEXTS,
    title=TEXTS,
    kind=st.sampled_from(["marketing", "service", "statutory", "security"]),
    channel=st.sampled_from(["email", "phone", "sms", "postal"]),
    jurisdiction=st.sampled_from(["FR", "CH", "EU"]),
    language=st.sampled_from(["en", "fr", "it"]),
    controller=CONTROLLERS,
    steps=st.lists(STEPS, min_size=1, max_size=4).map(tuple),
    days=st.sampled_from([None, 1095]),
    issued_at=MOMENTS,
)
