# Everything a newcomer types. `make demo` and `make test` need only Python 3.11 and make.
.DEFAULT_GOAL := help
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: help setup demo test check bench setup-spark
help: ## Show what can be made.
	@grep -E '^[a-z-]+:.*##' Makefile | sed 's/:.*## /\t/' | expand -t 14

$(STAMP): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python 3.11 cannot make an environment here. On Debian: apt-get install python3-venv (or python3.11-venv), then run this again."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps -e .
	@touch $@

setup: $(STAMP) ## Make the environment from the lock file.

demo: setup ## Build the invented county and serve it.
	$(BIN)/kith demo

test: setup ## Run every test that needs no extra machine.
	$(BIN)/python -m linters.find_browser
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder

check: setup ## Lint, types, import contracts, migrations, documents.
	$(BIN)/python linters/check_all.py

bench: setup ## Measure every figure against its yardstick.
	$(BIN)/python benchmarks/run_all.py

setup-spark: setup ## Add Debian's Java and PySpark, for the tests of parity on Spark.
	$(BIN)/python -m linters.find_java
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps -r requirements-spark.lock
