#!/bin/sh
# A Chromium for the browser tests: the one that is there; on Debian, as root, its package. Elsewhere the tests say that
# they are skipped.
set -eu
for name in chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then exit 0; fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests"
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium) >/dev/null
else
    echo "No Chromium here: the browser tests are skipped"
fi
