#include "planning/school/records.h"

#include "core/csv.h"
#include "core/error.h"
#include "core/io.h"
#include "core/number_text.h"

#include <algorithm>
#include <cctype>
#include <fstream>
#include <sstream>
#include <utility>

namespace trocar::school {
namespace {

void makeFolderOf(const std::filesystem::path& file) {
  std::error_code ignored;
  std::filesystem::create_directories(file.parent_path(), ignored);
}

std::vector<std::string> handlingFields(const Attempt& attempt) {
  if (!attempt.handling)
    return std::vector<std::string>(6);
  const auto& handling = *attempt.handling;
  return {std::to_string(handling.exposures.shots),
          plainNumber(handling.exposures.seconds),
          plainNumber(handling.exposures.doseArea),
          std::to_string(handling.corticalPasses),
          std::to_string(handling.corrections),
          plainNumber(handling.elapsedS)};
}

/// It becomes the name of a file. What is beyond ASCII is taken for letters.
bool isLearnersName(const std::string& name) {
  constexpr std::ptrdiff_t kMostLetters = 40;
  const auto begins = [](unsigned char c) { return (c & 0xC0U) != 0x80U; };
  return !name.empty() && std::count_if(name.begin(), name.end(), begins) <= kMostLetters &&
         name.front() != ' ' && name.back() != ' ' &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) {
           return std::isalnum(c) || c == '-' || c == '_' || c == ' ' || c >= 0x80;
         });
}

}  // namespace

Records::Records(std::filesystem::path folder, const std::string& learner)
    : folder_(std::move(folder)) {
  if (!isLearnersName(learner))
    throw Error("The learner's name '" + learner +
                "' cannot be used: letters, digits, spaces within, - and _, at most 40.");
  finished_ = folder_ / (learner + ".jsonl");
  running_ = folder_ / (learner + ".running.json");
}

std::vector<Attempt> Records::finished() const {
  std::vector<Attempt> attempts;
  std::ifstream in(finished_, std::ios::binary);
  for (std::string line; std::getline(in, line);) {
    try {
      attempts.push_back(attemptFromJson(line, finished_.string()));
    } catch (const Error&) {
      continue;
    }
  }
  return attempts;
}

void Records::append(const Attempt& attempt) {
  makeFolderOf(finished_);
  appendToFile(finished_, attemptToJson(attempt));
}

std::optional<Attempt> Records::running() const {
  std::ifstream in(running_, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  try {
    return in ? std::optional(attemptFromJson(text.str(), running_.string())) : std::nullopt;
  } catch (const Error&) {
    return std::nullopt;
  }
}

void Records::keepRunning(const Attempt& attempt) {
  makeFolderOf(running_);
  writeFileAtomically(running_, attemptToJson(attempt));
}

void Records::forgetRunning() {
  std::error_code ignored;
  std::filesystem::remove(running_, ignored);
}

std::vector<double> learningCurve(const std::vector<Attempt>& attempts, const std::string& lesson) {
  std::vector<double> points;
  for (const Attempt& attempt : attempts) {
    if (attempt.lesson == lesson && attempt.points)
      points.push_back(*attempt.points);
  }
  return points;
}

std::string attemptsCsv(const std::vector<Attempt>& attempts) {
  std::string csv = csvLine({"learner",
                             "lesson",
                             "started",
                             "points",
                             "passed",
                             "hints",
                             "verdict",
                             "needles",
                             "shots",
                             "beam_s",
                             "dose_area_relative",
                             "cortical_passes",
                             "corrections",
                             "time_s"});
  for (const Attempt& one : attempts) {
    std::vector<std::string> fields = {one.learner,
                                       one.lesson,
                                       one.startedAt,
                                       one.points ? plainNumber(*one.points) : "",
                                       one.passed ? "yes" : "no",
                                       std::to_string(one.hintsTaken),
                                       one.verdict,
                                       std::to_string(one.plan.needles.size())};
    for (std::string& field : handlingFields(one))
      fields.push_back(std::move(field));
    csv += csvLine(fields);
  }
  return csv;
}

}  // namespace trocar::school
