"""What a row says besides who the customer is: choices about advertising, orders, tickets and calls."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from examples.people import Company, Customer
from examples.rows import Row
from examples.wordlist import words

SUBJECTS = {
    "fr": words(
        "Colis non reçu;Demande de facture;Changement d'adresse;Article défectueux;Question sur la garantie;"
        "Remboursement;Délai de livraison;Mot de passe oublié;Annulation de commande;Conseil avant achat"
    ),
    "de": words(
        "Paket nicht angekommen;Rechnungskopie;Adressänderung;Artikel defekt;Frage zur Garantie;Rückerstattung;"
        "Lieferfrist;Passwort vergessen;Bestellung stornieren;Beratung vor dem Kauf"
    ),
}
NOTES = words(
    "Client fidèle;Préfère être appelé le soir;Salon 2024;VIP, remise 5 %;Demande un catalogue;Rappeler en septembre;"
    "Facture par poste;Livraison chez le voisin, 2e étage;Parle aussi italien;Kunde seit dem Umbau"
)


def currency(customer: Customer) -> str:
    """The currency a customer pays in."""
    return "CHF" if customer.home.place.country == "CH" else "EUR"


def tell(rng: Random, row: Row) -> None:
    """Fill in what the row's file says besides the customer."""
    row.says |= {
        "newsletter": _newsletter,
        "shop": _order,
        "support": _case,
        "crm_old": _crm,
        "till": _receipt,
    }[row.file](rng, row)


def _newsletter(rng: Random, row: Row) -> dict[str, Any]:
    choice = rng.choices(("oui", "non", "désinscrit", ""), (70, 12, 14, 4))[0]
    offers = rng.choices(("oui", "non", ""), (45, 45, 10))[0] if choice != "désinscrit" else "non"
    undated = rng.random() < 0.05
    updated = row.at + timedelta(days=rng.randint(0, 40), minutes=rng.randint(0, 1400))
    return {
        "newsletter": choice,
        "offers": offers,
        "chosen_at": None if undated or not choice else row.at,
        "updated_at": min(updated, datetime(2026, 10, 31, 23, 59, tzinfo=UTC)),
        "note": rng.choice(("Concours été", "Salon", "Formulaire du site")) if rng.random() < 0.2 else "",
    }


def _order(rng: Random, row: Row) -> dict[str, Any]:
    return {
        "total": _amount(rng, row, 60),
        "status": rng.choices(("paid", "shipped", "cancelled", "refunded", "open"), (25, 60, 6, 5, 4))[0],
    }


def _receipt(rng: Random, row: Row) -> dict[str, Any]:
    return {"total": _amount(rng, row, 35), "sms": rng.choices(("ja", "nein", ""), (40, 40, 20))[0]}


def _case(rng: Random, row: Row) -> dict[str, Any]:
    return {
        "type": rng.choices(("ticket", "call"), (7, 3))[0],
        "subject": rng.choice(SUBJECTS[row.customer.home.place.language]),
        "status": rng.choices(("closed", "open", "pending"), (80, 8, 12))[0],
    }


def _crm(rng: Random, row: Row) -> dict[str, Any]:
    calls = rng.choices(("oui", "non", ""), (40, 40, 20))[0]
    chosen = row.at + timedelta(days=rng.randint(0, 200))
    undated = not calls or rng.random() < 0.06
    return {
        "since": row.at.date(),
        "calls": calls,
        "objects": "oui" if rng.random() < 0.05 else "",
        "chosen_on": None if undated else min(chosen, datetime(2026, 10, 31, tzinfo=UTC)).date(),
        "note": rng.choice(NOTES) if rng.random() < 0.25 else "",
    }


def _amount(rng: Random, row: Row, middle: float) -> float:
    scale = 4 if isinstance(row.customer, Company) else 1
    return max(2.5, round(rng.lognormvariate(0, 0.7) * middle * scale * 20) / 20)
