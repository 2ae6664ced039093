# Cahier's tasks. README explains the two that a user needs: `make report` and `make test`.

PREFIX ?= /usr/local
NOTEBOOK := notebooks/quickstart.md

# Tests run one after the other: many of them train or open a browser, and each of those wants all cores.
# One configuration for reports, tests and benchmarks: `make test` after `make report` compiles only the tests.
CONFIGURATION := -c release -Xswiftc -enable-testing --explicit-target-dependency-import-check error
BUILD := .build/release

.PHONY: help report build test install uninstall format lint record bench clean

help:
	@echo "make report    build Cahier and render $(NOTEBOOK)"
	@echo "make test      build and run all tests"
	@echo "make install   copy cahier and its library to PREFIX ($(PREFIX))"
	@echo "make format    format the Swift code; make lint only checks it"
	@echo "make bench     measure training, kernels and rendering, one JSON line each"

report:
	@scripts/require-swift
	@scripts/install-packages build
	@scripts/announce-build
	@swift build $(CONFIGURATION)
	@$(BUILD)/cahier render --reproducible $(NOTEBOOK)
	@echo
	@echo "The report is output/quickstart.html: open it in a browser."
	@echo "For a notebook of your own: $(BUILD)/cahier new mine && $(BUILD)/cahier render mine.md"

build:
	@scripts/require-swift
	@scripts/install-packages build
	@scripts/announce-build
	@swift build $(CONFIGURATION)

test:
	@scripts/require-swift
	@scripts/install-packages build test
	@scripts/announce-build
	@swift build $(CONFIGURATION)
	@swift test $(CONFIGURATION) --disable-testable-imports --disable-xctest --no-parallel

install: build
	@scripts/install $(BUILD) "$(DESTDIR)$(PREFIX)"

uninstall:
	rm -rf "$(DESTDIR)$(PREFIX)/bin/cahier" "$(DESTDIR)$(PREFIX)/lib/cahier"

format:
	swift format --in-place --recursive --configuration .swift-format Package.swift Sources Tests Benchmarks

lint:
	swift format lint --strict --recursive --configuration .swift-format Package.swift Sources Tests Benchmarks

# After a change of arithmetic, data or the quickstart itself: the report and the record that the tests compare with.
record: build
	@rm -rf notebooks/.cahier/quickstart notebooks/.cahier/runs Tests/EndToEndTests/Fixtures/quickstart.record.json
	@$(BUILD)/cahier render --reproducible $(NOTEBOOK)
	@swift test $(CONFIGURATION) --disable-testable-imports --disable-xctest --filter EndToEndTests.QuickstartTests || true
	@git status --short output Tests/EndToEndTests/Fixtures

bench: build
	@Benchmarks/run $(BUILD)

clean:
	swift package clean
