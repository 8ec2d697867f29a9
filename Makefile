# Everything a person, a hook or the continuous integration runs. Needs Python 3.11 or 3.12 with venv, and make.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test lint types bench demo clean

PYTHON := .venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK := 1

# $(call install,LOCK): .venv holds what the lock says. The copy inside .venv is the stamp: nothing happens while it is
# the same. The test lock contains the other one, so that a machine set up for the tests can run as it is.
define install
	@.ci/environment $(1)
endef

help:
	@echo "make run     the system with its demonstration organization, on http://127.0.0.1:8000 (PORT=... for another)"
	@echo "make test    every test; arguments for pytest in ARGS='...'"
	@echo "make lint    ruff over the tree"
	@echo "make types   mypy, strict for the emission core and the reference data"
	@echo "make bench   the speed of the core and of the import, as ratios"
	@echo "make demo    the demonstration organization alone, in the database at hand"
	@echo "make clean   removes .venv; the data in var/ stays"

run:
	$(call install,requirements.lock)
	@exec $(PYTHON) -m greenops.launch

test:
	$(call install,requirements-test.lock)
	@exec $(PYTHON) -m pytest -n auto --maxprocesses 4 --dist worksteal $(ARGS)

lint:
	$(call install,requirements-test.lock)
	$(PYTHON) -m ruff check .

types:
	$(call install,requirements-test.lock)
	$(PYTHON) -m mypy

bench:
	$(call install,requirements-test.lock)
	$(PYTHON) -m greenops.bench $(ARGS)

demo:
	$(call install,requirements.lock)
	$(PYTHON) manage.py migrate --verbosity 0
	$(PYTHON) manage.py make_demonstration

clean:
	rm -rf .venv
