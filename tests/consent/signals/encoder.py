"""Write consent strings by the published table of fields, bit by bit as text: an oracle for the decoder."""

from base64 import urlsafe_b64encode

LAYOUT = (
    ("version", 6),
    ("created", 36),
    ("last_updated", 36),
    ("cmp_id", 12),
    ("cmp_version", 12),
    ("consent_screen", 6),
    ("language", "letters"),
    ("vendor_list_version", 12),
    ("policy_version", 6),
    ("service_specific", 1),
    ("non_standard_texts", 1),
    ("special_features", "12 flags"),
    ("purpose_consents", "24 flags"),
    ("purpose_interests", "24 flags"),
    ("purpose_one_treatment", 1),
    ("publisher_country", "letters"),
    ("vendor_consents", "vendors"),
    ("vendor_interests", "vendors"),
    ("restrictions", "restrictions"),
)


def binary(number, width):
    text = format(int(number), "b").rjust(width, "0")
    assert len(text) == width
    return text


def flags(numbers, width):
    return "".join("1" if place + 1 in numbers else "0" for place in range(width))


def spans(numbers):
    """Part numbers into spans that touch nobody."""
    found = []
    for one in sorted(numbers):
        if found and one == found[-1][1] + 1:
            found[-1][1] = one
        else:
            found.append([one, one])
    return found


def ranges(pairs):
    parts = [binary(len(pairs), 12)]
    for first, last in pairs:
        parts += ["0", binary(first, 16)] if first == last else ["1", binary(first, 16), binary(last, 16)]
    return "".join(parts)


def vendors(numbers, *, as_ranges):
    highest = max(numbers, default=0)
    body = "1" + ranges(spans(numbers)) if as_ranges else "0" + flags(numbers, highest)
    return binary(highest, 16) + body


def segment(bits):
    whole = bits + "0" * (-len(bits) % 24)
    text = urlsafe_b64encode(bytes(int(whole[at : at + 8], 2) for at in range(0, len(whole), 8))).decode()
    return text[: -(-len(bits) // 6)]


def encode(values, *, as_ranges=False, disclosed=None):
    """Write the fields of a mapping; a restriction is a purpose, a kind, and a set of vendors."""
    bits = ""
    for name, how in LAYOUT:
        value = values[name]
        if how == "letters":
            bits += "".join(binary("ABCDEFGHIJKLMNOPQRSTUVWXYZ".index(letter), 6) for letter in value)
        elif how == "vendors":
            bits += vendors(value, as_ranges=as_ranges)
        elif how == "restrictions":
            bits += binary(len(value), 12)
            bits += "".join(binary(one[0], 6) + binary(one[1], 2) + ranges(spans(one[2])) for one in value)
        elif isinstance(how, str):
            bits += flags(value, int(how.split()[0]))
        else:
            bits += binary(value, how)
    text = segment(bits)
    if disclosed is not None:
        text += "." + segment("001" + vendors(disclosed, as_ranges=as_ranges))
    return text
