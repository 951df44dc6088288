#!/bin/sh
# The heat solver against FreeFem++ (Debian packages freefem++ and libfreefem++) on one 3-D problem, in
# one run: freezing around a finite probe for 60 s, whose converged width of the 0 C isotherm is 13.553 mm
# (axisymmetric finite volumes at 0.125 mm). FreeFem++ runs on growing meshes; the line through the logarithms of
# error and seconds of the first and last tells how long it would take for the solver's error.
# Ends with 2 where a program is missing, fails or prints no width.
# Usage: freefem_compare.sh BUILD_DIRECTORY
set -eu
here=$(dirname "$0")
[ $# -eq 1 ] || {
  echo "usage: freefem_compare.sh BUILD_DIRECTORY" >&2
  exit 2
}
command -v FreeFem++ >/dev/null || {
  echo "FreeFem++ is not installed: apt-get install freefem++ libfreefem++" >&2
  exit 2
}
[ -x "$1/tests/freefem_bench" ] || {
  echo "$1/tests/freefem_bench is not built: ninja -C $1 freefem_bench" >&2
  exit 2
}
export FF_LOADPATH="${FF_LOADPATH:-/usr/lib/freefem++}"
export FF_INCLUDEPATH="${FF_INCLUDEPATH:-/usr/include/freefem++/idp}"
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# $1: word that begins the line with the width; the rest: a command. Its line goes to the results.
measure() {
  word=$1
  shift
  "$@" >"$folder/said" 2>&1 && grep "^$word .*width [0-9.]* mm, [0-9.]* s" "$folder/said" >>"$folder/results" || {
    echo "'$*' failed:" >&2
    tail -n 5 "$folder/said" >&2
    exit 2
  }
}
measure TROCAR "$1/tests/freefem_bench" 60 1.0
for mesh in "-nr 20 -nt 4 -nz 16" "-nr 28 -nt 6 -nz 22" "-nr 40 -nt 9 -nz 32"; do
  # shellcheck disable=SC2086 # The arguments of a mesh are words.
  measure FREEFEM FreeFem++ -nw -v 0 "$here/freefem_cylinder.edp" $mesh
done
awk '
  function magnitude(x) { return x < 0 ? -x : x }
  {
    print
    for (i = 1; i <= NF; ++i) if ($i == "width") { e = $(i + 1) - 13.553; t = $(i + 3) }
    if ($1 == "TROCAR") { ours = magnitude(e); seconds = t; next }
    ++n; error[n] = magnitude(e); time[n] = t
    if (seconds > 0) printf "  error %.3f mm, ours %.3f mm; %.0f times slower\n", error[n], ours, t / seconds
  }
  END {
    if (!(seconds > 0 && ours > 0 && time[1] > 0 && time[n] > 0 && error[1] > 0 && error[n] > 0 && error[1] != error[n])) {
      print "errors and seconds of these runs span no line: no comparison" > "/dev/stderr"
      exit 2
    }
    slope = log(time[n] / time[1]) / log(error[n] / error[1])
    printf "seconds go with error^%.2f: at our error %.0f s, %.0f times slower\n", slope,
           time[n] * (ours / error[n]) ^ slope, time[n] * (ours / error[n]) ^ slope / seconds
  }' "$folder/results"
