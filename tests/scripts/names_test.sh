#!/usr/bin/env bash
# scripts/names.awk tells what two files define under one qualified name, and nothing else.
set -euo pipefail
script=$(cd "$(dirname "$0")/../.." && pwd)/scripts/names.awk
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

cat >one.h <<'END'
namespace trocar {
struct Forward;
struct Ring {
  int a;
};
inline double half(double x) {
  return x / 2;
}
inline constexpr double kReachMm = 1.0;
namespace {
struct Private {};
}  // namespace
namespace inner {
enum class Deep { A };
}  // namespace inner
}  // namespace trocar
END

cat >two.h <<'END'
namespace trocar {
struct Forward;
struct Ring final : Base {
};
inline double half(double x) { return x / 2; }
inline double half(int x,
                   int y) {
  return x / y;
}
inline constexpr float kReachMm = 2.0F;
struct Private {};
struct Deep {};
}  // namespace trocar
namespace trocar::inner {
enum class Deep : int { A };
}  // namespace trocar::inner
END

expected='two.h:3: trocar::Ring is defined in one.h too
two.h:5: trocar::double half(double x) is defined in one.h too
two.h:10: trocar::kReachMm is defined in one.h too
two.h:15: trocar::inner::Deep is defined in one.h too'
found=$(awk -f "$script" one.h two.h) && { echo "the exit status hides what was found"; exit 1; }
diff <(echo "$expected") <(echo "$found")
awk -f "$script" one.h
