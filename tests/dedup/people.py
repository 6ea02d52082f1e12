"""Made-up people for the tests of duplicate detection."""

from hypothesis import strategies as st

GIVEN = ("Anna", "Paul", "Marie", "Lukas", "Sophie", "Karim", "Elena", "Victor", "Ursula", "Mehmet")
FAMILY = ("Muster", "Beispiel", "Dupont", "Fontaine", "Keller", "Rochat", "Okafor", "Lindqvist", "Zbinden", "Quispe")
TOWNS = ("Bern", "Lyon", "Basel", "Genf", "Metz")

people = st.fixed_dictionaries(
    {
        "given_name": st.none() | st.sampled_from(GIVEN),
        "family_name": st.none() | st.sampled_from(FAMILY),
        "birth_date": st.none()
        | st.dates().map(
            lambda day: (
                day.replace(year=1930 + day.year % 80).isoformat() if (day.month, day.day) != (2, 29) else "1980-05-17"
            )
        ),
        "email": st.none() | st.integers(0, 30).map(lambda number: f"mailbox{number}@example.org"),
        "phone": st.none() | st.integers(100000, 100030).map(lambda number: f"+41 79 {number} 7"),
        "locality": st.none() | st.sampled_from(TOWNS),
    }
)

FIELDS = {name: name for name in ("given_name", "family_name", "birth_date", "email", "phone", "locality")}


def crowd(count=60):
    """Different people, so that frequencies mean something."""
    return [
        {
            "given_name": GIVEN[number % 10] + "aeiou"[number // 10 % 5] * 2,
            "family_name": FAMILY[number * 7 % 10] + "nrst"[number % 4],
            "birth_date": f"{1940 + number * 13 % 60}-{1 + number % 12:02d}-{2 + number * 5 % 26:02d}",
            "email": f"box{chr(97 + number % 26)}{number * 37}@example.org",
            "phone": f"+41 79 {200 + number} {10 + number % 80} 13",
            "street": f"Weg{'abcdefgh'[number % 8]}strasse {number}",
            "postcode": str(1000 + number * 11),
            "locality": TOWNS[number % 5],
        }
        for number in range(count)
    ]
