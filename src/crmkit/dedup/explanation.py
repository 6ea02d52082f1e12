"""Why two records are the same or are not, and what was never compared."""

from collections.abc import Callable, Iterator
from typing import Any, Final

from attrs import frozen

from crmkit.dedup.words import VERDICT_TONES, feature_word, gate_words, level_word, verdict_word
from crmkit.report.charts import percent, signed
from crmkit.report.drawings import Mark, Step, Waterfall
from crmkit.report.html import drawing, fragment
from crmkit.report.page import Evidence, EvidenceRow, Language
from crmkit.report.svg import Drawing

WORDS: Final = {
    "en": {
        "weight": "weight {weight} bits, probability {chance}",
        "start": "to begin with",
        "total": "in sum",
        "held": "held back: {gate}",
        "others": "in one cluster through others",
        "shares": "{m} of true pairs, {u} of chance pairs",
        "rare": "rare value {bits}",
        "common": "common value {bits}",
        "capped": "said already by others {bits}",
        "one_sided": "Only one of them says: {features}.",
        "same_from": "same from {bits}",
    },
    "fr": {
        "weight": "{weight} bits, probabilité {chance}",
        "start": "au départ",
        "total": "au total",
        "held": "retenu : {gate}",
        "others": "réunis par d’autres",
        "shares": "{m} des vraies paires, {u} des paires au hasard",
        "rare": "valeur rare {bits}",
        "common": "valeur courante {bits}",
        "capped": "déjà dit par d’autres {bits}",
        "one_sided": "Un seul des deux le dit : {features}.",
        "same_from": "identiques dès {bits}",
    },
}


@frozen(kw_only=True)
class Reason:
    """What one feature says about a pair.

    Attributes:
        feature: the feature.
        left: folded value of the left record, empty when missing.
        right: that of the right one.
        level: degree of agreement, such as "equal" or "typo"; "missing" when a side says nothing.
        weight: bits for (above zero) or against; the next four say how they come about.
        m: share of the pairs of one customer that agree so; None where no share was estimated.
        u: share of chance pairs that do, over all values.
        rarity: bits of the weight that come from how frequent just this value is: above zero for a rare one.
        capped: bits that the limits of its group take away, since others of the group have said the same.
    """

    feature: str
    left: str
    right: str
    level: str
    weight: float
    m: float | None = None
    u: float | None = None
    rarity: float = 0.0
    capped: float = 0.0

    def remark(self, language: Language = "en") -> str:
        """Say how the weight comes about, in words; empty where there is nothing to say."""
        words = WORDS[language]
        said = []
        if self.m is not None and self.u is not None:
            said.append(words["shares"].format(m=percent(self.m, language), u=_small(self.u, language)))
        if abs(self.rarity) >= 0.05:
            said.append(words["rare" if self.rarity > 0 else "common"].format(bits=signed(self.rarity, language)))
        if abs(self.capped) >= 0.05:
            said.append(words["capped"].format(bits=signed(self.capped, language)))
        return "; ".join(said)


