# The commands of this project, the same here and in CI. `make help` lists them.
#
# Each sets up what it needs: Python packages in .venv, npm packages in node_modules, both from
# locks, and the browsers. What is set up already is left as it is.

PYTHON ?= python3
WORKERS ?= auto
# How many trees the corpora of `bench` and `bench-scale` hold, and how often `bench` builds each; how many that of
# `profile` holds.
SIZES ?= 10 50
TREES_OF_SCALE ?= 50 500 2800
ROUNDS ?= 5
TREES ?= 50
# How many random choices of five plugins `neighbours` builds beside.
ROUNDS_OF_FIVE ?= 12

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help

# Only the locks decide what is installed: Node and its npm come from there as well. They are complete, so
# nothing is resolved; and nothing is built from source with tools that happen to be newest.
PIP_INSTALL := -m pip install --quiet --disable-pip-version-check --no-deps
FROM_LOCK := $(PIP_INSTALL) --only-binary=:all: --require-hashes --requirement
# But for what is there as sources alone.
FROM_SOURCES := $(PIP_INSTALL) --no-build-isolation --no-binary=:all: --require-hashes --requirement
PACKAGE := $(PIP_INSTALL) --no-build-isolation --editable .
# Some set these to 1 for all else that they do. Without the second, pytest would rewrite every assertion anew in
# each of its processes, and each command that a test runs would compile the package first.
export PIP_USER := 0
export PYTHONDONTWRITEBYTECODE :=

BIN := .venv/bin
PACKAGES := .venv/packages.stamp
NODE_PACKAGES := node_modules/packages.stamp
BIOME := $(BIN)/node node_modules/@biomejs/biome/bin/biome
# The build hook writes this file last, so it stands for the installed package and its assets.
MERMAID := plugin/decision_trees/templates/assets/decision-trees/mermaid.min.js

# X.Y.Z, as in pyproject.toml, where alone it stands.
VERSION = $(shell sed -n 's/^version = "\(.*\)".*/\1/p' pyproject.toml)

# Material prints its end of life on every build; the plan for it is no news there.
export NO_MKDOCS_2_WARNING := 1

SUDO := $(if $(filter-out 0,$(shell id -u)),sudo)
# What another source of packages has wrong, does not matter unless the package is missing then.
APT_INSTALL := $(SUDO) apt-get update --quiet || true; \
	$(SUDO) apt-get install --quiet --yes --no-install-recommends

# $(call provide,A program by any of its names,Debian's packages of it: the first that there is)
define provide
	@for name in $(1); do \
		if command -v $$name >/dev/null; then exit 0; fi; \
	done; \
	if ! command -v apt-get >/dev/null; then \
		echo 'The tests need one of these on the PATH: $(1)' >&2; exit 1; \
	fi; \
	for package in $(2); do \
		echo "Installing $$package for the tests"; \
		if $(APT_INSTALL) $$package; then exit 0; fi; \
	done; \
	exit 1
endef

# $(call covering,Tests): run them, and cover the core entirely. pytest would find out twice what is covered, once
# for the total and once for the list of what is missing, while nothing else runs: the list is for when there is one.
covering = $(BIN)/pytest $(1) --numprocesses=$(WORKERS) --dist=worksteal --cov --cov-report= \
	|| { $(BIN)/coverage report; exit 1; }

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
test: $(MERMAID) $(NODE_PACKAGES) git chromium firefox ## Run every check: lint, types, all tests
	$(MAKE) --jobs=2 --output-sync lint types script
	$(call covering,)

