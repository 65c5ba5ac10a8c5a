#!/bin/sh
# A Chromium for the browser tests: the one that is there; on Debian, as root, its package. Elsewhere the tests say that
# they are skipped.
set -eu
found=
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then found=$name; fi
done
# Playwright's own Node needs libatomic, which a minimal Debian lacks.
if [ -n "$found" ] && { ! command -v ldconfig >/dev/null 2>&1 || ldconfig -p | grep -q libatomic; }; then exit 0; fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests"
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium libatomic1) >/dev/null
elif [ -z "$found" ]; then
    echo "No Chromium here: the browser tests are skipped"
fi
