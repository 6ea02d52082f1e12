"""Legal forms of companies, and how they are written."""

from typing import Final

_SPELLINGS: Final = """
SA: sa, s a, societe anonyme
AG: ag, aktiengesellschaft
SARL: sarl, s a r l, sa rl, s ar l
SAS: sas, s a s
SASU: sasu
EURL: eurl
SCI: sci
SCM: scm
SCP: scp
SCA: sca
SNC: snc
SELARL: selarl
SELAS: selas
SCOP: scop
SCIC: scic
GIE: gie
EARL: earl
GAEC: gaec
Sagl: sagl
SpA: spa, s p a
Srl: srl, s r l
GmbH: gmbh, g m b h, ges m b h, gesmbh, mbh, gesellschaft mit beschrankter haftung
gGmbH: ggmbh
GmbH & Co. KG: gmbh co kg, gmbh und co kg, gmbh cokg
AG & Co. KG: ag co kg
UG: ug, ug haftungsbeschrankt
KG: kg
KGaA: kgaa
OHG: ohg
GbR: gbr
KlG: klg
KmG: kmg
PartG mbB: partg mbb, partg
e.V.: e v, ev
e.K.: e k, ek, e kfm, e kfr
eG: eg
OG: og
Ltd: ltd, limited, co ltd
LLP: llp
LLC: llc, l l c
PLC: plc, p l c
Inc.: inc, incorporated
Corp.: corp, corporation
LP: lp
BV: bv, b v, besloten vennootschap
NV: nv, n v
BVBA: bvba
SPRL: sprl
SRL: s rl
VOF: vof
AB: ab
Oy: oy
AS: a s
ApS: aps
SE: se
SL: s l
"""

FORMS: Final[dict[str, str]] = {
    spelling.strip(): form
    for form, _, spellings in (line.partition(": ") for line in _SPELLINGS.strip().splitlines())
    for spelling in spellings.split(",")
}
"""Folded spelling to the usual one."""

LEADING: Final = frozenset({
    "SA", "SARL", "SAS", "SASU", "EURL", "SCI", "SCM", "SCP", "SNC", "SELARL", "SELAS", "SCOP", "GIE", "EARL", "GAEC",
    "GmbH", "Oy", "AB", "UG", "Srl", "SpA",
})  # fmt: skip
"""Forms that may also stand before the name."""

AMBIGUOUS: Final = frozenset(
    {
        "SA",
        "AG",
        "KG",
        "UG",
        "AB",
        "Oy",
        "SE",
        "eG",
        "OG",
        "LP",
        "SL",
        "e.K.",
        "e.V.",
        "AS",
        "SCA",
        "SAS",
        "BV",
        "NV",
        "EARL",
        "SELAS",
    }
)
"""Forms that are also ordinary words or names; in a person's name they count only in capitals."""

LONGEST: Final = max(spelling.count(" ") + 1 for spelling in FORMS)
"""How many words the longest spelling has."""
