"""The contract suite finds backends that break the contract."""

import subprocess
import sys
import textwrap

import pytest
from attrs import evolve
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from crmkit.backends import MemoryBackend
from crmkit.testing.comparison import BackendComparison
from crmkit.testing.gaps import could, never, not_yet


class ForgetsKeys(MemoryBackend):
    def append(self, facts, *, numbered=False):
        return super().append([evolve(fact, keys=fact.keys[:1]) for fact in facts], numbered=numbered)


class ForgetsTerms(MemoryBackend):
    def put(self, table, key, body, *, terms=None, expected_version=None):
        return super().put(table, key, body, terms=terms and terms[:1], expected_version=expected_version)


class KeepsRolledBackDocuments(MemoryBackend):
    def _set(self, table, key, held):
        super()._set(table, key, held)
        self._undo.pop()


class IgnoresVersions(MemoryBackend):
    def _expect(self, table, key, version):
        pass


class DeletesNothing(MemoryBackend):
    def delete(self, table, key, *, expected_version=None):
        return self.get(table, key) is not None


BROKEN = [ForgetsKeys, ForgetsTerms, KeepsRolledBackDocuments, IgnoresVersions, DeletesNothing]


@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_backend_is_told_from_the_reference(broken, capsys):
    class Comparison(BackendComparison):
        def __init__(self):
            super().__init__(broken())

    unshrunk = settings(max_examples=100, phases=[Phase.generate], database=None, print_blob=False)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Comparison, settings=unshrunk)


def test_a_gap_says_how_final_it_is_and_why():
    assert [str(gap) for gap in (could("a"), not_yet("b"), never("c"))] == ["could: a", "not yet: b", "never: c"]


@pytest.fixture
def run_pytest(tmp_path):
    def run(source):
        file = tmp_path / "test_stranger.py"
        file.write_text(textwrap.dedent(source))
        chosen = "missing_capability or inner_block or after_closing"
        command = [sys.executable, "-m", "pytest", "-q", "-rsxX", "-p", "no:cacheprovider", "-k", chosen, str(file)]
        return subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False).stdout

    return run


def test_a_stranger_is_told_what_is_missing(run_pytest):
    report = run_pytest(
        """
        from crmkit.backends import MemoryBackend
        from crmkit.testing.contract import BackendContract
        from crmkit.testing.gaps import could, never, not_yet
        import pytest

        class TestStranger(BackendContract):
            gaps = {"transactions": not_yet("in work"), "persistent": never("memory"), "columnar": could("asked")}

            @pytest.fixture
            def backend(self):
                return MemoryBackend()
        """
    )
    assert "missing_capability" in report  # sql and many_processes are not declared, transactions are there
    assert "XPASS(strict)" in report  # a gap that has been closed
    assert "never: memory" in report