.PHONY: lint
lint: $(MERMAID) $(NODE_PACKAGES) ## Check style, formatting and workflows, those in the manual too
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIOME) check --error-on-warnings
	$(BIN)/zizmor --offline --no-progress --quiet --strict-collection --persona=pedantic .github
	$(BIN)/check-jsonschema --builtin-schema=vendor.github-workflows .github/workflows/*.yml
	$(BIN)/check-jsonschema --builtin-schema=vendor.github-issue-forms \
		$(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	$(BIN)/check-jsonschema --builtin-schema=vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(BIN)/check-jsonschema --builtin-schema=vendor.dependabot .github/dependabot.yml
	@$(BIN)/towncrier build --draft --version "$(VERSION)" >/dev/null || { echo 'changes/ has what is no change' >&2; exit 1; }

	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(BIN)/python -m tests.printed_workflows "$$folder"; \
	$(BIN)/zizmor --offline --no-progress --quiet --strict-collection "$$folder"; \
	$(BIN)/check-jsonschema --builtin-schema=vendor.github-workflows "$$folder"/.github/workflows/*.yml

.PHONY: types
types: $(PACKAGES) $(NODE_PACKAGES) ## Check the types of Python and JavaScript
	$(BIN)/mypy
	$(BIN)/node node_modules/typescript/bin/tsc

.PHONY: script
script: $(NODE_PACKAGES) ## Run the unit tests of what the browser runs
	$(BIN)/node --test 'tests/node/*.test.mjs'

.PHONY: unit
unit: $(MERMAID) git ## Run the unit tests; the core must be covered entirely
	$(call covering,tests/unit)

.PHONY: browser
browser: $(MERMAID) $(NODE_PACKAGES) chromium firefox ## Run every browser test, in Chromium and in Firefox
	$(BIN)/pytest -m browser --browser-engine=all --numprocesses=$(WORKERS) --dist=worksteal

.PHONY: fuzz
fuzz: $(MERMAID) chromium ## Run the property tests and fuzzing with a large budget
	$(BIN)/pytest tests/unit/test_properties.py -k 'text_raises or bytes_raise' --hypothesis-profile=sources
	$(BIN)/pytest -m slow --hypothesis-profile=fuzz

.PHONY: format
format: $(PACKAGES) $(NODE_PACKAGES) ## Format the code and fix what can be fixed
	$(BIN)/ruff check --fix-only
	$(BIN)/ruff format
	$(BIOME) check --write

##: Checks elsewhere: a workflow runs them every week

.PHONY: test-sdist
test-sdist: $(MERMAID) ## Run every check in what the source distribution holds
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(BIN)/python -m build --no-isolation --sdist --outdir "$$folder" .; \
	tar -xzf "$$folder"/*.tar.gz -C "$$folder" --strip-components=1; \
	$(MAKE) -C "$$folder" site test

.PHONY: hosts
hosts: $(MERMAID) chromium ## Build sites with what loads plugins of MkDocs: ProperDocs, TechDocs, MaterialX
	folder=$$(mktemp -d); trap 'rm -rf "$$folder"' EXIT; \
	$(BIN)/python -m build --no-isolation --wheel --outdir "$$folder" .; \
	for name in hosts materialx; do \
		$(PYTHON) -m venv --clear .venv-$$name; \
		.venv-$$name/bin/python $(FROM_LOCK) requirements/$$name.txt; \
		.venv-$$name/bin/python $(PIP_INSTALL) "$$folder"/*.whl; \
	done
	$(BIN)/pytest tests/hosts/mkdocs.py

.PHONY: zensical
zensical: $(MERMAID) chromium ## Build what is exported for Zensical with the real one
	$(PYTHON) -m venv --clear .venv-zensical
	.venv-zensical/bin/python $(FROM_LOCK) requirements/zensical.txt
	$(BIN)/pytest tests/hosts/zensical.py

.PHONY: sphinx
sphinx: $(MERMAID) chromium ## Build what is exported as Markdown with Sphinx and MyST
	$(PYTHON) -m venv --clear .venv-sphinx
	.venv-sphinx/bin/python $(FROM_LOCK) requirements/sphinx.txt
	$(BIN)/pytest tests/hosts/sphinx.py

.PHONY: eleventy
eleventy: $(MERMAID) chromium ## Build what is exported as HTML with Eleventy
	rm -rf .venv-eleventy
	mkdir .venv-eleventy
	cp requirements/eleventy/*.json .npmrc .venv-eleventy
	$(BIN)/npm --prefix .venv-eleventy ci --ignore-scripts
	$(BIN)/pytest tests/hosts/eleventy.py

.PHONY: webkit
webkit: $(MERMAID) ## Walk the seed's tree in WebKitGTK, Safari's nearest relative
	$(call provide,WebKitWebDriver,webkit2gtk-driver)
	$(call provide,Xvfb,xvfb)
	$(BIN)/pytest tests/browser/webkit.py

.PHONY: shells
shells: $(MERMAID) ## Complete commands in the real zsh and fish
	$(call provide,zsh,zsh)
	$(call provide,fish,fish)
	$(BIN)/pytest tests/shells.py

.PHONY: .venv-neighbours
.venv-neighbours:
	$(PYTHON) -m venv --clear .venv-neighbours
	.venv-neighbours/bin/python $(FROM_LOCK) requirements/neighbours.txt
	.venv-neighbours/bin/python $(FROM_SOURCES) requirements/neighbours-sources.txt
	.venv-neighbours/bin/python $(PACKAGE)

.PHONY: neighbours
neighbours: $(MERMAID) git ## Build sites beside all the plugins that docs sites have
	$(MAKE) .venv-neighbours
	NEIGHBOURS_SEED="$$(date +%F)" NEIGHBOURS_ROUNDS=$(ROUNDS_OF_FIVE) .venv-neighbours/bin/pytest \
		tests/neighbours tests/unit/test_locks.py --numprocesses=$(WORKERS)

.PHONY: test-lowest
test-lowest: $(MERMAID) $(NODE_PACKAGES) git ## Test with the lowest versions that the package allows
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || \
		{ echo 'The lowest versions need the lowest Python: make PYTHON=python3.11 $@' >&2; exit 1; }
	$(PYTHON) -m venv --clear .venv-lowest
	.venv-lowest/bin/python $(FROM_LOCK) requirements/lowest.txt
	.venv-lowest/bin/python $(PACKAGE)
	.venv-lowest/bin/pytest --numprocesses=$(WORKERS) -m 'not browser and not slow'

.PHONY: test-latest
test-latest: $(MERMAID) $(NODE_PACKAGES) git ## Test with the newest versions, which no lock names
	$(PYTHON) -m venv --clear .venv-latest
	$(BIN)/uv pip install --quiet --python .venv-latest --upgrade --requirements pyproject.toml --group test
	.venv-latest/bin/python $(PACKAGE)
	.venv-latest/bin/pytest --numprocesses=$(WORKERS) -m 'not browser and not slow and not locked'

.PHONY: package
package: $(MERMAID) ## Build the package in dist/ and check it as a release does
	$(PYTHON) -m venv --clear .venv-release
	.venv-release/bin/python $(FROM_LOCK) requirements/release.txt
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist .
	.venv-release/bin/python -m twine check --strict dist/*
	.venv-release/bin/check-wheel-contents --ignore W002 dist/*.whl # the notices are a licence, and in every site
	@test -z "$${TAG-}" || test -f "dist/mkdocs_decision_trees-$${TAG#v}.tar.gz" || \
		{ echo "The tag $$TAG is not the version in pyproject.toml" >&2; exit 1; }

	@test -z "$${TAG-}" || { grep -q "^## $${TAG#v} ([0-9-]*)$$" CHANGELOG.md && \
		test -z "$$(ls changes | grep '\..*\.')"; } || \
		{ echo "The changelog has no notes of $$TAG: make changelog" >&2; exit 1; }

.PHONY: changelog
changelog: $(MERMAID) ## Put what lies in changes/ into the changelog, under the version of pyproject.toml
	$(BIN)/python -m tests.changelog "$(VERSION)"

# Links to files lead to those of the release.
.PHONY: publish-notes
publish-notes: ## Publish what the changelog says of this version, with dist/, as the release of TAG on GitHub
	@test "$${TAG-}" = "v$(VERSION)" || { echo 'TAG is not the version in pyproject.toml' >&2; exit 1; }
	sed -n '/^## $(subst .,\.,$(VERSION)) /,/^## /{/^## /!p}' CHANGELOG.md | \
		sed "s|](content/|](https://github.com/$${GITHUB_REPOSITORY}/blob/$$TAG/content/|g" | \
		gh release create "$$TAG" dist/* --verify-tag --title "$$TAG" --notes-file -

# mike calls the host by its name. What it commits is the whole site of this version, on the branch gh-pages, beside those of others.
.PHONY: versions
versions: $(MERMAID) git ## Commit the site as that of its version to the branch gh-pages, and let / lead to the latest
	PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/mike deploy --config-file mkdocs.versions.yml --update-aliases "$(basename $(VERSION))" latest
	$(BIN)/mike set-default --config-file mkdocs.versions.yml latest

.PHONY: push-versions
push-versions: git ## Push that branch to where TOKEN allows it
	git push "https://x-access-token:$${TOKEN}@github.com/$${GITHUB_REPOSITORY}.git" gh-pages

##: Cost

.PHONY: bench
bench: $(MERMAID) ## Measure builds beside sites by hand, and put the tables into the manual
	$(BIN)/python -m benchmarks --sizes $(SIZES) --rounds $(ROUNDS) --into content/performance.md

.PHONY: profile
profile: $(MERMAID) ## Show where the time of a build goes, by stage
	$(BIN)/python -m benchmarks.stages --size $(TREES)

.PHONY: bench-company
bench-company: $(MERMAID) ## Measure the same beside eight plugins that many sites have, or beside those in BESIDE
	test -x .venv-neighbours/bin/python || $(MAKE) .venv-neighbours
	.venv-neighbours/bin/python -m benchmarks --sizes $(SIZES) --rounds $(ROUNDS) \
		$(if $(BESIDE),--beside $(BESIDE),--in-company --into content/performance.md)

.PHONY: bench-scale
bench-scale: $(MERMAID) ## Measure what the commands cost from 900 to 50,000 pages
	$(BIN)/python -m benchmarks.scale --sizes $(TREES_OF_SCALE) --into content/large-sites.md

.PHONY: bench-search
bench-search: $(MERMAID) chromium ## Measure what a slow reader of 9,000 pages waits for who searches
	$(BIN)/python -m benchmarks.search --into content/large-sites.md

.PHONY: bench-browser
bench-browser: site chromium ## Measure what a slow reader waits for and loads
	$(BIN)/python -m benchmarks.browser --into content/performance.md

##: Upkeep

RESOLVE := $(BIN)/uv pip compile --universal --python-version 3.11 --upgrade \
	--generate-hashes --no-header --no-emit-index-url --no-emit-find-links --quiet
COMPILE := $(RESOLVE) pyproject.toml
# What the neighbours need that nobody has built.
SOURCES_ALONE := csscompressor jsmin

.PHONY: lock
lock: $(PACKAGES) ## Resolve requirements/*.txt and package-lock.json anew
	$(COMPILE) --group dev --output-file requirements/dev.txt
	$(COMPILE) --group neighbours $(SOURCES_ALONE:%=--no-emit-package %) \
		--output-file requirements/neighbours.txt
	printf '%s\n' $(SOURCES_ALONE) | $(RESOLVE) --output-file requirements/neighbours-sources.txt -
	$(COMPILE) --resolution lowest-direct --output-file .venv/lowest.txt
	$(COMPILE) --group test --constraint .venv/lowest.txt --output-file requirements/lowest.txt
	$(COMPILE) --group hosts --output-file requirements/hosts.txt
	$(COMPILE) --group materialx --output-file requirements/materialx.txt
	printf '%s\n' check-wheel-contents twine | $(RESOLVE) --output-file requirements/release.txt -
	printf '%s\n' zensical | $(RESOLVE) --output-file requirements/zensical.txt -
	printf '%s\n' sphinx myst-parser | $(RESOLVE) --output-file requirements/sphinx.txt -
	$(BIN)/npm update --package-lock-only --ignore-scripts
	$(BIN)/npm --prefix requirements/eleventy update --package-lock-only --ignore-scripts

.PHONY: pictures
pictures: $(MERMAID) chromium ## Take the manual's pictures of the walk and the chart anew
	$(BIN)/python -m tests.pictures

.PHONY: clean
clean: ## Remove all that these commands made
	rm -rf .venv .venv-* node_modules site dist .cache .hypothesis .mypy_cache .pytest_cache .ruff_cache
	rm -rf .coverage .coverage.* $(dir $(MERMAID))
	find plugin tests -name __pycache__ -prune -exec rm -r {} +

##: Set-up

$(PACKAGES): requirements/dev.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo 'Python 3.11 or newer is needed: make PYTHON=python3.12, say' >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip' 2>/dev/null || \
		{ echo 'Installing python3-venv'; $(APT_INSTALL) python3-venv; }
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python $(FROM_LOCK) $<
	@touch $@

# The package is compiled as installed ones are: the tests start many processes, which may not write it.
$(MERMAID): $(PACKAGES) pyproject.toml hatch_build.py package-lock.json $(shell find plugin/browser -type f)
	$(BIN)/python $(PACKAGE)
	$(BIN)/python -m compileall -q plugin/decision_trees
	@touch $@

$(NODE_PACKAGES): $(PACKAGES) package.json package-lock.json
	$(BIN)/npm ci --ignore-scripts --include=dev --include=optional
	@touch $@

.PHONY: chromium
chromium:
	$(call provide,chromium-headless-shell chromium chromium-browser google-chrome,chromium-headless-shell chromium)

.PHONY: firefox
firefox:
	$(call provide,firefox-esr firefox,firefox-esr)

.PHONY: git
git:
	$(call provide,git,git)
