# `make up` serves the assistant with a demo shop page, `make test` runs every check, `make test-services` repeats what
# keeps data on real servers. All install what is missing.
# Options of the program: make up ARGS="--port 6005", or as variables: make up RETURNDESK_PORT=6005
ARGS ?=
PYTHON := .venv/bin/python
UV := .venv/bin/uv
# Three processes at a time, on two cores: much of what is tested waits. Tests of one served product stay together.
PYTEST := $(PYTHON) -m pytest -n 3 --dist loadgroup --no-loadscope-reorder --durations=25

# Images with Python tend to set this. A start of the bot that compiles all of Rasa anew takes three times as long.
export PYTHONDONTWRITEBYTECODE :=

.PHONY: up test test-services train lint format lock audit sbom clean setup setup-development

up: setup
	@$(PYTHON) -m returndesk up $(ARGS)

train: setup
	@$(PYTHON) -m returndesk train $(ARGS)

test: setup-development lint
	@scripts/install-chromium
	@scripts/install-firefox
	@$(PYTHON) -m returndesk train
	@$(PYTEST) $(ARGS)

# What keeps data, once more: on a PostgreSQL and on Redis servers that the tests start on free ports and stop again.
test-services: setup-development
	@scripts/install-services
	@scripts/install-medusa
	@scripts/install-oidc-provider
	@$(PYTHON) -m returndesk train
	@RETURNDESK_TEST_SERVICES=on $(PYTEST) $(ARGS)

lint: setup-development
	@$(PYTHON) -m ruff format --check .
	@$(PYTHON) -m ruff check .
	@$(PYTHON) -m mypy
	@.venv/bin/lint-imports

format: setup-development
	@$(PYTHON) -m ruff format .
	@$(PYTHON) -m ruff check --fix .

# The versions in use stay; `make lock UPGRADE=--upgrade` takes the newest that the ranges in requirements/*.in allow.
# Everything is pinned once, for development; the other sets are parts of it.
LOCK = echo "requirements/$(1).txt"; UV_CUSTOM_COMPILE_COMMAND="make lock" $(UV) pip compile --quiet --python $(PYTHON) \
    --universal --generate-hashes --no-annotate $(UPGRADE) $(2) -o requirements/$(1).txt requirements/$(1).in
NEWER = --overrides requirements/newer-than-rasa.in

lock: setup-development
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.txt
	@$(call LOCK,installer)
	@$(call LOCK,audit)
	@$(call LOCK,development,$(NEWER))
	@$(call LOCK,tensorflow,--constraints requirements/development.txt)
	@$(call LOCK,runtime,--constraints requirements/development.txt $(NEWER) \
        --overrides requirements/without-tensorflow.in)

# Asks a service on the network for known vulnerabilities, so it is no part of `make test`.
audit: setup-development
	@scripts/audit

# What ships, in the form of CycloneDX.
sbom: setup-development
	@scripts/sbom

# What can be made again; the store with its data stays.
clean:
	rm -rf .venv .venv-audit .python models .returndesk/logs .returndesk/cache .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	rm -rf returndesk.egg-info widget/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

setup:
	@scripts/setup runtime

setup-development:
	@scripts/setup development