@frozen(kw_only=True)
class Explanation:
    """Why two records are the same, or are not; the weights of the reasons and the prior add up to the weight.

    A notebook shows it as a table whose bars are a waterfall; `str` gives it as text.

    Attributes:
        left: id of the left record.
        right: id of the right one.
        reasons: one for each feature.
        prior: bits that any two records have before they are compared.
        weight: sum of all bits.
        probability: that they are one customer.
        verdict: "same", "possible", "related" or "never".
        gate: what held the verdict back, whatever the weight; empty when nothing did.
        together: whether they ended in one cluster.
        same_from: weight from which a pair is the same; None when nobody knows.
    """

    left: Any
    right: Any
    reasons: tuple[Reason, ...]
    prior: float
    weight: float
    probability: float
    verdict: str
    gate: str
    together: bool
    same_from: float | None = None

    def __str__(self) -> str:
        return self.text()

    def text(self, language: Language = "en") -> str:
        """Write it as text, one line a reason."""
        words = WORDS[language]
        counted = words["weight"].format(
            weight=signed(self.weight, language), chance=percent(self.probability, language)
        )
        lines = [f"{self.left} – {self.right}: {verdict_word(self.verdict, language)} ({counted})"]
        lines.append(f"  {words['start']:<20} {signed(self.prior, language):>7}")
        for one in self.reasons:
            remark = f" ({said})" if (said := one.remark(language)) else ""
            values = f"{level_word(one.level, language)}: {one.left or '-'} / {one.right or '-'}{remark}"
            lines.append(f"  {feature_word(one.feature, language):<20} {signed(one.weight, language):>7}  {values}")
        lines.append(f"  {words['total']:<20} {signed(self.weight, language):>7}")
        if self.gate:
            lines.append("  " + words["held"].format(gate=gate_words(self.gate, language)))
        if self.together and self.verdict != "same":
            lines.append(f"  {words['others']}")
        return "\n".join(lines)

    def table(
        self, language: Language = "en", *, name: Callable[[Any], str] = str, values: bool = True, remarks: bool = False
    ) -> Evidence:
        """Show it as a block of a page: both records, what each feature weighs, and how that adds up.

        Args:
            language: of the texts.
            name: how a record is called.
            values: whether the compared values are shown.
            remarks: whether each weight says how it comes about.
        """
        weighed = [one for one in self.reasons if (one.left and one.right) or one.weight]
        alone = [one for one in self.reasons if one not in weighed and (one.left or one.right)]
        rows = [
            EvidenceRow(
                feature_word(one.feature, language),
                readable(one.feature, one.left),
                readable(one.feature, one.right),
                level_word(one.level, language),
                one.weight,
                one.remark(language) if remarks else "",
            )
            for one in weighed
        ]
        notes = [gate_words(self.gate, language)]
        if alone:
            features = ", ".join(feature_word(one.feature, language) for one in alone)
            notes.append(WORDS[language]["one_sided"].format(features=features))
        return Evidence(
            (name(self.left), name(self.right)),
            verdict_word(self.verdict, language),
            rows,
            start=self.prior,
            total=self.weight,
            tone=VERDICT_TONES[self.verdict],
            note=" ".join(filter(None, notes)),
            marks=self._marks(language),
            values=values,
        )

    def waterfall(self, language: Language = "en") -> Drawing:
        """Draw how the weight comes about, as a picture of its own."""
        words = WORDS[language]
        steps = tuple(_steps(self.reasons, language))
        title = f"{self.left} – {self.right}: {verdict_word(self.verdict, language)}"
        block = Waterfall(title, Step(words["start"], self.prior), steps, words["total"], self._marks(language))
        return drawing(block, language=language)

    def to_html(self, language: Language = "en") -> str:
        """Draw it as a piece of HTML that brings its style along."""
        return fragment([self.table(language, remarks=True)], language=language)

    def _repr_html_(self) -> str:
        return self.to_html()

    def _marks(self, language: Language) -> tuple[Mark, ...]:
        if self.same_from is None:
            return ()
        return (Mark(WORDS[language]["same_from"].format(bits=signed(self.same_from, language)), self.same_from),)


def _steps(reasons: tuple[Reason, ...], language: Language) -> Iterator[Step]:
    for one in reasons:
        if one.weight:
            said = f"{level_word(one.level, language)}: {one.left or '-'} / {one.right or '-'}"
            yield Step(feature_word(one.feature, language), one.weight, said)


def _small(share: float, language: Language) -> str:
    """Write a share that may be far below one per cent: as "1 in 12 000"."""
    if share >= 0.001:
        return percent(share, language)
    times = f"{1 / max(share, 1e-12):,.0f}".replace(",", "\u202f")
    return f"1 sur {times}" if language == "fr" else f"1 in {times}"


def readable(feature: str, folded: str) -> str:
    """Write the digits of a birth date as a date; everything else stays as it is.

    >>> readable("birth_date", "19800517"), readable("phone", "19800517")
    ('1980-05-17', '19800517')
    """
    if feature == "birth_date":
        return ", ".join(
            f"{one[:4]}-{one[4:6]}-{one[6:]}" if len(one) == 8 and one.isdigit() else one for one in folded.split(", ")
        )
    return folded


@frozen(kw_only=True)
class Unseen:
    """Pairs that share a blocking key and were not compared, since their block is too large.

    Attributes:
        rule: the keys that they share.
        blocks: how many blocks.
        records: how many records are in them.
        pairs: how many pairs were left out; another rule may have compared some.
    """

    rule: str
    blocks: int
    records: int
    pairs: int
