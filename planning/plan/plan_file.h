#pragma once

#include "planning/plan/plan.h"

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace trocar {

/// The format this program writes. Older ones are migrated when read; a newer one is refused with
/// the version of Trocar it needs.
inline constexpr int kPlanFormat = 3;

/// JSON with units in the keys and a stable order: the same plan, the same bytes.
std::string planToJson(const Plan& plan);
/// Throws Error for text that is no plan, for a value that cannot be and for an unknown key;
/// `where` names the text in the message. What is lost of a plan of an older format is added to
/// `remarks`.
Plan planFromJson(const std::string& text,
                  const std::string& where,
                  std::vector<std::string>* remarks = nullptr);

/// The same for a plan that is to be opened whatever an older program let into it: a needle, a
/// protocol or another part that cannot be is set aside with a sentence in `remarks`, and the rest
/// is read. Numbers that cannot be are left to `withoutFaults`.
Plan planToOpen(const std::string& text,
                const std::string& where,
                std::vector<std::string>& remarks);

void writePlan(const Plan& plan, const std::filesystem::path& file);
Plan readPlan(const std::filesystem::path& file, std::vector<std::string>* remarks = nullptr);
/// The case the plan refers to, from `folder` if given (a case that was moved). Throws Error where
/// it is another case than the plan was made on, unless `anyCase`. `hash` becomes the case's.
std::shared_ptr<const Case> openCaseOf(const Plan& plan,
                                       const std::filesystem::path& planFile,
                                       const std::filesystem::path& folder = {},
                                       bool anyCase = false,
                                       std::string* hash = nullptr);
/// A case named as on the command line: its folder, or "bundled:l3-breast".
std::shared_ptr<const Case> openCase(const std::string& path);
/// How a plan kept in `planFile` refers to a case opened from `path`.
CaseReference referenceTo(const Case& patient,
                          const std::string& path,
                          const std::filesystem::path& planFile);
}  // namespace trocar
