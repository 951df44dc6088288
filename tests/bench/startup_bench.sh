#!/usr/bin/env bash
# From the start of the planner to its first picture and first surfaces, on a virtual display, for
# the CASE or plan given (the bundled patient otherwise). A second run finds the patient in its cache.
set -euo pipefail
cd "$(dirname "$0")/../.."
for run in 1 2; do
  TROCAR_TIMING=1 timeout 60 xvfb-run -a -s "-screen 0 1600x1000x24 -noreset" \
    bash -c 'build/app/trocar open "$@" 2>&1 & wait_for=$!; sleep 15; kill $wait_for' _ "$@" |
    sed "s/^/run $run: /"
done
