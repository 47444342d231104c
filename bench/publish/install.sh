#!/usr/bin/env bash
# Installs the peers' packages beside their sites. Hugo is no package of npm: apt-get install hugo.
set -euo pipefail
cd "$(dirname "$0")/systems"
for system in eleventy astro-md; do (cd "$system" && npm install --no-audit --no-fund --no-package-lock); done
command -v hugo >/dev/null || echo 'hugo is missing: apt-get install hugo' >&2
