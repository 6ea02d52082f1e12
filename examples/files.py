"""The five files, each as its own program writes it; every writer notes the line where it put each row."""

import csv
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO, StringIO
from random import Random

import xlsxwriter

from examples.contacts import written
from examples.events import currency
from examples.people import Company
from examples.places import street_line
from examples.rows import Row
from examples.wordlist import words

COUNTRIES = {
    "fr": {"CH": ("Suisse", "CH"), "FR": ("France", "FR"), "DE": ("Allemagne", "DE")},
    "en": {"CH": ("Switzerland", "CH"), "FR": ("France", "FR"), "DE": ("Germany", "DE")},
}
CREATED = datetime(2026, 11, 2, 8, 0, tzinfo=UTC)


@dataclass
class Export:
    """A written file: its bytes, its rows in order, and the lines that are not rows."""

    name: str
    data: bytes = b""
    rows: list[Row] = field(default_factory=list)
    skips: list[tuple[int, str]] = field(default_factory=list)
    faults: list[tuple[int, str, str]] = field(default_factory=list)


class Lines:
    """A text file that grows line by line and knows what each line is."""

    def __init__(self, name: str, delimiter: str = ",", end: str = "\n"):
        self.export = Export(name)
        self.delimiter, self.end = delimiter, end
        self._lines: list[str] = []

    def csv(self, cells: list[str]) -> str:
        """Write cells as one line."""
        out = StringIO()
        csv.writer(out, delimiter=self.delimiter, lineterminator="").writerow(cells)
        return out.getvalue()

    def heading(self, text: str) -> None:
        """Add the first line."""
        self._lines.append(text)

    def row(self, row: Row, text: str) -> None:
        """Add a row about a customer."""
        self._lines.append(text)
        row.line = len(self._lines)
        self.export.rows.append(row)

    def skip(self, text: str, why: str) -> None:
        """Add a line that holds no customer."""
        self._lines.append(text)
        self.export.skips.append((len(self._lines), why))

    def fault(self, row: Row, text: str, why: str) -> None:
        """Add a line that cannot be read as it stands; it is about the customer of a row that is whole elsewhere."""
        self._lines.append(text)
        self.export.faults.append((len(self._lines), why, row.customer.id))

    def close(self, encoding: str) -> Export:
        """Give the file in its encoding."""
        self.export.data = "".join(line + self.end for line in self._lines).encode(encoding)
        return self.export


