"""Acts of consent, and what they allow, over one base: what `base.consent` is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

from attrs import evolve

from crmkit.consent.deciding import Deciding
from crmkit.consent.decision import Decision, denied
from crmkit.consent.double_opt_in import Answer, answer
from crmkit.consent.facts import Fact
from crmkit.consent.points import KIND_OF_CHANNEL
from crmkit.consent.pressure import Contact, Pressure
from crmkit.consent.question import Question
from crmkit.consent.reach import points_of
from crmkit.consent.receipts.receipt import Controller
from crmkit.consent.stored import StoredDecision
from crmkit.consent.upkeep.reports import find_report
from crmkit.consent.upkeep.review import Review
from crmkit.consent.upkeep.standing import Standing
from crmkit.exceptions import CallError, StoreError, UnknownNameError
from crmkit.intake.exports.reading import read_consents
from crmkit.intake.exports.tool import Tool
from crmkit.ledger.consent_exports import ConsentImport, keep_export
from crmkit.ledger.deciding import Answering, Law, open_for, open_for_all
from crmkit.ledger.deciding_many import open_for_many
from crmkit.ledger.dispatching import decisions_of, replay
from crmkit.ledger.keeper import Keeper
from crmkit.ledger.pressing import contacts_of, press
from crmkit.ledger.receipts import make_receipt
from crmkit.records import ConsentEvent, Customer, instant


class ConsentDesk:
    """Acts of consent, and what they allow: `base.consent`."""

    def __init__(self, keeper: Keeper, law: Law) -> None:
        self._keeper = keeper
        self._law = law

    def record(self, event: ConsentEvent) -> bool:
        """Keep an act; return whether it was new.

        Raises:
            StoreError: the base cannot be written.
        """
        with self._keeper.backend.transaction():
            new = bool(self._keeper.ledger.append([event]))
            self._keeper.journal("record", f"consent: {event.act}", int(new))
        return new

    def load(
        self,
        data: Any,
        *,
        tool: str | Tool,
        purpose: str,
        exported_at: datetime,
        source: str | None = None,
        topics: Mapping[str, str | None] | None = None,
        given: Mapping[str, str] | None = None,
        notice: str | None = None,
        evidence: str | None = None,
        not_before: datetime | None = None,
        zone: str = "UTC",
    ) -> ConsentImport:
        """Take in what another program exports about consent, opt-outs of people whom nobody knows here included.

        It is whole or not at all, and a second time without effect. It lifts no stop and brings nothing back.

        Args:
            data: a path (CSV, Excel, JSON), bytes, a dataframe, or an iterable of mappings.
            tool: "brevo", "hubspot", "mailchimp" or "mautic", or the declaration of another program.
            purpose: what the list is for, such as "newsletter".
            exported_at: when the export was made.
            source: where the acts were captured; the name of the program when left out.
            topics: name of a further list, or type of subscription, to the purpose it is for; None leaves it out.
            given: column to what holds for every row, such as {"Status": "subscribed"}.
            notice: name of the text that people were shown when they agreed, where it is known.
            evidence: where the export is kept.
            not_before: no act of the export is older.
            zone: IANA name of the zone of the account, for programs that write their times in it.

        Raises:
            UnknownNameError: for a program or a purpose that is not known.
            InputError: the data cannot be read, or does not say who opted out.
            SchemaError: it has lists of which nobody said what they are for.
            StoreError: the base cannot be written.
        """
        for name in (purpose, *(topics or {}).values()):
            if name is not None:
                self._law.policy.purposes.find(name)
        export = read_consents(
            data,
            tool=tool,
            purpose=purpose,
            exported_at=exported_at,
            recorded_at=self._keeper.now(),
            source=source,
            topics=topics,
            given=given,
            notice=notice,
            evidence=evidence,
            not_before=not_before,
            region=self._law.region,
            zone=zone,
        )
        return keep_export(self._keeper, export, policy=self._law.policy, keyring=self._law.keyring)

    def answer(
        self, token: str, *, act: Literal["confirm", "withdraw"], gesture: str, source: str, at: datetime | None = None
    ) -> Answer:
        """Keep what a person did with the token she was sent: a confirmation, or a withdrawal.

        Call this when she pressed the button (a POST), never when the page behind the link was merely loaded.

        Args:
            token: as it came back.
            act: "confirm" or "withdraw".
            gesture: what she did, one of `crmkit.consent.double_opt_in.GESTURES`.
            source: where it was captured.
            at: when; now when left out.

        Raises:
            CallError: for a gesture that is none, or a base without a keyring.
            StoreError: the base cannot be written.
        """
        keyring = self._law.keyring
        if keyring is None:
            raise CallError("This base has no keys for tokens; give connect a keyring.")
        now = self._keeper.now()
        with self._keeper.backend.transaction():
            asked = self._keeper.ledger.consents(keyring.names("token", token))
            refs = {one.ref for one in asked if one.ref is not None}
            known = self._keeper.ledger.consents(refs | {one.point for one in asked}) if asked else []
            found = answer(
                [*asked, *known],
                token,
                act=act,
                gesture=gesture,
                keyring=keyring,
                at=now if at is None else instant(at),
                recorded_at=now,
                source=source,
            )
            kept = self._keeper.ledger.append([found.event]) if found.event is not None else ()
            self._keeper.journal("record", f"consent: {act}", len(kept))
        return found

    def events(self) -> list[ConsentEvent]:
        """Read every act, oldest first."""
        acts = self._keeper.ledger.consents()
        self._keeper.journal("read", "acts of consent", len(acts))
        return acts

    def check(
        self,
        customer_id: str,
        *,
        purpose: str,
        via: str,
        point: str | None = None,
        at: datetime | None = None,
        known_at: datetime | None = None,
        facts: Iterable[Fact] = (),
    ) -> Decision:
        """Decide whether a customer may be contacted for a purpose by a channel; the answer carries its reasons.

        Only the acts that bear on her are read. Who was merged is one person while the merge stands: about an instant
        that is past, the answer is about her as she was then.

        Args:
            customer_id: any id that she ever had.
            purpose: such as "newsletter"; one that does not exist is denied.
            via: "email", "phone", "sms" or "postal"; one that does not exist is denied.
            point: key of one contact point, such as "email:a@example.org"; the first allowed one when left out.
            at: the instant of the contact; now when left out.
            known_at: look only at what was recorded by then.
            facts: what else is known to be true, such as a contract; see `crmkit.consent.facts.FACTS`.

        Raises:
            UnknownCustomerError: no customer ever had this id.
        """
        moment = self._keeper.now() if at is None else instant(at)
        known = tuple(facts)
        try:
            points = () if point is None else (point,)
            customer, deciding = open_for(
                self._keeper, self._law, customer_id, at=moment, known_at=known_at, points=points
            )
        except StoreError:  # whoever asks gets an answer, and it is no
            asked = Question(purpose=purpose, channel=via, point=point or "", at=moment, known_at=known_at)
            return denied(asked, "store_unavailable", policy_version=self._law.policy.version)
        reached = [point] if point is not None else [*points_of(customer, via), ""]
        decisions = [deciding.decide(customer, purpose, via, one, facts=known) for one in reached]
        return next((one for one in decisions if one.allowed), decisions[0])

    def decisions(self, message: str) -> list[StoredDecision]:
        """Read what was decided when a message left, oldest first: who was written to and who was not, and why."""
        found = decisions_of(self._keeper, message)
        self._keeper.journal("read", "stored decisions", len(found), detail={"message": message})
        return found

    def replay(self, stored: StoredDecision) -> Decision:
        """Decide again as of a stored decision, by the acts and judgements that were kept then, whatever came since.

        The answer is the stored one. Where it is another, what was not an act has changed: her country, her birth
        date or her contact points, which count as they are now.

        Raises:
            CallError: it was decided by another version of the policy; open the base with that one.
        """
        return replay(self._keeper, self._law, stored)

    def at(self, moment: datetime, *, known_at: datetime | None = None) -> Deciding:
        """Read the ledger once, to decide many questions about one instant.

        Who was merged with somebody and taken apart again has the acts that were hers at that instant.
        """
        return open_for_all(self._keeper, self._law, at=instant(moment), known_at=known_at)

    def at_once(self, moment: datetime, *, known_at: datetime | None = None) -> Answering:
        """Read the ledger once, in columns, to decide about many customers; the answers are those of `at`.

        They carry their reasons and no evidence. Tell `prepare` whom the next questions are about, some thousands at a
        time. Without the extra "frames" everybody is decided one by one.
        """
        known = None if known_at is None else instant(known_at)
        return open_for_many(self._keeper, self._law, at=instant(moment), known_at=known)

    def check_pressure(
        self,
        customer_id: str,
        *,
        purpose: str,
        via: str,
        zone: str | None,
        at: datetime | None = None,
        contacts: Iterable[Contact] | None = None,
        facts: Iterable[Fact] = (),
    ) -> Pressure:
        """Say whether now is the moment to approach a customer: the second gate, for what `check` allows.

        Hours and days, caps, and rest after a no, in each country that her rows name. It never allows what `check`
        denies. A consent waives the hours where a rule says so.

        Args:
            customer_id: any id that she ever had.
            purpose: such as "offers".
            via: "email", "phone", "sms" or "postal".
            zone: IANA name of her own time zone; None when it is not known, which is denied where hours matter.
            at: the instant of the contact; now when left out.
            contacts: earlier contacts; when left out, the interactions of the base whose `direction` is "out", with
                their `channel`, their `purpose`, and "declined" as `outcome` where she said not now; and the messages
                that were handed over by `dispatch`, unless such an interaction has their name as its `message`.
            facts: what else is known to be true; see `crmkit.consent.facts.FACTS`.

        Raises:
            UnknownCustomerError: no customer ever had this id.
        """
        moment = self._keeper.now() if at is None else instant(at)
        customer = self._keeper.customer(customer_id)
        decision = self.check(customer.id, purpose=purpose, via=via, at=moment, facts=facts)
        return press(
            customer,
            Question(purpose=purpose, channel=via, point="", at=moment),
            self._law.policy,
            contacts_of(self._keeper, customer) if contacts is None else contacts,
            region=self._law.region,
            zone=zone,
            basis=decision.basis,
        )

    def receipt(
        self,
        customer_id: str,
        *,
        purpose: str,
        via: str,
        controller: Controller,
        point: str | None = None,
        standard: Literal["iso_27560", "kantara"] = "iso_27560",
        language: str = "en",
    ) -> dict[str, Any]:
        """Make a receipt of a consent for the person herself, as JSON data that names her by her id alone.

        Args:
            customer_id: any id that she ever had.
            purpose: such as "newsletter".
            via: "email", "phone", "sms" or "postal".
            controller: who asks for the consent.
            point: key of the contact point; the first one about which she said anything when left out.
            standard: "iso_27560" for JSON-LD after ISO/IEC TS 27560:2023, "kantara" for Consent Receipt 1.1.0.
            language: language of the receipt.

        Raises:
            UnknownCustomerError: no customer ever had this id.
            UnknownNameError: for a purpose, a channel or a standard that does not exist.
            CallError: she never said anything about it, or, for Kantara's, which knows no withdrawal and no doubt, her
                consent does not count.
        """
        customer = self._keeper.customer(customer_id)
        return make_receipt(
            self._keeper,
            customer,
            deciding=self.at(self._keeper.now()),
            purpose=purpose,
            channel=via,
            point=point,
            controller=controller,
            standard=standard,
            language=language,
        )

    def upkeep(
        self,
        report: str,
        *,
        purpose: str | None = None,
        via: str | None = None,
        at: datetime | None = None,
        within_days: int = 90,
        asked: Mapping[str, datetime] | None = None,
        facts: Callable[[Customer], Iterable[Fact]] | None = None,
    ) -> Iterator[Standing]:
        """Go through the consents that are due for something, customer by customer.

        Args:
            report: "renewals_due", "expired", "unproven", "ask_again" or "never_ask"; see
                `crmkit.consent.upkeep.reports.REPORTS`.
            purpose: only this purpose, also of people who never said anything about it; every one they spoke of when
                left out.
            via: only this channel.
            at: the instant; now when left out.
            within_days: a consent that ends within so many days is due for renewal.
            asked: customer id to when she was last asked again.
            facts: what else is known of a customer, such as her last order; see `crmkit.consent.facts.FACTS`.

        Raises:
            UnknownNameError: for a report, a purpose or a channel that does not exist.

        >>> from datetime import UTC
        >>> from crmkit.customer_base import connect
        >>> with connect(region="FR", clock=lambda: datetime(2026, 3, 1, tzinfo=UTC)) as base:
        ...     given = {"consent.method": "web_form", "consent.notice": "newsletter-2023"}
        ...     row = {
        ...         "Name": "Ada Keller",
        ...         "E-mail": "ada@example.org",
        ...         "Newsletter": "yes",
        ...         "Opt-in date": "2023-04-01",
        ...     }
        ...     report = base.load([row], source="crm", given=given)
        ...     for one in base.consent.upkeep("renewals_due"):
        ...         print(one.explain().partition(", ")[2])
        marketing.newsletter by email: the consent ends on 2026-03-31; she may be asked by it while the use is allowed.
        """
        wanted = find_report(report)
        if via is not None and via not in KIND_OF_CHANNEL:
            raise UnknownNameError("channel", via, KIND_OF_CHANNEL)
        moment = self._keeper.now() if at is None else instant(at)
        deciding = self.at(moment)
        known = facts or (lambda _: ())
        review = Review.over(
            self._keeper.ledger.consents(),
            policy=self._law.policy,
            at=moment,
            horizon=moment + timedelta(days=within_days),
            decide=lambda who, what, channel, point, then: evolve(deciding, at=then).decide(
                who, what, channel, point, facts=known(who)
            ),
            region=self._law.region,
            purpose=purpose,
            channel=via,
            asked=asked,
        )
        self._keeper.journal("read", f"consents: {report}", self._keeper.derived.count(), purpose=purpose)
        return (
            one for customer in self._keeper.derived.customers() for one in review.of(customer) if wanted.lists(one)
        )
