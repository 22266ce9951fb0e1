# Everything runs in .venv, which is made from requirements.lock the first time and whenever that changes.
# Needs Python 3.11 or later (PYTHON=... to choose one) and make.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
RECORD := .venv-record
S3 := .venv-s3
SHARED ?= ../shared
OUT ?= out
EXTRAS := dev eval report agreement otel docx pdf warc ray tables

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

.DEFAULT_GOAL := help
.PHONY: help venv demo test test-install test-s3 check format eval eval-shared eval-apart baselines train record lock clean

help:  ## Show this list
	@grep -E '^[a-z0-9-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

venv: $(READY)  ## Make .venv from the lock

$(READY): requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "No python3 found; install Python 3.11 or later."; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $(READY)

demo: $(READY)  ## Summarise the articles under eval/gold and score the result
	$(BIN)/extractor run eval/gold/tuned/articles --engine rules --out $(OUT)/demo --fresh
	$(BIN)/extractor eval eval/gold/tuned/labels $(OUT)/demo/summaries.jsonl

test: $(READY)  ## Run the tests
	$(BIN)/python -m pytest -n auto --dist loadfile

test-install: $(READY)  ## Install the wheel without the lock on every Python found here, with its own pip and with the newest
	EXTRACTOR_TEST_INSTALL=all $(BIN)/python -m pytest tests/test_install.py -n 0

test-s3: $(READY) $(S3)/.ready  ## Run the tests that need a bucket, against moto's server on loopback
	$(BIN)/python -m pytest tests/runs/machines/test_s3.py -n 0

$(S3)/.ready: requirements-s3.lock
	@test -x $(S3)/bin/python || $(PYTHON) -m venv $(S3)
	$(S3)/bin/python -m pip install --quiet --require-hashes -r requirements-s3.lock
	@touch $(S3)/.ready

check: $(READY)  ## Format, lint, types, floors, links, gold kept apart, fields of a task at home
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/check_links.py
	$(BIN)/python eval/check_apart.py
	$(BIN)/python eval/check_fields.py

format: $(READY)  ## Format the code and mend what the linter can
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

eval: $(READY)  ## Score the rules engine on our own gold; fails where it falls below its baseline
	$(BIN)/extractor run eval/gold/tuned/articles --engine rules --out $(OUT)/eval --fresh --quiet
	$(BIN)/extractor eval eval/gold/tuned/labels $(OUT)/eval --gate eval/gates/rules.toml --html $(OUT)/eval/report.html

eval-shared: $(READY)  ## The same on the articles beside the checkout, where there are any
	@test -d $(SHARED)/gold || { echo "There is no $(SHARED)/gold here; nothing to score."; exit 0; }; \
	$(BIN)/extractor run $(SHARED)/articles --engine rules --out $(OUT)/eval-shared --fresh --quiet && \
	$(BIN)/extractor eval $(SHARED)/gold $(OUT)/eval-shared --gate eval/gates/rules-shared.toml \
	  --html $(OUT)/eval-shared/report.html

eval-apart: $(READY)  ## Score the rules engine on the gold that nothing was fitted to: totals and intervals only, no item
	@folder=$$(mktemp -d) && \
	$(BIN)/extractor run eval/gold/apart/articles --engine rules --out $$folder/run --quiet; \
	$(BIN)/extractor eval eval/gold/apart/labels $$folder/run --texts eval/gold/apart/articles; rm -rf $$folder

baselines: $(READY)  ## Write the baselines and the answers in docs/exports.md anew, after a change of rules or gold that is meant
	$(BIN)/extractor run eval/gold/tuned/articles --engine rules --out $(OUT)/eval --fresh --quiet
	$(BIN)/extractor eval eval/gold/tuned/labels $(OUT)/eval --save-baseline eval/baselines/rules.json
	@test -d $(SHARED)/gold || { echo "There is no $(SHARED)/gold here; its baseline stays."; exit 0; }; \
	$(BIN)/extractor run $(SHARED)/articles --engine rules --out $(OUT)/eval-shared --fresh --quiet && \
	$(BIN)/extractor eval $(SHARED)/gold $(OUT)/eval-shared --save-baseline eval/baselines/rules-shared.json
	$(BIN)/python docs/questions.py $(OUT)/eval
	@git --no-pager diff --stat -- eval/baselines docs/exports.md || true

train: $(READY)  ## Train the learned scorer anew from the gold (some minutes); two runs write the same bytes
	$(BIN)/python -m eval.training.train

record: $(READY) $(RECORD)/.ready  ## Record the model tests' HTTP anew from a llama.cpp server (130 MB, some minutes)
	$(BIN)/python -m tests.engines.llm.record --server-python $(RECORD)/bin/python

$(RECORD)/.ready: requirements-record.lock
	@test -x $(RECORD)/bin/python || $(PYTHON) -m venv $(RECORD)
	$(RECORD)/bin/python -m pip install --quiet --no-deps --require-hashes -r requirements-record.lock
	@touch $(RECORD)/.ready

lock: pyproject.toml  ## Resolve the dependencies anew into requirements.lock
	@test -x .venv-lock/bin/uv || { $(PYTHON) -m venv .venv-lock && .venv-lock/bin/pip install --quiet uv; }
	.venv-lock/bin/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-emit-find-links \
	  --python-version 3.11 --custom-compile-command "make lock" $(EXTRAS:%=--extra %) \
	  --output-file requirements.lock pyproject.toml

clean:  ## Remove what the other targets made
	rm -rf $(VENV) .venv-lock $(RECORD) $(S3) $(OUT) .pytest_cache .mypy_cache .ruff_cache .hypothesis dist build
