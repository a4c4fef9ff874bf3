# Shorthand for the commands that README.md and CONTRIBUTING.md name.
PYTHON ?= .venv/bin/python

.PHONY: test lint screenshots benchmarks
test: ; $(PYTHON) -m pytest -n auto
lint: ; .venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/mypy && .venv/bin/lint-imports
screenshots: ; $(PYTHON) -m screenshots.draw
benchmarks: ; for file in benchmarks/*.py; do $(PYTHON) $$file $(REPOSITORY); done
