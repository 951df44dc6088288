#!/bin/sh
# The heat solver against FreeFem++ (Debian packages freefem++ and libfreefem++) on one 3-D problem, in
# one run: freezing around a finite probe for 60 s, whose converged width of the 0 C isotherm is 13.553 mm
# (axisymmetric finite volumes at 0.125 mm). Usage: freefem_compare.sh BUILD_DIRECTORY
set -e
here=$(dirname "$0")
export FF_LOADPATH="${FF_LOADPATH:-/usr/lib/freefem++}"
ours=$("$1/tests/freefem_bench" 60 1.0)
theirs=$(FreeFem++ -nw -v 0 "$here/freefem_cylinder.edp" | grep FREEFEM)
echo "$ours"
echo "$theirs"
echo "$ours $theirs" | awk '{
  for (i = 1; i <= NF; ++i) if ($i == "width") { width[++n] = $(i + 1); time[n] = $(i + 3) }
  printf "error %.3f mm against %.3f mm of FreeFem++; %.0f times faster\n",
         width[1] - 13.553, width[2] - 13.553, time[2] / time[1] }'
