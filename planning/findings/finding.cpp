#include "planning/findings/finding.h"

#include "core/word_table.h"

namespace trocar {
namespace {

constexpr WordTable<Finding::Severity, 3> kSeverities = {{
    {Finding::Severity::Note, "note"},
    {Finding::Severity::Warning, "warning"},
    {Finding::Severity::Danger, "danger"},
}};

}  // namespace

std::string_view toString(Finding::Severity severity) {
  return wordOf(kSeverities, severity);
}

}  // namespace trocar
