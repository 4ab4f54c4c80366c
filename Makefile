# Everything that is done from a shell. Needs Python 3.11 or newer (with venv and pip), make and git.
#
# Settings, all optional:
#   PYTHON=python3.12     the interpreter that the environment is made with
#   TORCH_INDEX=URL       where torch comes from, to choose its CPU or CUDA build (see README, "Install")
#   HOST=, PORT=          what `make serve` listens on (else CITEWEAVE_HOST and CITEWEAVE_PORT decide)
#   V=1                   show what pip does

PYTHON        ?= python3
VENV          ?= .venv
BENCH_VENV    ?= .venv-bench
TORCH_VERSION ?= 2.13.0
TORCH_INDEX   ?=

# Shells and hosts export variables of these names with other meanings: only the command line counts.
LISTEN := $(if $(filter command,$(origin HOST)),--host "$(HOST)") \
          $(if $(filter command,$(origin PORT)),--port "$(PORT)")

PY  := "$(VENV)/bin/python"
PIP := $(PY) -m pip --disable-pip-version-check $(if $(V),,--quiet)

TORCH_STAMP   := $(VENV)/.torch-$(TORCH_VERSION)
INSTALL_STAMP := $(VENV)/.installed

.DEFAULT_GOAL := help
.PHONY: help setup models demo serve test bench lint format contract fuzz lock licences audit clean

help: ## Show this help
	@echo "Citeweave: one short summary of many articles, every sentence cited."
	@echo
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' Makefile

setup: $(INSTALL_STAMP) models ## Make .venv, install everything, fetch the models' weights

demo: setup ## Start the service, summarize the example articles, stop the service
	@PYTHON=$(PY) CITEWEAVE="$(VENV)/bin/citeweave" scripts/with_service.sh scripts/demo.sh
	@echo
	@echo "Your own articles: make serve, then in another terminal scripts/demo.sh FILE..."

serve: setup ## Serve in the foreground: make serve PORT=8080 HOST=127.0.0.1
	@exec "$(VENV)/bin/citeweave" serve $(LISTEN)

test: setup ## Run the tests, a file at a time in each of two processes
	@$(PY) -m pytest --numprocesses 2 --dist loadfile

# What is compared with others runs in an environment of its own, since nobody needs sumy and spaCy to use
# Citeweave; it sees the other one's packages, torch among them. bert-extractive-summarizer does not start with
# transformers 5, so it has one more, in the folder of its name in which evaluation/bench/ranking.py looks for it.
PEER := $(BENCH_VENV)/bert-extractive
BENCH := -m evaluation.bench --data "$(DATA)" --page docs/benchmarks.md
PARTS := $(or $(PART),request clients decoding ranking)
bench: setup ## Measure speed beside others: make bench DATA=DIR, or PART=ranking alone (see docs/benchmarks.md)
	@test -n "$(DATA)" || { echo "Name the folder with the data: make bench DATA=DIR" >&2; exit 1; }
	@$(foreach part,$(filter request clients,$(PARTS)),$(PY) $(BENCH) --part $(part) &&) true
	@$(if $(filter decoding ranking,$(PARTS)),$(MAKE) --no-print-directory $(BENCH_VENV)/.installed)
	@$(if $(filter ranking,$(PARTS)),$(MAKE) --no-print-directory $(PEER)/.installed)
	@$(foreach part,$(filter decoding ranking,$(PARTS)),"$(BENCH_VENV)/bin/python" $(BENCH) --part $(part) &&) true

$(BENCH_VENV)/.installed: PACKAGES = sumy xllamacpp
$(PEER)/.installed: PACKAGES = bert-extractive-summarizer sentence-transformers 'transformers<5'
$(PEER)/.installed: | $(BENCH_VENV)/.installed
$(BENCH_VENV)/.installed $(PEER)/.installed: $(INSTALL_STAMP)
	@$(PY) -m venv "$(@D)"
	@"$(@D)/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))' | xargs -I{} \
	  $(PY) -c 'import sysconfig; open("{}/citeweave.pth", "w").write(sysconfig.get_path("purelib"))'
	@"$(@D)/bin/python" -m pip --disable-pip-version-check install --quiet $(PACKAGES)
	@touch "$@"

lint: $(INSTALL_STAMP) ## Check style and types
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy

format: $(INSTALL_STAMP) ## Rewrite the code in the house style
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

contract: $(INSTALL_STAMP) ## Write docs/openapi.json anew
	@$(PY) -m service.http.openapi > docs/openapi.json

fuzz: $(INSTALL_STAMP) ## Try the service against its contract and under fire (EXAMPLES=200 each, REQUESTS=12000)
	@CITEWEAVE_FUZZ_EXAMPLES=$(or $(EXAMPLES),200) CITEWEAVE_FUZZ_PHASES=examples,coverage,fuzzing,stateful \
	  $(PY) -m pytest tests/service/http/test_fuzz.py
	@$(PY) -m tests.under_fire.fuzz --count $(or $(REQUESTS),12000)

lock: $(INSTALL_STAMP) ## Write the lock files anew from pyproject.toml and constraints.txt
	@$(PIP) install uv
	@PYTHON=$(PY) scripts/lock.sh

licences: $(INSTALL_STAMP) ## List the licence of every package that is installed
	@$(PY) scripts/licences.py requirements-dev.lock

audit: $(INSTALL_STAMP) ## Ask the vulnerability database about the locked versions
	@$(PY) -m venv "$(VENV)/audit"
	@"$(VENV)/audit/bin/python" -m pip --disable-pip-version-check $(if $(V),,--quiet) install pip-audit
	@"$(VENV)/audit/bin/pip-audit" --strict --disable-pip --require-hashes -r requirements.lock

models: $(INSTALL_STAMP) ## Fetch the models' weights, if they are not in place
	@"$(VENV)/bin/citeweave" models fetch

clean: ## Remove .venv and all caches (fetched weights stay)
	@rm -rf "$(VENV)" build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Citeweave needs Python 3.11 or newer, and '$(PYTHON)' is not: $$("$(PYTHON)" --version 2>&1)."; \
	  echo "Name another one: make PYTHON=python3.12 ..."; exit 1; } >&2
	@echo "Making $(VENV) with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv "$(VENV)" || { rm -rf "$(VENV)"; \
	  echo "Python's venv module did not work. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

$(TORCH_STAMP): | $(VENV)/bin/python
	@echo "Installing torch $(TORCH_VERSION) (the largest part; this can take minutes)"
	@$(PIP) install "torch==$(TORCH_VERSION)" $(if $(TORCH_INDEX),--index-url "$(TORCH_INDEX)")
	@rm -f "$(VENV)"/.torch-* && touch "$@"

# Every file is checked against the lock's hashes, and nothing is installed that the lock does not name.
$(INSTALL_STAMP): pyproject.toml requirements-dev.lock $(TORCH_STAMP)
	@echo "Installing Citeweave and what it needs"
	@$(PIP) install --require-hashes --no-deps -r requirements-dev.lock
	@$(PIP) install --no-deps --no-build-isolation -e .
	@touch "$@"
