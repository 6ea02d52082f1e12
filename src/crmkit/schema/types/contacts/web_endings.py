"""Top-level domains that websites of customers usually have, beside those of countries.

Source: IANA Root Zone Database; a choice of the usual generic ones.
"""

from typing import Final

from crmkit.schema.types.places.country_names import country_captions

_GENERIC_TABLE: Final = """
    academy agency app archi art asia associates audio auto bank bar bayern beer berlin best bike bio biz blog
    boutique brussels build builders business buzz bzh cafe camp capital cards care career careers casa cat center
    chat church city claims clinic clothing cloud club coach codes coffee cologne com community company computer
    consulting contact contractors cool coop corsica dance date deals delivery dental design dev digital direct dog
    domains earth edu education email energy engineer engineering enterprises equipment estate events exchange
    expert family farm fashion film finance financial fit fitness florist frl fun fund furniture gallery games
    garden gent gift global gmbh gold golf gov graphics green group guide guitars guru hamburg health help house
    immo immobilien info ink institute insure int international investments jetzt jobs kaufen kitchen koeln land law
    legal life limited live living llc loan london love ltd ltda luxury madrid maison management market marketing
    media medical melbourne menu mil mobi moda mode museum name net network news ngo nrw nyc one ong online org
    paris partners parts party pet photo photography photos physio pics pizza plus press pro productions properties
    pub quebec recipes rehab reisen ren rent repair report rest restaurant reviews rich rocks ruhr saarland sale
    salon sarl school schule science services sexy shoes shop show singles site ski soccer social software solar
    solutions space sport store studio style supplies support surf swiss systems tattoo tax taxi team tech
    technology tel tennis theater tips tirol today tokyo tools top tours town toys trade training travel tube
    university vacations ventures versicherung vet viajes video villas vin vision vlaanderen voyage wales website
    wedding wien wiki win wine work works world xyz yoga zone zuerich africa
"""
GENERIC: Final = frozenset(_GENERIC_TABLE.split())
"""Generic endings."""


def is_known_ending(host: str) -> bool:
    """Say whether the last label of a host is the ending of a country or a usual generic one.

    >>> is_known_ending("example.swiss"), is_known_ending("example.co.uk"), is_known_ending("st.gallen")
    (True, True, False)
    """
    ending = host.rpartition(".")[2]
    return (
        ending in GENERIC
        or ending in {"uk", "eu", "su", "ac"}
        or ending.upper() in country_captions()
        or ending.startswith("xn--")
    )
