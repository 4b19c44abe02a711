# 四保 Sibao. `make` alone says what there is to make.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

# Whatever is started keeps what it compiled, so that the next start takes half the time.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= $(shell command -v python3.11 || command -v python3)
PORT ?= 8000
UPGRADE ?=

RUN := .venv/bin/python
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard sibao/*/locale/*/LC_MESSAGES/*.po))
COMPILE := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-emit-index-url $(UPGRADE)

help: ## explain the targets (this text)
	@echo "四保 Sibao: make <target> [PORT=8000] [PYTHON=/path/to/python3.11]"
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  %-7s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.run $(CATALOGUES) ## make .venv with what runs in production, compile the translations
demo: setup ## start a whole demo zone here: database, web, worker; PORT chooses the port, Ctrl-C ends it
	@exec env PORT=$(PORT) $(RUN) -m sibao demo

test: dev ## run every test against a real PostgreSQL, in timed groups
	@$(RUN) -m tools.test

check: dev ## lint, format, types, import contracts, migrations, translations, tables and vendored files
	@$(RUN) -m tools.check

bench: dev ## measure what the product promises, as ratios within one run
	@$(RUN) -m bench

map: dev ## print the river of contexts, top to bottom
	@$(RUN) -m tools.map

shots: dev ## take pictures of all pages into docs/pictures
	@$(RUN) -m tools.shots

soak: dev ## kill web, worker and database in the midst of work; nothing may be lost
	@$(RUN) -m tools.soak

lock: .venv/bin/uv ## resolve requirements*.in again; UPGRADE=--upgrade takes newer versions
	@.venv/bin/$(COMPILE) requirements.in --output-file requirements.txt
	@.venv/bin/$(COMPILE) requirements-dev.in --constraint requirements.txt --output-file requirements-dev.txt
	@.venv/bin/$(COMPILE) requirements-peers.in --constraint requirements.txt --output-file requirements-peers.txt
	@! grep -nE '[a-z]+://|find-links|index-url' requirements.txt requirements-dev.txt requirements-peers.txt

clean: ## remove what make made: .venv, caches, catalogues; the demo's data in .sibao stay
	rm -rf .venv .cache .ruff_cache .import_linter_cache .hypothesis $(CATALOGUES)
	find sibao tests tools -name __pycache__ -type d -prune -exec rm -rf {} +

dev: .venv/.dev $(CATALOGUES)

# Each stamp is newer than the lock it was made from; uv where it can be had, else plain pip.
.venv/.run: requirements.txt | .venv/bin/python
	@tools/install requirements.txt
	@touch $@

.venv/.dev: requirements-dev.txt requirements.txt | .venv/bin/python
	@tools/install requirements-dev.txt
	@touch .venv/.run $@

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("Sibao needs Python 3.11 or newer; choose one with PYTHON=")'
	@$(PYTHON) -m venv .venv

.venv/bin/uv: | .venv/bin/python
	@$(RUN) -m pip install --quiet uv

%.mo: %.po | .venv/.run
	@$(RUN) -m babel.messages.frontend --quiet compile --input-file $< --output-file $@

.PHONY: help setup dev demo test check bench map shots soak lock clean