def write_newsletter(rng: Random, rows: list[Row]) -> Export:
    """Write the newsletter tool's export: cp1252, semicolons, French headings of which one comes twice."""
    lines = Lines("newsletter.csv", ";", "\r\n")
    lines.heading(
        "Adresse e-mail;Prénom;Nom;Société;Code postal;Ville;Pays;Langue;Date de naissance;Inscrit newsletter;"
        "Offres par e-mail;Date d'inscription;Dernière modification;Remarque;Remarque"
    )
    rows = sorted(rows, key=lambda row: row.at)
    for index, row in enumerate(rows, 1):
        text = lines.csv(_newsletter_cells(rng, row))
        lines.row(row, text)
        if index in {len(rows) // 5, len(rows) // 2, len(rows) * 4 // 5}:
            lines.skip("", "blank line")
        if index == len(rows) // 3:
            lines.fault(row, text + "; merci;", "more cells than headings")
    lines.skip(f"Total;;{len(rows)}", "totals row")
    return lines.close("cp1252")


def _newsletter_cells(rng: Random, row: Row) -> list[str]:
    says = row.says
    return [
        _email(row),
        row.given,
        row.family,
        row.company,
        row.postcode,
        row.locality,
        _country(rng, row, "fr"),
        row.customer.home.place.language,
        _birth(row, "%d/%m/%Y"),
        says["newsletter"],
        says["offers"],
        f"{says['chosen_at']:%d/%m/%Y %H:%M}" if says["chosen_at"] else "",
        f"{says['updated_at']:%d/%m/%Y %H:%M}",
        says["note"],
        "",
    ]


def write_shop(rng: Random, rows: list[Row]) -> Export:
    """Write the shop's workbook: one row per order, phones and postcodes turned to numbers, a totals row at the end."""
    export, out = Export("shop.xlsx"), BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "remove_timezone": True})
    book.set_properties({"title": "Orders", "author": "Example shop", "created": CREATED.replace(tzinfo=None)})
    sheet = book.add_worksheet("Orders")
    dated = book.add_format({"num_format": "dd.mm.yyyy hh:mm"})
    headings = words(
        "Order ID;Order date;First name;Last name;Company;E-mail;Phone;Street;Postcode;City;Country;"
        "Total;Currency;Status"
    )
    sheet.write_row(0, 0, headings)
    sheet.set_column(1, 1, 16)
    total = 0.0
    for index, row in enumerate(sorted(rows, key=lambda row: row.at), 1):
        total += row.says["total"]
        cells = [f"W{100200 + index}", None, row.given, row.family, row.company, _email(row)]
        cells += [_phone_cell(rng, row), street_line(row.address).replace(row.address.street, row.street)]
        cells += [_postcode_cell(rng, row), row.locality, _country(rng, row, "en")]
        cells += [row.says["total"], currency(row.customer), row.says["status"]]
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and cell:
                sheet.write_string(index, column, cell)
            elif isinstance(cell, int | float):
                sheet.write_number(index, column, cell)
        sheet.write_datetime(index, 1, row.at, dated)
        row.line = index + 1
        export.rows.append(row)
    sheet.write_string(len(rows) + 1, 0, "Total")
    sheet.write_number(len(rows) + 1, 11, round(total, 2))
    export.skips.append((len(rows) + 2, "totals row"))
    book.close()
    export.data = out.getvalue()
    return export


def _phone_cell(rng: Random, row: Row) -> str | int | None:
    if not row.phones:
        return None
    phone = row.phones[0]
    if phone[0] != "+":
        return int(phone) if phone.isdecimal() and rng.random() < 0.5 else phone
    style = rng.random()
    if style < 0.6:
        return int(phone[3:])
    return int(phone[1:]) if style < 0.75 else written(rng, phone, styles="any")


def _postcode_cell(rng: Random, row: Row) -> str | int:
    if rng.random() < 0.12:
        return row.postcode
    if row.postcode.startswith("0"):
        row.add("lost_zero")
    return int(row.postcode)


