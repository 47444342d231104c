#!/usr/bin/env bash
# Installs the peer's packages here, and nowhere else.
set -euo pipefail
cd "$(dirname "$0")" && npm install --no-audit --no-fund --no-package-lock
