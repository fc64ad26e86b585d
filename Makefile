# Bare `make` prints what there is.
.DEFAULT_GOAL := help
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8000
XINGLIN_HOME ?= $(CURDIR)/var
export XINGLIN_HOME
BIN := .venv/bin
INSTALLED := .venv/.installed

# What `make test` runs, as pytest's -m takes it.
TESTS ?= not long

.PHONY: help demo demo-data browser java test test-sqlite test-postgresql test-elasticsearch test-long check format requirements semantic clean

help:  ## Print this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

$(INSTALLED): requirements.txt requirements-test.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed; set PYTHON=…"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "Python's venv is missing: apt-get install python3-venv"; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

.venv/.installed-test: $(INSTALLED) requirements-test.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-test.txt
	@touch $@

demo-data: $(INSTALLED)  ## Prepare the demo site under var/ without serving it
	$(BIN)/python manage.py migrate --verbosity 0
	$(BIN)/python manage.py load_demo

demo: demo-data  ## Serve the demo site at http://127.0.0.1:8000 (PORT=… picks another port)
	$(BIN)/python manage.py serve_demo --port $(PORT)

browser:
	@test -x /usr/bin/chromium || { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq chromium fonts-noto-cjk; } \
		|| { echo "The browser tests need Debian's packages chromium and fonts-noto-cjk: apt-get install chromium fonts-noto-cjk"; exit 1; }

test: test-sqlite test-postgresql  ## Run every test: on SQLite with the browser's journeys, then on PostgreSQL

test-sqlite: .venv/.installed-test browser
	TEST_DATABASE=sqlite $(BIN)/python -m pytest -q -n 2 -m "$(TESTS)"

test-postgresql: .venv/.installed-test
	TEST_DATABASE=postgresql $(BIN)/python -m pytest -q -n 2 -m "not journey and ($(TESTS))"

java:
	@{ command -v java && command -v mvn; } >/dev/null \
		|| { [ "$$(id -u)" = 0 ] && apt-get update -qq && apt-get install -y -qq --no-install-recommends openjdk-17-jre-headless maven; } \
		|| { echo "Elasticsearch needs Debian's packages openjdk-17-jre-headless and maven"; exit 1; }

test-elasticsearch: .venv/.installed-test java  ## Run what asks a real Elasticsearch node; fetches it the first time (0.9 GB)
	$(BIN)/python tests/elasticsearch/node.py fetch
	TEST_DATABASE=sqlite $(BIN)/python -m pytest -q -n 2 -m "elasticsearch and not long"
	TEST_DATABASE=postgresql $(BIN)/python -m pytest -q -n 2 -m "elasticsearch and not long"

test-long: .venv/.installed-test java  ## Run what takes minutes: three nodes, kills, large numbers
	$(BIN)/python tests/elasticsearch/node.py fetch
	TEST_DATABASE=sqlite $(BIN)/python -m pytest -q -n 0 -m long
	TEST_DATABASE=postgresql $(BIN)/python -m pytest -q -n 0 -m long

check: .venv/.installed-test  ## Run ruff, mypy, import contracts, missing migrations and Django's deployment check
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy articles doctors moderation search site benchmarks manage.py
	PYTHONPATH=site $(BIN)/lint-imports --no-cache
	$(BIN)/python manage.py makemigrations --check --dry-run
	@keys=$$(mktemp -d); random() { head -c 48 /dev/urandom | base64 -w0; }; \
		export DJANGO_SETTINGS_MODULE=config.settings.production SECRET_KEY=$$(random) EVIDENCE_KEY=$$(random) VAULT_KEY=$$(random) \
		SIGNING_KEYS=$$keys/signing.json ALLOWED_HOSTS=xinglin.example PUBLIC_URL=https://xinglin.example; \
		$(BIN)/python manage.py signing_keys create && $(BIN)/python manage.py check --deploy --fail-level WARNING; \
		status=$$?; rm -rf $$keys; exit $$status

format: .venv/.installed-test  ## Put the code into its house style
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

requirements: $(INSTALLED)  ## Pin the newest allowed releases with hashes
	$(BIN)/pip install --quiet pip-tools
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--allow-unsafe --output-file requirements.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--allow-unsafe --constraint requirements.txt --extra elasticsearch --output-file requirements-elasticsearch.txt pyproject.toml
	$(BIN)/pip-compile --quiet --strip-extras --generate-hashes --no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--allow-unsafe --constraint requirements.txt --extra elasticsearch --extra test --extra check --output-file requirements-test.txt pyproject.toml

semantic: $(INSTALLED)  ## Fetch the model for search by meaning (16 MB, with Maven), check it and keep it for every site of this machine
	$(BIN)/python manage.py fetch_model

clean:  ## Remove the demo's data and the test snapshots
	rm -rf var
