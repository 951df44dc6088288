#!/usr/bin/env bash
# Our X-ray beside `plastimatch drr` (Debian package plastimatch) on the same volume and geometry,
# side by side on this machine: correlation of the line integrals, and milliseconds for a picture of
# 512 x 512 from 256^3. plastimatch's is the difference of runs with eleven pictures and with one,
# so that reading the volume does not count.
#   ninja -C build plastimatch_bench && tests/bench/plastimatch.sh [build folder [CT file or folder]]
set -euo pipefail
build=${1:-build}
command -v plastimatch >/dev/null || {
  echo "plastimatch is not installed: apt-get install plastimatch" >&2
  exit 2
}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$build/tests/plastimatch_bench" write "$folder" ${2:+"$2"}

# $1: algorithm, $2: number of pictures, $3: prefix
drr() {
  local turn=(-n "0 1 0")
  [ "$2" = 1 ] || turn=(-N 1)
  plastimatch drr -t pfm -i "$1" -P none -a "$2" "${turn[@]}" -r "512 512" -z "300 300" \
    --sad 650 --sid 1050 -o "0 0 0" --vup "0 0 1" -O "$3" "$folder/volume.mha" >"$folder/log"
}
now() { date +%s%N; }
for method in exact uniform; do
  mkdir -p "$folder/$method"
  t0=$(now)
  drr $method 1 "$folder/$method/one"
  t1=$(now)
  mkdir -p "$folder/many"
  drr $method 11 "$folder/many/m"
  t2=$(now)
  echo "plastimatch $method: $(((t2 - t1 - (t1 - t0)) / 10000000)) ms a picture"
  "$build/tests/plastimatch_bench" compare "$folder/$method"
done
