"""Read whatever holds rows: a file, its bytes, a dataframe, or mappings."""

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from crmkit.exceptions import InputError
from crmkit.intake.columnar import read_frame
from crmkit.intake.encoding import decode
from crmkit.intake.readers.csv_reader import read_csv
from crmkit.intake.readers.excel_reader import SIGNATURES, read_excel
from crmkit.intake.readers.json_reader import looks_like_lines, read_json, read_json_lines
from crmkit.intake.readers.mappings import read_mappings
from crmkit.intake.table import Table

_OPENS_JSON = re.compile(r"\[\s*(?:\{|\])|\{\s*\"")


def read(data: Any, *, name: str | None = None) -> Table:
    r"""Read a table; what a file holds decides how it is read, whatever its name ends in.

    Args:
        data: a path, bytes, an open binary file, a dataframe of any kind that narwhals understands, or an iterable of
            mappings.
        name: name for messages and the origin; a file's own name, or the kind of object, when left out.

    Raises:
        InputError: when it cannot be read.
        MissingExtraError: when it needs a package that is not installed.

    >>> table = read(b"name,e-mail\nAnna,anna@example.org\n", name="crm.csv")
    >>> table.headings, [row.cells["name"] for row in table.rows]
    (('name', 'e-mail'), ['Anna'])
    """
    if isinstance(data, Table):
        return data
    if isinstance(data, str | os.PathLike):
        path = Path(data)
        return read_bytes(_load(path), name=name or path.name)
    if isinstance(data, bytes | bytearray | memoryview):
        return read_bytes(bytes(data), name=name or "bytes")
    if hasattr(data, "read"):
        return _read_open_file(data, name)
    if isinstance(data, Mapping):
        raise InputError(f"{name or 'The data'} is one mapping; give a list of mappings, one for each row.")
    if isinstance(data, Iterable) and not hasattr(data, "columns") and not hasattr(data, "__arrow_c_stream__"):
        return read_mappings(data, name=name or "rows")
    return read_frame(data, name=name or "dataframe")


def read_bytes(data: bytes, *, name: str) -> Table:
    """Read the content of a file: a workbook, JSON, JSON lines or CSV.

    Raises:
        InputError: when it cannot be read.
        MissingExtraError: when it is a workbook and python-calamine is not installed.
    """
    if data.startswith(SIGNATURES):
        return read_excel(data, name=name)
    ending = Path(name).suffix.lower()
    text = decode(data, where=name)[0].lstrip()
    if ending in {".jsonl", ".ndjson"} or (text.startswith("{") and looks_like_lines(text)):
        return read_json_lines(data, name=name)
    if ending == ".json" or _OPENS_JSON.match(text):
        return read_json(data, name=name)
    return read_csv(data, name=name)


def _load(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError(f"There is no file {path}; check its name and folder.") from error
    except IsADirectoryError as error:
        raise InputError(f"{path} is a folder; give one of its files.") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "its name is not one that a file can have"
        raise InputError(f"{path} cannot be read ({reason}).") from error


def _read_open_file(file: Any, name: str | None) -> Table:
    title = getattr(file, "name", None)
    label = name or (Path(title).name if isinstance(title, str) else "file")
    content = file.read()
    return read_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content, name=label)
