#include "planning/review/finding_groups.h"

#include "core/number_text.h"
#include "planning/access/unjudged_groups.h"
#include "planning/words/names.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <initializer_list>
#include <string_view>

namespace trocar::review {
namespace {

using Severity = Finding::Severity;
using Groups = std::vector<FindingGroup>;

enum class FindingStep { Access, Ablation, Cement };

bool startsWithAny(const std::string& rule, std::initializer_list<std::string_view> prefixes) {
  return std::any_of(prefixes.begin(), prefixes.end(), [&](std::string_view prefix) {
    return rule.starts_with(prefix);
  });
}

FindingStep stepOf(const std::string& rule) {
  if (startsWithAny(rule,
                    {"ablation-",
                     "nerve-",
                     "cryo-",
                     "thermocouple-",
                     "microwave-",
                     "saline-",
                     "protection-",
                     "zone",
                     "rf-",
                     "antenna-"}))
    return FindingStep::Ablation;
  return startsWithAny(rule, {"cement-", "coil-", "device-", "pedicle-plasty", "sacroplasty-"})
             ? FindingStep::Cement
             : FindingStep::Access;
}

/// Of one needle or structure at one step; what has no subject stands alone, and so does what only
/// says that nothing was judged.
bool sayOneThing(const Finding& a, const Finding& b) {
  return a.accepted == b.accepted && access::saysUnjudged(a) == access::saysUnjudged(b) &&
         a.severity != Severity::Note && b.severity != Severity::Note && !a.subject.empty() &&
         a.subject == b.subject && stepOf(a.rule) == stepOf(b.rule);
}

/// What one rule says of several, below danger.
bool sayTheSame(const Finding& a, const Finding& b) {
  return a.rule == b.rule && a.severity == b.severity && a.severity != Severity::Danger &&
         a.accepted == b.accepted && !a.subject.empty() && !b.subject.empty();
}

bool isRepeated(const std::vector<Finding>& told, const Finding& finding) {
  return std::any_of(told.begin(), told.end(), [&](const Finding& one) {
    return one.rule == finding.rule && one.subject == finding.subject && one.text == finding.text;
  });
}

Groups bySubject(const std::vector<Finding>& findings) {
  Groups groups;
  for (const Finding& finding : findings) {
    const auto same = std::find_if(groups.begin(), groups.end(), [&](const FindingGroup& group) {
      return sayOneThing(group.findings.front(), finding);
    });
    if (same == groups.end())
      groups.push_back({"", "", {finding}});
    else if (!isRepeated(same->findings, finding))
      same->findings.push_back(finding);
  }
  return groups;
}

/// A group of one finding joins an earlier one in which the same rule says all.
Groups byRule(const Groups& all) {
  Groups merged;
  for (const FindingGroup& group : all) {
    const Finding& first = group.findings.front();
    const auto same = std::find_if(merged.begin(), merged.end(), [&](const FindingGroup& one) {
      return group.findings.size() == 1 &&
             std::all_of(one.findings.begin(), one.findings.end(), [&](const Finding& finding) {
               return sayTheSame(finding, first);
             });
    });
    if (same == merged.end())
      merged.push_back(group);
    else if (!isRepeated(same->findings, first))
      same->findings.push_back(first);
  }
  return merged;
}

std::string nameOf(const std::string& subject, const Case* patient) {
  return patient && patient->find(subject) ? words::theName(*patient, subject) : subject;
}

std::string withoutStop(std::string text) {
  if (text.ends_with('.'))
    text.pop_back();
  return text;
}

/// A sentence as a clause after another about the same subject.
std::string clauseOf(const Finding& finding) {
  std::string text = withoutStop(finding.text);
  if (const std::string head = finding.subject + ": "; text.starts_with(head))
    return text.substr(head.size());
  constexpr std::array<std::string_view, 5> kSmall = {"The ", "At ", "Cement ", "Only ", "Saline "};
  if (std::any_of(kSmall.begin(), kSmall.end(), [&](std::string_view word) {
        return text.starts_with(word);
      }))
    text[0] = static_cast<char>(text[0] + ('a' - 'A'));
  return text;
}

/// " (4.3 mm deep)", " (7.3°)"; empty where the number says nothing by itself.
std::string valueWords(const Finding& finding) {
  if (!finding.value)
    return "";
  const double value = *finding.value;
  if (finding.rule == "breach-risk" || finding.rule == "touch-risk")
    return " (" + shownShare(value, 0) + ")";
  if (finding.unit == "mm")
    return " (" + shownQuantity(std::abs(value), "mm") +
           (finding.rule.find("-near-") == std::string::npos ? ")"
            : value < 0.0                                    ? " deep)"
                                                             : " away)");
  if (finding.unit == "deg")
    return " (" + shownQuantity(std::abs(value), "°") + ")";
  if (finding.unit == "C")
    return " (" + shownQuantity(value, "°C") + ")";
  if (finding.unit == "HU" || finding.unit == "ml")
    return " (" + shownQuantity(value, finding.unit, finding.unit == "HU" ? 0 : 1) + ")";
  return "";
}

bool oneSubject(const std::vector<Finding>& findings) {
  return std::all_of(findings.begin(), findings.end(), [&](const Finding& one) {
    return one.subject == findings.front().subject;
  });
}

std::string sentenceOf(const std::vector<Finding>& findings, const Case* patient) {
  std::string text = withoutStop(findings.front().text);
  const bool same = oneSubject(findings);
  for (std::size_t n = 1; n < findings.size(); ++n) {
    const Finding& one = findings[n];
    if (same)
      text += "; " + clauseOf(one);
    else
      text += (n == 1 ? "; likewise " : ", ") + nameOf(one.subject, patient) + valueWords(one);
  }
  return findings.size() == 1 ? findings.front().text : text + ".";
}

std::string aboutOf(const std::vector<Finding>& findings, const Case* patient) {
  if (findings.front().subject.empty())
    return "The plan";
  std::string about = nameOf(findings.front().subject, patient);
  for (std::size_t n = 1; n < findings.size() && !oneSubject(findings); ++n)
    about += ", " + nameOf(findings[n].subject, patient);
  return words::sentence(about);
}

/// Lower is worse: danger, warning, note; accepted ones behind all others.
int rankOf(const FindingGroup& group) {
  return (group.isAccepted() ? 3 : 0) + (2 - static_cast<int>(group.severity()));
}

std::string eachOnce(const FindingGroup& group, std::string Finding::*part, const char* between) {
  std::vector<std::string> parts;
  std::string text;
  for (const Finding& finding : group.findings) {
    const std::string& one = finding.*part;
    if (one.empty() || std::find(parts.begin(), parts.end(), one) != parts.end())
      continue;
    parts.push_back(one);
    text += (text.empty() ? "" : between) + one;
  }
  return text;
}

}  // namespace

std::vector<FindingGroup> groupedFindings(const std::vector<Finding>& findings,
                                          const Case* patient) {
  Groups groups = byRule(bySubject(findings));
  for (FindingGroup& group : groups) {
    std::stable_sort(group.findings.begin(),
                     group.findings.end(),
                     [](const auto& a, const auto& b) { return a.severity > b.severity; });
    group.about = aboutOf(group.findings, patient);
    group.text = sentenceOf(group.findings, patient);
  }
  std::stable_sort(groups.begin(), groups.end(), [](const FindingGroup& a, const FindingGroup& b) {
    return rankOf(a) < rankOf(b);
  });
  return groups;
}

std::string whyOf(const FindingGroup& group) {
  return eachOnce(group, &Finding::why, " ");
}

std::string sourcesOf(const FindingGroup& group) {
  return eachOnce(group, &Finding::source, "; ");
}

}  // namespace trocar::review
