# Packages; included from the Makefile. Each target installs what it needs of Debian and writes into dist/.

PACKAGE_TOOLS := gcc make dpkg-dev binutils xz-utils git python3 python3-venv
PORTABLE := .build/portable/release/plimsoll
STATIC := .build/static

.PHONY: deb wheel tarball image packages portable check-packages

# The same program with the libraries inside: it needs glibc alone. Only the linking differs, so that both come of one build:
# the program is linked with the archives, put aside, and linked anew as it was.
portable: swift build-packages $(COMPILER_RUNTIME)
	$(call install_missing,$(PACKAGE_TOOLS))
	packaging/static-libraries.sh $(STATIC)
	PKG_CONFIG_PATH=$(CURDIR)/$(STATIC) swift build $(PROGRAM_BUILD) -Xlinker -L$(CURDIR)/$(STATIC)
	install -D -m 755 $(BINARY) $(PORTABLE)
	swift build $(PROGRAM_BUILD)

deb: build
	$(call install_missing,$(PACKAGE_TOOLS))
	packaging/deb/build.sh $(BINARY)

tarball: portable
	packaging/tarball.sh $(PORTABLE)

image: portable
	$(call install_missing,umoci)
	packaging/image/build.sh $(PORTABLE)

wheel: portable .build/wheel-tools/bin/python
	.build/wheel-tools/bin/python packaging/wheel/build.py $(PORTABLE) \
	  "$$($(PORTABLE) --version | sed -n '1s/^plimsoll \([^ ]*\).*/\1/p')" dist

.build/wheel-tools/bin/python:
	$(call install_missing,python3 python3-venv)
	python3 -m venv .build/wheel-tools
	.build/wheel-tools/bin/pip install -q 'wheel<0.46' 'auditwheel==6.2.0'

packages: deb wheel tarball image

# Installs, runs and removes each package in isolation.
check-packages: packages
	$(call install_missing,lintian debootstrap mandoc bash-completion zsh fish)
	packaging/check.sh
