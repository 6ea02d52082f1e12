"""The contract suite: what every backend has to do, as a pytest class.

Write a test class of your own and override the fixture `backend`; declare what your backend cannot do in `gaps`.

```python
class TestMyBackend(BackendContract):
    gaps: ClassVar = {"columnar": could("nobody asked for Arrow batches")}

    @pytest.fixture
    def backend(self, tmp_path):
        with contextlib.closing(MyBackend(tmp_path)) as backend:
            yield backend
```
"""

from collections.abc import Callable, Iterator, Mapping
from typing import ClassVar

import pytest
from attrs import asdict

from crmkit.backends.protocol import Backend, Capabilities, Wanted
from crmkit.exceptions import StoreError
from crmkit.testing.comparison import compare_with_reference
from crmkit.testing.contract.documents import DocumentsContract
from crmkit.testing.contract.facts import FactsContract
from crmkit.testing.contract.needs import Reopen, fact
from crmkit.testing.contract.openings import OpeningsContract
from crmkit.testing.contract.transactions import TransactionsContract
from crmkit.testing.gaps import Gap


class BackendContract(FactsContract, DocumentsContract, TransactionsContract, OpeningsContract):
    """What every backend has to do. Override `backend`, and `reopen` for a backend that is persistent.

    Attributes:
        gaps: capability to a declared gap, exactly for the capabilities that the backend does not have. A test that
            needs a capability with a gap "never" is skipped; with another gap it must fail, so that a gap that has
            been closed is noticed.
    """

    gaps: ClassVar[Mapping[str, Gap]] = {}

    @pytest.fixture
    def backend(self) -> Iterator[Backend]:
        """Give an empty backend, and close it afterwards."""
        raise NotImplementedError(f"{type(self).__name__} has to override the fixture `backend`.")

    @pytest.fixture
    def reopen(self) -> Reopen:
        """Give a function that opens the place of `backend` once more, whether that is closed or not."""
        raise NotImplementedError(f"{type(self).__name__} has to override the fixture `reopen`.")

    @pytest.fixture(autouse=True)
    def _declared_gaps(self, request: pytest.FixtureRequest) -> None:
        gap = self.gaps.get(getattr(request.function, "needs", ""))
        if gap is None:
            return
        if gap.grade == "never":
            pytest.skip(str(gap))
        request.applymarker(pytest.mark.xfail(reason=str(gap), strict=True))

    def test_it_has_every_method_of_a_backend(self, backend: Backend) -> None:
        """It satisfies the protocol, and has a name."""
        assert isinstance(backend, Backend)
        assert backend.name

    def test_every_missing_capability_is_a_declared_gap_and_no_other(self, backend: Backend) -> None:
        """Capabilities and gaps together name everything a backend can be asked for."""
        assert isinstance(backend.capabilities, Capabilities)
        missing = {name for name, there in asdict(backend.capabilities).items() if not there}
        assert missing == set(self.gaps)

    def test_after_closing_every_use_is_refused_and_closing_again_is_not(self, backend: Backend) -> None:
        """A closed backend says so."""
        backend.close()
        backend.close()
        uses: tuple[Callable[[], object], ...] = (
            lambda: backend.append([fact()]),
            lambda: list(backend.facts()),
            backend.last,
            lambda: backend.get("t", "k"),
            lambda: backend.get_each([("t", "k")]),
            lambda: backend.put("t", "k", 1),
            lambda: backend.put_all("t", {"k": 1}),
            lambda: backend.delete("t", "k"),
            lambda: backend.delete_all("t", ["k"]),
            lambda: backend.clear("t"),
            lambda: list(backend.scan("t")),
            lambda: backend.find("t", [Wanted(("a",))], limit=1),
            lambda: backend.transaction().__enter__(),
        )
        for use in uses:
            with pytest.raises(StoreError):
                use()

    def test_it_answers_like_the_reference_whatever_is_done_to_it(self, backend: Backend) -> None:
        """Random work on both, with every answer compared."""
        compare_with_reference(backend)
