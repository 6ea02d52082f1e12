"""What only some backends can do: reading by columns, being opened again, being opened twice."""

import json

import pytest

from crmkit.backends.protocol import Backend, ColumnarBackend, Wanted
from crmkit.exceptions import ConflictError
from crmkit.testing.contract.needs import Reopen, fact, needs


class OpeningsContract:
    """What only some backends can do: reading by columns, being opened again, being opened twice."""

    @needs("bulk")
    def test_tens_of_thousands_are_kept_at_once(self, backend: Backend) -> None:
        """Through the engine's own way for many rows, with every character that could disturb it."""
        awkward = "\\N \t\n\r\b\\. ; '' \" {} \x00 \ud800 \U0001f600"
        names = [f"{number:05} {awkward}" for number in range(20_000)]
        assert len(backend.append(fact(name, body=[name], keys=(name,)) for name in names)) == len(names)
        backend.put_all("t", {name: [name] for name in names}, terms={name: [name] for name in names})
        assert [one.body for one in backend.facts()] == [[name] for name in names]
        assert [one.body for one in backend.scan("t")] == [[name] for name in names]
        assert backend.find("t", [Wanted((names[777],))], limit=9) == (names[777],)
        assert [one.id for one in backend.facts(keys=[names[777]])] == [names[777]]

    @needs("columnar")
    def test_tables_come_as_arrow_batches(self, backend: ColumnarBackend) -> None:
        """With the keys, versions and bodies that a scan gives."""
        backend.put_all("t", {f"{number:04}": {"number": number} for number in range(3000)})
        rows = [row for batch in backend.batches("t") for row in batch.to_pylist()]
        assert [(row["key"], row["version"], json.loads(row["body"])) for row in rows] == [
            (one.key, one.version, one.body) for one in backend.scan("t")
        ]
        assert [row for batch in backend.batches("none") for row in batch.to_pylist()] == []

    @needs("persistent")
    def test_what_was_kept_is_there_after_closing(self, backend: Backend, reopen: Reopen) -> None:
        """Numbers and versions go on where they ended."""
        (kept,) = backend.append([fact(body={"name": "Zoë"}, keys=("x",))])
        version = backend.put("t", "k", [1, None])
        backend.close()
        again = reopen()
        try:
            assert list(again.facts(keys=["x"])) == [kept]
            assert again.append([fact(), fact("b")])[0].order > kept.order
            assert again.put("t", "k", 2, expected_version=version) > version
        finally:
            again.close()

    @needs("many_processes")
    def test_two_openings_see_each_other(self, backend: Backend, reopen: Reopen) -> None:
        """What one has kept the other reads, and numbers and versions are shared."""
        other = reopen()
        try:
            (mine,) = backend.append([fact("mine")])
            (yours,) = other.append([fact("mine"), fact("yours")])
            assert list(backend.facts()) == list(other.facts()) == [mine, yours]
            version = backend.put("t", "k", 1)
            assert other.put("t", "k", 2, expected_version=version) > version
            with pytest.raises(ConflictError):
                backend.put("t", "k", 3, expected_version=version)
        finally:
            other.close()
