"""Turn what a browser says into acts: a consent string into consents and refusals, a signal into an objection."""

from collections.abc import Iterable, Mapping
from datetime import datetime, time, timedelta
from typing import Final

from crmkit.consent.points import DEVICE
from crmkit.consent.signals.tc_string import decode_tc_string
from crmkit.exceptions import CallError
from crmkit.records import ANY, ConsentEvent, instant

WEB: Final = "web"
"""Channel of what happens on a device."""

_A_DAY: Final = timedelta(days=1) - timedelta(microseconds=1)


def tc_acts(
    text: str,
    *,
    purposes: Mapping[int, str],
    device: str,
    recorded_at: datetime,
    source: str,
    ref: str | None = None,
    vendor: int | None = None,
) -> tuple[ConsentEvent, ...]:
    """Read the acts of an IAB consent string: for each purpose of yours, a consent or a refusal on that device.

    A purpose of yours needs every purpose of the framework that is mapped to it. What the string says about legitimate
    interest is left out: whoever is not in its list was not informed or objected, and nobody can tell which. A string
    that names a day and no time is dated by that day.

    Args:
        text: the consent string.
        purposes: number of a purpose of the framework to a purpose of yours.
        device: name of the browser or app, such as the id of its cookie.
        recorded_at: when the string came to be known.
        source: where it was captured.
        ref: source row or customer id, where the device is hers.
        vendor: number of the vendor who asks; None for the publisher himself.

    Raises:
        InputError: it is no consent string of version 2.
        CallError: no device, or no purpose.

    >>> from datetime import UTC
    >>> string = "CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA"
    >>> acts = tc_acts(
    ...     string,
    ...     purposes={1: "offers", 4: "offers", 8: "surveys"},
    ...     device="c-17",
    ...     recorded_at=datetime(2022, 4, 27, tzinfo=UTC),
    ...     source="site",
    ... )
    >>> [(one.act, one.purpose, one.point) for one in acts]
    [('refuse', 'offers', 'device:c-17'), ('refuse', 'surveys', 'device:c-17')]
    """
    if not purposes:
        raise CallError("Say what the purposes of the framework are for you, such as purposes={8: 'surveys'}.")
    known = instant(recorded_at)
    decoded = decode_tc_string(text)
    until = decoded.last_updated
    if until.time() == time():
        until = max(until, min(until + _A_DAY, known))
    wanted: dict[str, list[int]] = {}
    for number, purpose in sorted(purposes.items()):
        wanted.setdefault(purpose, []).append(number)
    return tuple(
        ConsentEvent(
            act="grant" if all(decoded.consents(one, vendor) for one in numbers) else "refuse",
            ref=ref,
            purpose=purpose,
            channel=WEB,
            point=_point(device),
            at=decoded.last_updated,
            until=until,
            recorded_at=known,
            source=source,
            method="consent_banner",
            language=decoded.language,
            evidence=f"IAB TCF 2 string of CMP {decoded.cmp_id}, vendor list {decoded.vendor_list_version}",
        )
        for purpose, numbers in wanted.items()
    )


def gpc_acts(
    headers: Mapping[str, str],
    *,
    purposes: Iterable[str],
    at: datetime,
    source: str,
    device: str | None = None,
    ref: str | None = None,
) -> tuple[ConsentEvent, ...]:
    """Read Global Privacy Control off the headers of a request: an objection to selling and sharing, or nothing.

    The header `Sec-GPC: 1` is the wish of the person that her data be neither sold nor shared, nor used for targeted
    advertising (W3C, Global Privacy Control; California Code of Regulations, title 11, section 7025; Colorado Revised
    Statutes 6-1-1306(1)(a)(IV)). Where it is absent, or says anything else, nothing was said.

    Args:
        headers: name to value, in any writing.
        purposes: the purposes of yours that sell, share or target.
        at: when the request came.
        source: where it was captured.
        device: name of the browser, such as the id of its cookie; the objection is for it alone.
        ref: source row or customer id of a person who is known. Without a device the objection is for all of her.

    Raises:
        CallError: neither a device nor a person, or no purpose.

    >>> from datetime import UTC
    >>> now = datetime(2026, 3, 1, tzinfo=UTC)
    >>> [act] = gpc_acts({"sec-gpc": "1"}, purposes=["offers"], at=now, source="site", ref="shop/7")
    >>> act.act, act.authority, act.channel, act.point
    ('object', 'subject', '*', '*')
    >>> gpc_acts({}, purposes=["offers"], at=now, source="site", ref="shop/7")
    ()
    """
    named = tuple(dict.fromkeys(purposes))
    if device is None and ref is None:
        raise CallError("Say whose wish it is: a device, or the source row or id of a person.")
    if not named:
        raise CallError("Say which purposes sell, share or target, such as purposes=['offers'].")
    said = [value.strip() for name, value in headers.items() if name.strip().casefold() == "sec-gpc"]
    if "1" not in said:
        return ()
    return tuple(
        ConsentEvent(
            act="object",
            ref=ref,
            purpose=purpose,
            channel=ANY if device is None else WEB,
            point=ANY if device is None else _point(device),
            at=at,
            recorded_at=at,
            source=source,
            method="global_privacy_control",
            evidence="Sec-GPC: 1",
        )
        for purpose in named
    )


def _point(device: str) -> str:
    if not device.strip():
        raise CallError("The device has no name.")
    return f"{DEVICE}:{device.strip()}"
