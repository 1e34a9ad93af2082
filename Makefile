# Installs, starts, checks and tests the product. `make` alone lists the targets.
#
# make run    HOST, PORT, TRACKER_HOME, DATABASE_URL, REDIS_URL and DEMO_PASSWORD are read from the environment
# make test   needs no service; make services runs the same tests on real PostgreSQL and Redis

SHELL := /bin/sh
.SUFFIXES:
.DEFAULT_GOAL := help
.PHONY: help install install-dev run quick test services browser bench check pins

bin := .venv/bin

# The first Python that is new enough; a shim that stands for none does not answer.
define install_packages
@for python in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	if "$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
		exec "$$python" -I tracker/launcher/install.py $(1); \
	fi; \
done; \
echo "tracker: no Python 3.11 or newer found; on Debian or Ubuntu: apt install python3 python3-venv" >&2; exit 1
endef

# What a person has set for the product must not leak into its tests; nor must each run compile all code anew.
without_settings := env -u TRACKER_PROFILE -u SECRET_KEY -u ALLOWED_HOSTS -u CSRF_TRUSTED_ORIGINS -u HOST -u PORT \
	-u BEHIND_TLS_PROXY -u DEMO_PASSWORD -u DJANGO_SETTINGS_MODULE -u PYTHONDONTWRITEBYTECODE
without_services := $(without_settings) -u DATABASE_URL -u REDIS_URL
# One worker more than two cores: some tests wait for a lease to run out.
pytest := $(bin)/python -m pytest -n 3 --dist loadgroup

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

install: ## make .venv with what the product runs on
	$(call install_packages)

install-dev: ## make .venv with what builds and tests it as well
	$(call install_packages,--dev)

run: install ## start the demo: web, worker, schedule, broker
	@exec $(bin)/python manage.py serve --parent $$PPID

quick: install-dev ## in under a minute: lint, import rules and the tests that need no database
	@$(bin)/ruff check
	@$(bin)/ruff format --check
	@$(bin)/lint-imports --no-cache --no-logo
	@$(without_services) $(bin)/python -m pytest -n 2 -m "not database and not services and not slow"

test: install-dev ## run the tests; no service is needed
	@$(without_services) $(pytest)

services: install-dev ## run the tests on real PostgreSQL and Redis; only='database or services' leaves out the rest
	@$(without_settings) $(bin)/python -m tests.services $(pytest) -m "$(only)"

browser: install-dev ## drive the product in Chromium
	@$(without_services) $(bin)/python -m pytest tests/browser -o addopts="-q --strict-markers" -n 2 --dist loadfile

bench: install-dev ## measure speed and size against their bounds
	@$(without_services) $(bin)/python -m tests.benchmarks

check: install-dev ## lint, types, import rules, templates, migrations, production settings
	@$(bin)/ruff check
	@$(bin)/ruff format --check
	@$(bin)/mypy
	@$(bin)/lint-imports --no-cache --no-logo
	@$(bin)/djlint --lint --quiet templates
	@$(without_services) DATABASE_URL=sqlite://:memory: $(bin)/python manage.py makemigrations --check --dry-run
	@$(without_services) TRACKER_PROFILE=production ALLOWED_HOSTS=tracker.example \
		SECRET_KEY="$$($(bin)/python -c 'import secrets; print(secrets.token_urlsafe(64))')" \
		DATABASE_URL=postgres://tracker@db.example/tracker REDIS_URL=redis://queue.example/0 \
		$(bin)/python manage.py check --deploy --fail-level WARNING

pins: install-dev ## write requirements*.txt anew from requirements*.in; with=--upgrade lifts what those bring along
	@for name in requirements requirements-dev; do UV_CUSTOM_COMPILE_COMMAND="make pins" \
		$(bin)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes $(with) \
		"$$name.in" --output-file "$$name.txt" || exit 1; done
