# The commands of this project, the same here and in CI. `make help` lists them.
#
# Each sets up what it needs: Python packages in .venv, npm packages in node_modules, both from
# locks, and Chromium. What is set up already is left as it is.

PYTHON ?= python3
WORKERS ?= auto
# How many trees the corpora of `bench` hold and how often each is built; how many that of `profile` holds.
SIZES ?= 10 50
ROUNDS ?= 5
TREES ?= 50

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# Only the lock decides what is installed: Node and its npm come from it as well.
BIN := .venv/bin
PACKAGES := .venv/packages.stamp
NODE_PACKAGES := node_modules/packages.stamp
# The build hook writes this file last, so it stands for the installed package and its assets.
MERMAID := plugin/decision_trees/templates/assets/decision-trees/mermaid.min.js

# Material prints its end of life on every build; the plan for it is no news there.
export NO_MKDOCS_2_WARNING := 1

SUDO := $(if $(filter-out 0,$(shell id -u)),sudo)
APT_INSTALL := $(SUDO) apt-get update --quiet && \
	$(SUDO) apt-get install --quiet --yes --no-install-recommends

.PHONY: help
help: ## List these targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /\1\t/' | expand -t 12

##: Site

.PHONY: site
site: $(MERMAID) ## Build this repository's own site
	$(BIN)/mkdocs build --strict
	@echo 'The site is in site/; "make serve" shows it'

.PHONY: serve
serve: $(MERMAID) ## Serve the site and rebuild it on every change
	$(BIN)/mkdocs serve

##: Checks

# pytest comes last, and once: its summary is the count of all tests. The slow tests stand together, in
# tests/browser: whoever is done takes over half of what another has left.
.PHONY: test
test: lint types $(MERMAID) $(NODE_PACKAGES) chromium ## Run every check: lint, types, all tests
	$(BIN)/pytest --numprocesses=$(WORKERS) --dist=worksteal --cov

.PHONY: lint
lint: $(PACKAGES) ## Check style and formatting
	$(BIN)/ruff check
	$(BIN)/ruff format --check

.PHONY: types
types: $(PACKAGES) $(NODE_PACKAGES) ## Check the types of Python and JavaScript
	$(BIN)/mypy
	$(BIN)/node node_modules/typescript/bin/tsc

.PHONY: unit
unit: $(MERMAID) ## Run the unit tests; the core must be covered entirely
	$(BIN)/pytest tests/unit --cov

.PHONY: browser
browser: $(MERMAID) $(NODE_PACKAGES) chromium ## Run the tests in Chromium
	$(BIN)/pytest -m browser

.PHONY: fuzz
fuzz: $(MERMAID) chromium ## Run the property tests and fuzzing with a large budget
	$(BIN)/pytest tests/unit/test_properties.py -k 'text_raises or bytes_raise' --hypothesis-profile=sources
	$(BIN)/pytest -m slow --hypothesis-profile=fuzz

.PHONY: format
format: $(PACKAGES) ## Format the Python code and fix what can be fixed
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format

##: Cost

.PHONY: bench
bench: $(MERMAID) ## Measure builds beside sites by hand, and put the tables into the manual
	$(BIN)/python -m benchmarks --sizes $(SIZES) --rounds $(ROUNDS) --into content/performance.md

.PHONY: profile
profile: $(MERMAID) ## Show where the time of a build goes, by stage
	$(BIN)/python -m benchmarks.stages --size $(TREES)

.PHONY: bench-browser
bench-browser: site chromium ## Measure how long our scripts hold a slow reader up
	$(BIN)/python -m benchmarks.browser

##: Upkeep

.PHONY: lock
lock: $(PACKAGES) ## Resolve requirements/dev.txt and package-lock.json anew (needs uv)
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --upgrade \
		--generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
		--quiet --output-file requirements/dev.txt
	$(BIN)/npm update --package-lock-only --ignore-scripts

.PHONY: pictures
pictures: $(MERMAID) chromium ## Take the manual's pictures of the walk and the chart anew
	$(BIN)/python -m tests.pictures

.PHONY: clean
clean: ## Remove all that these commands made
	rm -rf .venv node_modules site dist .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	rm -rf .coverage .coverage.* $(dir $(MERMAID))
	find plugin tests -name __pycache__ -prune -exec rm -r {} +

##: Set-up

$(PACKAGES): requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or newer is needed: make PYTHON=python3.12, say' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo 'Installing python3-venv'; $(APT_INSTALL) python3-venv; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $<
	@touch $@

# The package is compiled as installed ones are: the tests start many processes, which may not write it.
$(MERMAID): $(PACKAGES) pyproject.toml hatch_build.py package-lock.json $(wildcard plugin/browser/*)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		--no-deps --no-build-isolation --editable .
	$(BIN)/python -m compileall -q plugin/decision_trees
	@touch $@

$(NODE_PACKAGES): $(PACKAGES) package.json package-lock.json
	$(BIN)/npm ci --ignore-scripts
	@touch $@

.PHONY: chromium
chromium:
	@for name in chromium chromium-browser google-chrome; do \
		if command -v $$name >/dev/null; then exit 0; fi; \
	done; \
	if ! command -v apt-get >/dev/null; then \
		echo 'The browser tests need Chromium or Chrome on the PATH' >&2; exit 1; \
	fi; \
	echo 'Installing Chromium for the browser tests'; \
	$(APT_INSTALL) chromium
