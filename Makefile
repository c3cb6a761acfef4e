# Every target sets up .venv by itself; only Python 3.11+, make and a package registry are needed.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
export PYTHONUTF8 := 1
# The tests start some hundred processes; without compiled modules each compiles everything that it imports.
unexport PYTHONDONTWRITEBYTECODE
# Many tests wait for sockets and processes: two workers for each core keep the cores busy. Those of test-fast wait for
# the disk alone, so that one more than there are cores is enough: each imports and collects everything first.
export PYTEST_XDIST_AUTO_NUM_WORKERS ?= $(shell echo $$((2 * $$(getconf _NPROCESSORS_ONLN))))

UNREACHED := The packages could not be fetched. See that the network, or the package index in pip's settings, can be reached; then try again.

.DEFAULT_GOAL := help
.PHONY: help demo test test-fast coverage test-documents faults crash soak lint format run images bench bench-large simulate releasable release clean

help:  ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

# uv installs exactly what uv.lock says. It lives in a venv of its own, so that `uv sync` does not remove it.
SYNC = $(VENV)-uv/bin/uv sync --quiet --frozen --compile-bytecode --python $(PYTHON)
# What Askaday itself needs: whoever only plays does not wait for the tools, most of what there is to unpack and compile.
$(VENV)/.playable: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Askaday needs Python 3.11 or later; $(PYTHON) is not. Name another: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Installing what Askaday needs into $(VENV): about half a minute, the first time." >&2
	@test -x $(VENV)-uv/bin/uv || { $(PYTHON) -m venv $(VENV)-uv && $(VENV)-uv/bin/pip install --quiet --disable-pip-version-check uv; } || \
		{ echo "$(UNREACHED)" >&2; exit 1; }
	@$(SYNC) --no-dev --inexact || { echo "$(UNREACHED)" >&2; exit 1; }
	@touch $@

$(VENV)/.ready: $(VENV)/.playable
	@$(SYNC) || { echo "$(UNREACHED)" >&2; exit 1; }
	@touch $@

# What grading by meaning needs. Without it the grader that looks for words does its work, so a failure is no reason to
# stop; it is not tried again by itself.
$(VENV)/.model: $(VENV)/.playable
	@PATH="$(CURDIR)/$(VENV)-uv/bin:$$PATH" $(BIN)/askaday grading install-model || \
		echo "Going on without the model: answers are graded by their words. To try again: $(BIN)/askaday grading install-model"
	@touch $@

demo: $(VENV)/.model  ## Play a question of the day in this terminal (a scripted week without one)
	@$(BIN)/askaday demo --no-model

test: $(VENV)/.ready $(VENV)/.model  ## Run the whole test suite
	@$(BIN)/pytest -n auto --dist worksteal

test-fast: $(VENV)/.ready $(VENV)/.model  ## Run what answers at once, for work in progress: no processes, no servers, no hundreds of repetitions
	@$(BIN)/pytest -n $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )) --dist worksteal -m "not processes and not sockets and not repeats"

coverage: $(VENV)/.ready $(VENV)/.model  ## Count the lines and branches of bot/ that tests go through; fails under 95 %
	@$(BIN)/pytest -n auto --dist worksteal -m "not repeats" --ignore=tests/e2e --ignore=tests/browser --ignore=tests/deploy --cov --cov-report=term

test-documents: $(VENV)/.ready $(VENV)/.model  ## Run the tests that look into published documents; TEST_DOCUMENTS names their folder
	@test -n "$$TEST_DOCUMENTS" || { echo "TEST_DOCUMENTS names no folder; CONTRIBUTING.md says what belongs there."; exit 2; }
	@$(BIN)/pytest -n auto --dist worksteal -m documents

faults: $(VENV)/.ready $(VENV)/.model  ## Play a thousand schedules of faults, five hundred on each platform, and twenty weeks on a machine in trouble, half of them with a PostgreSQL that stops and dies
	@ASKADAY_FAULTS=0-499 $(BIN)/pytest -n auto --dist worksteal tests/e2e/faults/test_discord.py tests/e2e/faults/test_slack.py tests/crash/test_troubles.py

crash: $(VENV)/.ready $(VENV)/.model  ## Kill weeks and commands at every point in turn, or at those of SLICE=1-40, in SLOTS=4; goes on where it stopped (build/crash.json)
	@$(BIN)/python -m tests.crash $(SLICE) --slots $(or $(SLOTS),4) $(if $(AGAIN),--again)

soak: $(VENV)/.ready $(VENV)/.model  ## Live through YEARS=3 of a team with faults, crashes, backups and erasures, drawn from SEED=7
	@$(BIN)/python -m tests.soak $(or $(YEARS),3) $(or $(SEED),7)

lint: $(VENV)/.ready  ## Check style, types and the import rules
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/askaday packs check --strict --graded content/aws

format: $(VENV)/.ready  ## Format the code
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

run: $(VENV)/.playable  ## Run Askaday with the settings of the environment and .env
	@$(BIN)/askaday run

images: $(VENV)/.ready $(VENV)/.model  ## Make the pictures and the recording in docs/images anew, with the Chromium that is installed
	@ASKADAY_BROWSER_REQUIRED=1 $(BIN)/python -m tests.browser.pictures
	@$(BIN)/python -m tests.browser.recording

bench: $(VENV)/.ready $(VENV)/.model  ## Measure against references; writes build/bench.json
	@$(BIN)/python -m benchmarks
	@$(BIN)/python -m benchmarks.grading.table

bench-large: $(VENV)/.ready $(VENV)/.model  ## Measure what takes a large store, against references; adds to build/bench.json
	@$(BIN)/python -m benchmarks --large

WORKSPACES ?= 100
DAYS ?= 10
simulate: $(VENV)/.ready  ## Let WORKSPACES=100 live for DAYS=10, and say what each costs
	@$(BIN)/python -m benchmarks.simulate $(WORKSPACES) $(DAYS)

# What keeps a version from being released, as far as it is seen without tests.
releasable: $(VENV)/.ready
	@test -z "$$(git status --porcelain)" || { echo "Commit first: the tag is of what is committed." >&2; exit 1; }
	@version=$$($(VERSION)) && \
	{ ! git rev-parse --quiet --verify "refs/tags/v$$version" >/dev/null || \
		{ echo "v$$version is tagged already: CONTRIBUTING.md says where the version gets its next number." >&2; exit 1; }; } && \
	{ grep -qF "## $$version - " CHANGELOG.md || \
		{ echo "CHANGELOG.md has no heading for $$version, like: ## $$version - $$(date +%Y-%m-%d)" >&2; exit 1; }; }

# The version stands in pyproject.toml, bot/__init__.py and CHANGELOG.md; tests hold them together. Nothing is sent anywhere.
VERSION = $(BIN)/python -c 'import bot; print(bot.__version__)'
release: releasable lint test  ## Build what is released, look into it, and tag this commit with its version
	@$(MAKE) --no-print-directory releasable
	@rm -rf dist && $(VENV)-uv/bin/uv build --quiet && ls dist
	@version=$$($(VERSION)) && git tag --annotate --message "Askaday $$version" "v$$version" && \
		echo "Tagged v$$version. To publish: git push origin v$$version"

clean:  ## Remove what make built
	rm -rf $(VENV) $(VENV)-uv build
