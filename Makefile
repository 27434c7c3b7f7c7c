# make tour   set up .venv and run the main job     make test   the same set-up, then every check
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
TORCH  ?= torch==2.13.0
# An inherited PYTHONDONTWRITEBYTECODE would make every start compile torch's modules again.
export PYTHONDONTWRITEBYTECODE :=
export HF_HUB_OFFLINE ?= 1
.PHONY: tour test slow check javascript bench bench-web exactness fuzz browser node serve book clean

tour: $(VENV)/.core
	$(BIN)/gradatim tour $(ARGS)

book: $(VENV)/.core
	$(BIN)/python -m gradatim.web.book $(ARGS)

serve: $(VENV)/.core
	$(BIN)/gradatim serve $(ARGS)

test: check
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist worksteal $(ARGS)

# All stored mistakes of all exercises, every change of their solutions, learners that train.
slow: $(VENV)/.test
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --dist worksteal -m slow --timeout 1200 $(ARGS)

check: $(VENV)/.test
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tools/check_words.py
	@$(MAKE) --silent --no-print-directory javascript

javascript:
	@if command -v npm >/dev/null; then \
	  $(MAKE) --silent --no-print-directory node_modules/.installed && npm run --silent check; \
	else echo "npm is not installed: the JavaScript was not checked (install Node.js 18 or later)"; fi

node_modules/.installed: package.json package-lock.json
	npm ci --silent --no-audit --no-fund
	@touch $@

bench-web: $(VENV)/.test
	$(BIN)/python -m benchmarks.browser.views $(ARGS)

bench: $(VENV)/.test
	$(BIN)/python -m benchmarks $(ARGS)

fuzz: $(VENV)/.test
	$(BIN)/python -m benchmarks.reliability.fuzz $(ARGS)

exactness: $(VENV)/.test
	$(BIN)/python -m benchmarks.exactness $(ARGS)

# Wheel and source archive, whole, and the wheel run far from the repository.
dist: $(VENV)/.test
	rm -rf dist
	$(BIN)/uv build --quiet --out-dir dist
	$(BIN)/python tools/check_dist.py dist

browser:
	command -v chromium >/dev/null || (apt-get update -qq && apt-get install -y -qq chromium)

node:
	command -v npm >/dev/null || (apt-get update -qq && apt-get install -y -qq nodejs npm)

$(VENV)/.core: pyproject.toml constraints.txt
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --no-compile "$(TORCH)" uv
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e .
	@touch $@

$(VENV)/.test: $(VENV)/.core
	$(BIN)/uv pip install --quiet --python $(BIN)/python -c constraints.txt -e ".[all,test]"
	@touch $@

clean:
	rm -rf $(VENV) node_modules
