#!/bin/sh
# The heat solver against FreeFem++ (Debian packages freefem++ and libfreefem++) on one 3-D problem, in
# one run: freezing around a finite probe for 60 s, whose converged width of the 0 C isotherm is 13.553 mm
# (axisymmetric finite volumes at 0.125 mm). FreeFem++ runs on growing meshes; the line through the logarithms of
# error and seconds of the first and last tells how long it would take for the solver's error.
# Usage: freefem_compare.sh BUILD_DIRECTORY
set -e
here=$(dirname "$0")
export FF_LOADPATH="${FF_LOADPATH:-/usr/lib/freefem++}"
export FF_INCLUDEPATH="${FF_INCLUDEPATH:-/usr/include/freefem++/idp}"
{
  "$1/tests/freefem_bench" 60 1.0
  for mesh in "-nr 20 -nt 4 -nz 16" "-nr 28 -nt 6 -nz 22" "-nr 40 -nt 9 -nz 32"; do
    FreeFem++ -nw -v 0 "$here/freefem_cylinder.edp" $mesh | grep FREEFEM
  done
} | awk '
  function magnitude(x) { return x < 0 ? -x : x }
  {
    print
    for (i = 1; i <= NF; ++i) if ($i == "width") { e = $(i + 1) - 13.553; t = $(i + 3) }
    if ($1 == "TROCAR") { ours = magnitude(e); seconds = t; next }
    ++n; error[n] = magnitude(e); time[n] = t
    printf "  error %.3f mm, ours %.3f mm; %.0f times slower\n", e, ours, t / seconds
  }
  END {
    slope = log(time[n] / time[1]) / log(error[n] / error[1])
    printf "seconds go with error^%.2f: at our error %.0f s, %.0f times slower\n", slope,
           time[n] * (ours / error[n]) ^ slope, time[n] * (ours / error[n]) ^ slope / seconds
  }'
