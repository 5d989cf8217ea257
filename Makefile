# What there is to run. `make` alone lists it; a fresh machine needs Go, git and make.
GO  ?= go
OUT ?= out

.NOTPARALLEL:
.PHONY: help demo build test deps check bench time clean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-6s  %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

demo: build ## three neurons with and without baclofen: a table here, figures in out/
	@$(OUT)/quell demo -o $(OUT)

# No commit, path or build id in the binary: equal sources give equal bytes.
build: ## build the program: out/quell
	CGO_ENABLED=0 $(GO) build -trimpath -buildvcs=false -ldflags='-s -w -buildid=' -o $(OUT)/ ./cmd/quell

test: ## format, vet, staticcheck, build, tests, generated files, the engine as WebAssembly
	@.ci/test

deps: ## install the Debian packages the tests can use (as root)
	@.ci/deps

check: test ## test, then races, long fuzzing, cross-builds, the demo, a reproducible build
	@.ci/check

bench: ## time quell and other simulators side by side: a table of ratios
	@.ci/bench

time: ## time the engine, the equations and the figures by themselves
	$(GO) test -run='^$$' -bench=. -benchmem ./...

clean: ## remove out/
	rm -rf out