def write_support(rng: Random, rows: list[Row]) -> Export:
    """Write the support desk's log: one JSON object per line, of which one was cut off."""
    lines = Lines("support.jsonl")
    rows = sorted(rows, key=lambda row: row.at)
    for index, row in enumerate(rows, 1):
        name = rng.choices(
            (f"{row.given} {row.family}", f"{row.family} {row.given}", f"{row.family}, {row.given}"), (86, 5, 9)
        )[0]
        phone = written(rng, row.phones[0], styles="any") if row.phones and row.phones[0][0] == "+" else None
        text = json.dumps(
            {
                "id": f"S-{40000 + index}",
                "type": row.says["type"],
                "created": f"{row.at:%Y-%m-%dT%H:%M:%SZ}",
                "customer": {
                    "name": name,
                    "company": row.company or None,
                    "email": _email(row) or None,
                    "phone": phone or "".join(row.phones) or None,
                },
                "subject": row.says["subject"],
                "status": row.says["status"],
            },
            ensure_ascii=False,
        )
        lines.row(row, text)
        if index == len(rows) * 2 // 3:
            lines.fault(row, text[: len(text) * 3 // 5], "cut off in the middle of an object")
    return lines.close("utf-8")


def write_crm_old(rng: Random, rows: list[Row]) -> Export:
    """Write the old CRM's export: UTF-8 with a mark, commas, one name column, a quote that is never closed."""
    lines = Lines("crm_old.csv")
    heading = (
        "N° client,Nom complet,Société,E-mail,Téléphones,Date de naissance,Rue,N°,NPA,Localité,Pays,Langue,"
        "Client depuis,Appels commerciaux,Date du consentement,Ne plus contacter,Remarques"
    )
    lines.heading(heading)
    rows = sorted(rows, key=lambda row: row.at)
    numbers = sorted(rng.sample(range(10_000, 10_000 + 4 * len(rows)), len(rows)))
    for index, (row, number) in enumerate(zip(rows, numbers, strict=True), 1):
        row.says["number"] = f"K{number}"
        cells = _crm_cells(rng, row, f"K{number}")
        lines.row(row, lines.csv(cells))
        if index == len(rows) // 2:
            lines.skip(heading, "repeated heading")
        if index == len(rows) // 4:
            lines.fault(row, lines.csv([*cells[:-1], ""]) + '"Rappeler lundi', "quote that is never closed")
    return lines.close("utf-8-sig")


def _crm_cells(rng: Random, row: Row, number: str) -> list[str]:
    says, shown = row.says, row.shows_address
    name = f"{row.family.upper()} {row.given}"
    if row.name == "full" and not row.company and rng.random() < 0.08:
        name = f"{'Mme' if row.customer.gender == 'f' else 'M.'} {name}"
    if "suffix" in says:
        name = f"{name} {says['suffix']}"
    phones = [written(rng, phone, styles="any") if phone[0] == "+" else phone for phone in row.phones]
    return [
        number,
        name,
        row.company,
        _email(row),
        rng.choice((" / ", "; ", " ou ")).join(phones),
        _birth(row, "%d.%m.%Y"),
        row.street if shown else "",
        row.address.number if shown else "",
        row.postcode,
        row.locality,
        _country(rng, row, "fr"),
        row.customer.home.place.language.upper(),
        f"{says['since']:%d.%m.%Y}",
        says["calls"],
        f"{says['chosen_on']:%d.%m.%Y}" if says["chosen_on"] else "",
        says["objects"],
        says["note"],
    ]


def write_till(rng: Random, rows: list[Row]) -> Export:
    """Write the till's export: Latin-1, semicolons, German headings, decimal commas, a sum at the end."""
    lines = Lines("till.csv", ";", "\r\n")
    lines.heading(
        "Kartennr;Vorname;Nachname;Handy;PLZ;Ort;Land;Geburtsdatum;Kaufdatum;Betrag;Währung;Bon-Nr;SMS-Angebote"
    )
    rows = sorted(rows, key=lambda row: row.at)
    for index, row in enumerate(rows, 1):
        phones = [written(rng, phone) if phone[0] == "+" else phone for phone in row.phones]
        total = f"{row.says['total']:.2f}".replace(".", ",")
        cells = [row.card, row.given, row.family, "".join(phones[:1]), row.postcode, row.locality]
        cells += [row.customer.home.place.country, _birth(row, "%d.%m.%Y"), f"{row.at:%d.%m.%Y}", total]
        lines.row(row, lines.csv([*cells, currency(row.customer), f"B{70000 + index}", row.says["sms"]]))
    total = f"{sum(row.says['total'] for row in rows):.2f}".replace(".", ",")
    lines.skip(f"Summe;;;;;;;;;{total};;;", "totals row")
    return lines.close("iso-8859-1")


WRITERS = {
    "newsletter": write_newsletter,
    "shop": write_shop,
    "support": write_support,
    "crm_old": write_crm_old,
    "till": write_till,
}


def _email(row: Row) -> str:
    if row.says.get("email_moved"):
        return ""
    if row.says.get("email_capitals"):
        local, _, domain = row.email.partition("@")
        return f"{local.title()}@{domain.capitalize()}" if domain else row.email
    return row.email


def _birth(row: Row, pattern: str) -> str:
    return f"{row.birth:{pattern}}" if row.birth else row.says.get("birth_placeholder", "")


def _country(rng: Random, row: Row, language: str) -> str:
    name, code = COUNTRIES[language][row.address.place.country]
    if isinstance(row.customer, Company):
        return name
    return rng.choices((name, code, ""), (80, 15, 5))[0]
