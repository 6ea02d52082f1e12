"""Between arrays over the values of some records and what a model keeps of them."""

from collections.abc import Collection, Iterable, Mapping

import numpy as np
import polars as pl
from attrs import evolve, frozen

from crmkit.dedup.columnar.background import Background, Bools, name_keys, read_background
from crmkit.dedup.columnar.cells import first_words
from crmkit.dedup.columnar.encoding import Encoded
from crmkit.dedup.columnar.full_names import FullNames
from crmkit.dedup.columnar.keys import text_feature
from crmkit.dedup.columnar.ordering import Ints, runs
from crmkit.dedup.columnar.score import Floats, Shares
from crmkit.dedup.features import has_many
from crmkit.dedup.gates import Gate
from crmkit.dedup.learned import Learned, LearnedFeature, LearnedLevel, comparison_of, full_name
from crmkit.dedup.model import Model
from crmkit.schema.types.names.nicknames import nickname_groups

_PARTS = ("given", "family")
_SEVERAL = 10
"""Holders from which a value is common enough to be written down."""


@frozen(eq=False)
class Weights:
    """Everything that is needed to weigh pairs of some records, but the records.

    Attributes:
        gates: the gates in force.
        shares: per compared feature.
        full_names: names that more customers bear than their parts tell.
        prior: bits that a pair has before anything is compared.
        background: what is known of single values.
    """

    gates: tuple[Gate, ...]
    shares: Mapping[str, Shares]
    full_names: FullNames
    prior: float
    background: Background


def freeze(features: Mapping[str, Encoded], weights: Weights, model: Model, records: int) -> Learned:
    """Keep what training learned.

    Args:
        features: the features that were trained on.
        weights: what came of it.
        model: the specification.
        records: how many records there were.
    """
    levels = {one.feature: [level.name for level in one.levels] for one in model.comparisons}
    common, names, namesakes = _common(features), weights.full_names, weights.background.namesakes
    known = np.isin(names.names, common)
    return Learned(
        records=records,
        prior=weights.prior,
        gates=tuple(one.name for one in weights.gates),
        features={
            name: _frozen(features[name], shares, levels[comparison_of(name)], model)
            for name, shares in weights.shares.items()
        },
        text=text_feature(features),
        given_names=_marked(features.get("given"), weights.background.known, unlisted=True),
        family_names=_marked(features.get("family"), weights.background.families),
        words=_words(features),
        full_names=dict(zip(_spelt_out(features, names.names[known]), names.bits[known].tolist(), strict=True)),
        namesakes=frozenset(_spelt_out(features, namesakes[np.isin(namesakes, common)])),
    )


def thaw(features: Mapping[str, Encoded], model: Model, learned: Learned) -> Weights:
    """Weigh some records by what was learned of others.

    Args:
        features: the features of these records; see `known_features`.
        model: the specification.
        learned: what was learned.
    """
    return Weights(
        tuple(one for one in model.gates if one.name in learned.gates),
        {name: _thawed(features[name], one) for name, one in learned.features.items()},
        _weighed_names(features, learned),
        learned.prior,
        learned_background(features, learned, read_background(features).household),
    )


def learned_background(features: Mapping[str, Encoded], learned: Learned, household: Mapping[str, Bools]) -> Background:
    """Tell of the values of some records what was learned of others, and which contacts a household shares."""
    given = features["given"].values if "given" in features else ()
    family = features["family"].values if "family" in features else ()
    named = (len(value) > 1 and (value in learned.given_names or bool(nickname_groups(value))) for value in given)
    return Background(
        known=np.array([*named, False]),
        families=np.array([*(value in learned.family_names for value in family), False]),
        brief=np.array([*(len(value) == 1 for value in given), True]),
        crowded=None,
        namesakes=_numbered_names(features, learned.namesakes),
        household=household,
    )


def known_features(features: Mapping[str, Encoded], learned: Learned, records: int) -> dict[str, Encoded]:
    """Give the features that training saw, empty where these records have none.

    One that a record can have several values of has two columns at least, so that it weighs the same whether or not
    one of these records has.
    """
    nothing = np.full((records, 1), -1, np.int32)
    known = {name: features.get(name) or Encoded(name, nothing, ()) for name in learned.features}
    return {
        name: evolve(one, codes=np.hstack([one.codes, nothing])) if has_many(name) and one.codes.shape[1] == 1 else one
        for name, one in known.items()
    }


