# Tells types, aliases and inline functions of one qualified name that more than one file defines: the programs that
# link both break the one-definition rule. Reads our headers and sources as clang-format lays them out, where what
# stands at namespace scope begins in the first column. What only one source sees (nameless namespaces) is left out.
#   awk -f scripts/names.awk FILE...
FNR == 1 { depth = 0; nameless = 0; pending = "" }

/^namespace( [a-z_:0-9]+)? \{$/ {
  space[++depth] = NF == 3 ? $2 : ""
  nameless += NF != 3
  next
}
/^\}  \/\/ namespace/ {
  nameless -= space[depth] == ""
  --depth
  next
}
nameless { next }

# A type with its body: not a forward declaration, a specialisation or a member of another type.
/^(struct|class|enum|enum class) [A-Za-z0-9]+( final)?( : .*)? ?\{/ {
  name = $1 == "enum" && $2 == "class" ? $3 : $2
  sub(/[:{].*/, "", name)
  define(name)
}
/^using [A-Za-z0-9]+ =/ { define($2) }

# An inline function counts with its parameters, since overloads may stand apart; it may go over several lines.
/^(inline|template) / && !/^inline constexpr|^template.*;$/ { pending = " " }
pending != "" {
  pending = pending $0
  if (/[{;]/) {
    if (pending ~ /^ +inline [^=]*\(.*\) *(const)? *\{/) {
      sub(/ *\{.*/, "", pending)
      sub(/^ +inline /, "", pending)
      gsub(/ +/, " ", pending)
      define(pending)
    }
    pending = ""
  }
}
/^inline constexpr [^(]* k[A-Z][A-Za-z0-9]*/ {
  match($0, / k[A-Z][A-Za-z0-9]*/)
  define(substr($0, RSTART + 1, RLENGTH - 1))
}

function define(name,    n, qualified) {
  for (n = 1; n <= depth; ++n)
    qualified = qualified space[n] "::"
  qualified = qualified name
  if (qualified in where && where[qualified] != FILENAME) {
    print FILENAME ":" FNR ": " qualified " is defined in " where[qualified] " too"
    found = 1
  }
  where[qualified] = FILENAME
}

END { exit found }
