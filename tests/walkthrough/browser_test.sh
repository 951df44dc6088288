#!/usr/bin/env bash
# Makes a walkthrough with the built program and uses it in a headless browser without a network: turns the scene,
# scrolls slices, steps through the bookmarks. Leaves with 77 (skipped) where a part is not installed.
#   browser_test.sh PROGRAM [PICTURE.png]
set -euo pipefail
program=$1
here=$(cd "$(dirname "$0")" && pwd)
browser=$(command -v chromium-headless-shell || command -v chromium || command -v chromium-browser || command -v google-chrome || true)
[[ -n $browser ]] || { echo "skipped: no Chromium is installed"; exit 77; }
folder=$(mktemp -d)
# The browser may still be writing its profile as it ends.
cleared() {
  for _ in 1 2 3 4 5; do
    rm -rf "$folder" 2>/dev/null && return
    sleep 1
  done
}
trap 'cleared || true' EXIT

cat >"$folder/script" <<END
open-bundled {"patient": "l3-breast"}
plan-level {"level": "L3"}
bookmark-add {"title": "Where it is", "note": "The lesion in L3."}
go-to-needle {"needle": "N2"}
bookmark-add {"title": "The right needle", "note": "Mind the medial wall."}
save {"path": "$folder/plan.json"}
END
"$program" script "$folder/script" >/dev/null 2>"$folder/log" || { cat "$folder/log"; exit 1; }
if ! "$program" export "$folder/plan.json" --to walkthrough.html --no-physics --out "$folder/plan.html" >/dev/null 2>"$folder/log"; then
  if grep -q 'three.js' "$folder/log"; then echo "skipped: $(cat "$folder/log")"; exit 77; fi
  cat "$folder/log"
  exit 1
fi
{ sed '$d' "$folder/plan.html"; echo "<script>"; cat "$here/drive.js"; echo "</script></body></html>"; } >"$folder/driven.html"

# Real time, not Chromium's virtual time: virtual time runs on while a loaded machine is still drawing.
browse=(timeout 500 "$browser" --headless=new --no-sandbox --use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader
  --user-data-dir="$folder/profile" --host-resolver-rules='MAP * ~NOTFOUND' --disable-background-networking
  --disable-component-update --disable-sync --no-first-run --window-size=900,600)
"${browse[@]}" --remote-debugging-port=0 --enable-logging=stderr "file://$folder/driven.html" >"$folder/log" 2>&1 &
running=$!
for ((n = 0; n < 960; ++n)); do
  grep -q 'result: done' "$folder/log" && break
  kill -0 $running 2>/dev/null || break
  sleep 0.5
done
kill $running 2>/dev/null || true
wait $running 2>/dev/null || true
sed -n 's/.*"result: \(.*\)", source: .*/\1/p' "$folder/log" | tee "$folder/results"
[[ -s $folder/results ]] || tail -5 "$folder/log"
[[ -z ${2:-} ]] || "${browse[@]}" --virtual-time-budget=20000 --screenshot="$2" "file://$folder/plan.html" 2>"$folder/log"
grep -q '^done' "$folder/results" && ! grep -q '^bad' "$folder/results" && grep -q '^ok keys-step-through-the-stops .*Where it is' "$folder/results"
