"""What every backend does with documents and the terms they are found by."""

import pytest
from hypothesis import given

from crmkit.backends.protocol import Backend, Document, Json, Wanted
from crmkit.exceptions import ConflictError
from crmkit.testing import strategies
from crmkit.testing.contract.needs import needs


class DocumentsContract:
    """What every backend does with documents and the terms they are found by."""

    def test_a_document_that_is_not_there_is_none(self, backend: Backend) -> None:
        """Tables need not be declared."""
        assert backend.get("t", "k") is None
        assert list(backend.scan("t")) == []
        assert backend.delete("t", "k") is False
        backend.clear("t")

    def test_a_put_replaces_and_its_version_rises(self, backend: Backend) -> None:
        """The version that put returns is the one that is read."""
        first = backend.put("t", "k", "old")
        second = backend.put("t", "k", "new")
        found = backend.get("t", "k")
        assert found is not None
        assert (found.key, found.body, found.version) == ("k", "new", second)
        assert 0 < first < second

    def test_a_version_never_comes_back_after_a_delete(self, backend: Backend) -> None:
        """Who read the old document cannot overwrite the new one by mistake."""
        first = backend.put("t", "k", 1)
        assert backend.delete("t", "k") is True
        backend.put_all("t", {"k": 2})
        with pytest.raises(ConflictError):
            backend.put("t", "k", 3, expected_version=first)

    def test_a_change_since_reading_is_a_conflict_and_changes_nothing(self, backend: Backend) -> None:
        """The expected version must be the present one; 0 stands for none."""
        version = backend.put("t", "k", "mine", expected_version=0)
        for stale in (0, version + 1):
            with pytest.raises(ConflictError):
                backend.put("t", "k", "lost", expected_version=stale)
            with pytest.raises(ConflictError):
                backend.delete("t", "k", expected_version=stale)
        with pytest.raises(ConflictError):
            backend.put("t", "other", "lost", expected_version=version)
        assert [(one.key, one.body) for one in backend.scan("t")] == [("k", "mine")]
        assert backend.delete("t", "k", expected_version=version) is True

    def test_tables_do_not_touch_each_other(self, backend: Backend) -> None:
        """A key in one table is not the same key in another."""
        backend.put_all("t", {"k": 1, "l": 2})
        backend.put("T", "k", 3)
        backend.clear("t")
        assert list(backend.scan("t")) == []
        assert [one.body for one in backend.scan("T")] == [3]

    def test_documents_of_several_tables_are_read_by_one_question(self, backend: Backend) -> None:
        """What is not there is left out, whatever is in the other tables under its key."""
        version = backend.put("t", "k", 1)
        backend.put_all("T", {"k": 2, "\\ \0": 3} | {f"{number:02}": number for number in range(60)})
        assert backend.get_each([("t", "k")]) == {("t", "k"): Document(key="k", body=1, version=version)}
        wanted = [("T", "\\ \0"), ("t", "k"), ("T", "k"), ("t", "l"), ("none", "k"), ("t", "k")]
        assert {name: (one.key, one.body) for name, one in backend.get_each(wanted).items()} == {
            ("T", "\\ \0"): ("\\ \0", 3),
            ("t", "k"): ("k", 1),
            ("T", "k"): ("k", 2),
        }
        assert len(backend.get_each([("T", f"{number:02}") for number in range(70)])) == 60
        assert backend.get_each([]) == backend.get_each([("t", "l")]) == {}

    def test_documents_are_scanned_in_the_order_of_their_keys(self, backend: Backend) -> None:
        """By code point, and some keys alone on request."""
        keys = ["b", "a", "B", "é", "z", "\U0001f600", "\uffff", "10", "9"]
        backend.put_all("t", dict.fromkeys(keys))
        assert [one.key for one in backend.scan("t")] == sorted(keys)
        assert [one.key for one in backend.scan("t", keys=["z", "a", "none", "a"])] == ["a", "z"]
        assert list(backend.scan("t", keys=[])) == []

    def test_thousands_of_documents_are_scanned_also_while_they_change(self, backend: Backend) -> None:
        """Reading in pages loses none, neither at their edges."""
        keys = [f"{number:05}" for number in range(4001)]
        backend.put_all("t", dict.fromkeys(keys))
        assert [one.key for one in backend.scan("t", keys=keys)] == keys
        seen = []
        for one in backend.scan("t"):
            seen.append(one.key)
            if len(seen) % 1000 == 0:
                backend.put("t", one.key, "seen")
        assert seen == keys

    def test_documents_come_back_exactly(self, backend: Backend) -> None:
        """Every key and body survives."""

        @given(drawn=strategies.documents())
        def check(drawn: dict[str, Json]) -> None:
            backend.clear("t")
            backend.put_all("t", drawn)
            read = {one.key: repr(one.body) for one in backend.scan("t")}
            assert read == {key: repr(body) for key, body in drawn.items()}
            assert {one.key for one in backend.scan("t", keys=drawn)} == set(drawn)

        check()

    def test_many_documents_are_deleted_at_once(self, backend: Backend) -> None:
        """Those that are not there are passed over."""
        backend.put_all("t", {"a": 1, "b": 2, "c": 3}, terms={"a": ["x"], "b": ["x"]})
        backend.delete_all("t", ["c", "a", "none", "a"])
        backend.delete_all("t", [])
        assert [one.key for one in backend.scan("t")] == ["b"]
        assert backend.find("t", [Wanted(("x",))], limit=9) == ("b",)

    def test_documents_are_found_by_terms_and_by_their_beginnings(self, backend: Backend) -> None:
        """Everything wanted must be met, each by any of its terms or prefixes."""
        backend.put_all(
            "t",
            {"1": None, "2": None, "3": None},
            terms={"1": ["anna", "keller", "bern"], "2": ["anna", "kern"], "3": ["hans", "keller"]},
        )
        for wanted, keys in (
            ([Wanted(("anna",))], ("1", "2")),
            ([Wanted(("anna",)), Wanted(("keller",))], ("1",)),
            ([Wanted(("hans", "kern", "none"))], ("2", "3")),
            ([Wanted(prefixes=("ke",))], ("1", "2", "3")),
            ([Wanted(prefixes=("kell",)), Wanted(("bern",), ("ha",))], ("1", "3")),
            ([Wanted(prefixes=("",))], ("1", "2", "3")),
            ([Wanted(("ann",))], ()),
            ([Wanted(("anna",)), Wanted()], ()),
            ([Wanted()], ()),
            ([], ()),
        ):
            assert backend.find("t", wanted, limit=9) == keys
        assert backend.find("t", [Wanted(prefixes=("ke", "an"))], limit=2) == ("1", "2")
        assert backend.find("other", [Wanted(("anna",))], limit=9) == ()

    def test_documents_are_found_by_each_of_many_terms(self, backend: Backend) -> None:
        """The first few of each, in the order of keys; terms of nobody are left out."""
        names = [f"{number:03}" for number in range(150)]
        backend.put_all("t", dict.fromkeys(names), terms={name: ["all", name, f"\\ {name[-1]}"] for name in names})
        assert backend.find_each("t", ["all"], limit=2) == {"all": ("000", "001")}
        assert backend.find_each("t", [*names, "all", "none"], limit=3) == {
            **{name: (name,) for name in names},
            "all": ("000", "001", "002"),
        }
        assert backend.find_each("t", ["\\ 7"], limit=2) == {"\\ 7": ("007", "017")}
        assert backend.find_each("t", [], limit=2) == backend.find_each("other", ["all"], limit=2) == {}

    def test_a_new_body_keeps_the_terms_unless_others_are_given(self, backend: Backend) -> None:
        """Terms belong to the document, and go with it."""
        backend.put("t", "k", 1, terms=["a", "b", "a"])
        backend.put("t", "k", 2)
        backend.put_all("t", {"k": 3, "l": 3}, terms={"l": ["a"], "none": ["a"]})
        assert backend.find("t", [Wanted(("a",)), Wanted(("b",))], limit=9) == ("k",)
        backend.put("t", "k", 4, terms=["b", "c"])
        assert backend.find("t", [Wanted(("a",))], limit=9) == ("l",)
        assert backend.find("t", [Wanted(("c",))], limit=9) == ("k",)
        backend.put("t", "k", 5, terms=[])
        assert backend.find("t", [Wanted(prefixes=("",))], limit=9) == ("l",)
        backend.delete("t", "l")
        backend.put("t", "l", 6)
        backend.put("t", "m", 6, terms=["a"])
        backend.clear("t")
        assert backend.find("t", [Wanted(prefixes=("",))], limit=9) == ()

    @needs("transactions")
    def test_terms_of_a_block_that_raises_are_as_before(self, backend: Backend) -> None:
        """Nothing of it can be found, and everything before it can."""
        backend.put("t", "k", 1, terms=["a"])

        def work() -> None:
            with backend.transaction():
                backend.put("t", "k", 1, terms=["b"])
                backend.put("t", "l", 1, terms=["a"])
                assert backend.find("t", [Wanted(("a",))], limit=9) == ("l",)
                raise LookupError

        with pytest.raises(LookupError):
            work()
        assert backend.find("t", [Wanted(("a", "b"))], limit=9) == ("k",)