def _frozen(encoded: Encoded, shares: Shares, levels: Iterable[str], model: Model) -> LearnedFeature:
    holders = encoded.holders
    heard = holders.sum() + model.value_strength
    common = (holders >= _SEVERAL) & (shares.value_u >= _SEVERAL / heard)
    rare = np.flatnonzero(~common & (holders > 0))
    pairs = zip(levels, shares.m.tolist(), shares.u.tolist(), strict=True)
    return LearnedFeature(
        levels={name: LearnedLevel(m, u) for name, m, u in pairs},
        rare=float(np.average(shares.value_u[rare], weights=holders[rare])) if len(rare) else _unseen(shares, heard),
        values=dict(zip(encoded.texts(np.flatnonzero(common)), shares.value_u[common].tolist(), strict=True)),
    )


def _unseen(shares: Shares, heard: float) -> float:
    return float(min([1 / heard, *shares.value_u.tolist()]))


def _thawed(encoded: Encoded, learned: LearnedFeature) -> Shares:
    m, u = (np.array([getattr(level, share) for level in learned.levels.values()]) for share in ("m", "u"))
    value_u: Floats = np.array([learned.values.get(value, learned.rare) for value in encoded.values], np.float64)
    return Shares(m, u, value_u)


def _spelt_out(features: Mapping[str, Encoded], numbers: Ints) -> list[str]:
    """Write full names, of their numbers."""
    if not len(numbers):
        return []
    given, family = features["given"].values, features["family"].values
    return [full_name(given[one // len(family)], family[one % len(family)]) for one in numbers.tolist()]


def _common(features: Mapping[str, Encoded]) -> Ints:
    """Number the full names that several records have."""
    records = np.arange(len(next(iter(features.values())).codes)) if features else np.empty(0, np.int64)
    keys = name_keys(features, records)
    names = np.sort(keys[keys >= 0])
    start, count = runs(names)
    common: Ints = names[start[count >= _SEVERAL]]
    return common


def _weighed_names(features: Mapping[str, Encoded], learned: Learned) -> FullNames:
    numbers = _numbered_names(features, learned.full_names)
    bits = np.array([learned.full_names[name] for name in _spelt_out(features, numbers)], np.float64)
    return FullNames(numbers, bits)


def _numbered_names(features: Mapping[str, Encoded], names: Collection[str]) -> Ints:
    """Number those of some full names of which these records have both parts, ascending."""
    if not names or not {"given", "family"} <= features.keys():
        return np.empty(0, np.int64)
    given, family = ({value: code for code, value in enumerate(features[one].values)} for one in ("given", "family"))
    parts = [name.split(", ") for name in names]
    known = [given[one] * len(family) + family[other] for one, other in parts if one in given and other in family]
    return np.array(sorted(known), np.int64)


def _marked(encoded: Encoded | None, marks: Bools, *, unlisted: bool = False) -> frozenset[str]:
    values = [encoded.values[code] for code in np.flatnonzero(marks[:-1]).tolist()] if encoded else []
    return frozenset(value for value in values if not (unlisted and nickname_groups(value)))


def _words(features: Mapping[str, Encoded]) -> dict[str, tuple[int, int]]:
    """Count the records that have a word as given and as family name."""
    counted = [pl.DataFrame(schema={"word": pl.String, **dict.fromkeys(_PARTS, pl.Int64)})]
    for part in _PARTS:
        if part in features:
            words = features[part].vocabulary.describe(first_words)
            first = features[part].first
            held = np.bincount(words.places[first[first >= 0]], minlength=len(words.values))
            counted.append(pl.DataFrame({"word": words.values, part: held}))
    together = pl.concat(counted, how="diagonal").group_by("word").sum()
    common = together.filter(pl.sum_horizontal(_PARTS) >= _SEVERAL).sort("word")
    return {word: (given, family) for word, given, family in common.iter_rows()}
