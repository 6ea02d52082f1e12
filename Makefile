# The two commands a newcomer needs are `make demo` and `make test`; each sets up what it needs by itself.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
UV := $(VENV)/boot/bin/uv
DEV := $(VENV)/dev
RUN := $(VENV)/run
BIN := $(DEV)/bin
WORKERS ?= 2
export UV_SYSTEM_CERTS := 1

.PHONY: demo test lint types layers unit docs coverage nightly bench examples lock clean help

help:
	@echo "make demo     run the main job on the example exports (writes demo/)"
	@echo "make test     lint, types, layers, tests, documentation"
	@echo "make nightly  long property runs, faults, loads and mutation testing (at most 90 minutes)"
	@echo "make bench    benchmarks, beside the peers where they are installed"
	@echo "make coverage the tests again, traced; at least 90 % of lines and branches"
	@echo "make lint docs examples lock clean"

$(UV):
	@$(PYTHON) -c 'import sys; v = sys.version_info; sys.exit(0 if v >= (3, 11) else "crmkit needs Python 3.11 or newer, and $(PYTHON) is %d.%d; say make PYTHON=/path/to/python3.11" % v[:2])'
	@$(PYTHON) -m venv $(VENV)/boot
	@$(VENV)/boot/bin/python -m pip install --quiet --disable-pip-version-check uv

$(RUN)/.ready: $(UV) locks/demo.txt pyproject.toml
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) $(RUN)
	@$(UV) pip sync --quiet --python $(RUN)/bin/python --require-hashes locks/demo.txt
	@$(UV) pip install --quiet --python $(RUN)/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

$(DEV)/.ready: $(UV) locks/dev.txt pyproject.toml
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) $(DEV)
	@$(UV) pip sync --quiet --python $(DEV)/bin/python --require-hashes locks/dev.txt
	@$(UV) pip install --quiet --python $(DEV)/bin/python --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(RUN)/.ready
	@$(RUN)/bin/crmkit demo --out demo

test: lint types layers unit docs

lint: $(DEV)/.ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(DEV)/.ready
	$(BIN)/mypy

layers: $(DEV)/.ready
	$(BIN)/lint-imports --no-cache

unit: $(DEV)/.ready
	$(BIN)/python -m pytest -m "not nightly" -n $(WORKERS) --dist loadfile

# tracing doubles the time of the tests, so it has a command of its own, which the nightly run calls
coverage: $(DEV)/.ready
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -m "not nightly" -n $(WORKERS) --dist loadfile
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --fail-under=90 --format=total

docs: $(DEV)/.ready
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# the other tests have just run for the coverage
nightly: coverage
	CRMKIT_HYPOTHESIS=nightly $(BIN)/python -m pytest -m "nightly or hypothesis" -n $(WORKERS) --dist loadfile
	$(BIN)/python tests/mutation.py

bench: $(DEV)/.ready
	$(BIN)/python -m benchmarks

examples: $(DEV)/.ready
	$(BIN)/python -m examples.generate --out examples/exports

lock: $(UV)
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade pyproject.toml --all-extras --group dev -o locks/dev.txt
	$(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --upgrade pyproject.toml --extra frames --extra excel --extra cli --group build -o locks/demo.txt

clean:
	rm -rf $(VENV) demo site dist mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage*
