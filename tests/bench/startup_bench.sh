#!/usr/bin/env bash
# From the start of the planner to its first picture and first surfaces, on a virtual display, for
# the CASE or plan given (the bundled patient otherwise). A second run finds the patient in its cache.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v xvfb-run >/dev/null || {
  echo "xvfb-run is not installed: apt-get install xvfb" >&2
  exit 2
}
[[ -x build/app/trocar ]] || {
  echo "build/app/trocar is not built: ninja -C build trocar" >&2
  exit 2
}
for run in 1 2; do
  TROCAR_TIMING=1 timeout 60 xvfb-run -a -s "-screen 0 1600x1000x24 -noreset" \
    bash -c 'build/app/trocar open "$@" 2>&1 & wait_for=$!; sleep 15; kill $wait_for' _ "$@" |
    awk -v run="$run" '{ print "run " run ": " $0; timed += /[0-9] ?ms|[0-9] ?s/ } END { exit timed ? 0 : 2 }' || {
    echo "run $run printed no times" >&2
    exit 2
  }
done
