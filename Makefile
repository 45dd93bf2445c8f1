# The commands to remember. Each is a small script in scripts/; `make help` lists them.

PORT ?= 8000
DEMO ?= 1
export PORT DEMO

.DEFAULT_GOAL := help
.PHONY: help run demo-reset test e2e simulate planted check bench mutants

help:  ## List these commands
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run:  ## Set up what is missing and start Kierros (PORT=8000, DEMO=1)
	@scripts/run.sh

demo-reset:  ## Throw the demo city away and make it anew
	@scripts/demo-reset.sh

test:  ## Run every test: phone app, server, protocol, browsers
	@scripts/test.sh

e2e:  ## Run only the browser tests
	@scripts/e2e.sh

simulate:  ## Play seeds of the simulation (SEEDS=100 FROM=1 CLIENT=python)
	@scripts/simulate.sh

planted:  ## Plant bugs and look whether the simulation sees each (ONLY=)
	@scripts/planted.sh

check:  ## Run every gate: format, lint, types, import contracts, tests, simulation, planted bugs
	@scripts/check.sh

bench:  ## Measure speed and scale
	@scripts/bench.sh

mutants:  ## Change sync/ in thousands of ways and see whether its tests notice (hours; ONLY=sync/round.py)
	@scripts/mutants.sh
