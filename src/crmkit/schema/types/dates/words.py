"""What months are called, and what stands beside dates."""

import re
from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january janvier januar janner gennaio enero jan janv gen ene jann jaen",
            "february fevrier februar feber febbraio febrero feb fevr fev febr",
            "march mars marz maerz marzo mar mrz maer marts", "april avril aprile abril apr avr abr",
            "may mai maggio mayo mag", "june juin juni giugno junio jun giu juno",
            "july juillet juli luglio julio jul juil lug julei", "august aout agosto aug ago aou",
            "september septembre settembre septiembre setiembre sep sept set",
            "october octobre oktober ottobre octubre oct okt ott", "november novembre noviembre nov",
            "december decembre dezember dicembre diciembre dec dez dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""Folded names and short names in English, French, German, Italian and Spanish, to the number of the month."""

ROMAN: Final = {
    name: number
    for number, name in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"], start=1)
}
"""Months as Roman numbers."""

BEFORE: Final = re.compile(
    r"\A(?:\*|[’']|(?:n[ée]e?\.?|nato|nata|nacid[oa]|geb(?:oren|\.)?|born|seit|since|depuis|dal|le|il|am|el|on|the|den|date|datum"
    r"|du|vom)\b\.?(?:\s+(?:le|il|am|el|on|the|den|du))?\s*:?\s*)",
    re.IGNORECASE,
)
"""What may stand before a date."""

ABOUT: Final = re.compile(
    r"(?:(?:ca|circa|env|environ|vers|um|etwa|about|around|approx|verso|hacia)\b\.?|[~≈±])\s*", re.IGNORECASE
)
"""What says that a date is not exact."""

WEEKDAYS: Final = re.compile(
    r"\A(?:mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|mon|tue|wed|thu|fri|sat|sun|gio|sab|dom|mie|jue|vie)"
    r"[a-zìéá]*\.?,?\s+(?=\S*\d)",
    re.IGNORECASE,
)
"""A day of the week before a date."""
