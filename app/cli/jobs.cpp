#include "app/cli/jobs.h"

#include "core/error.h"
#include "core/io.h"
#include "core/json/json_reader.h"

#include <nlohmann/json.hpp>

#include <set>
#include <sstream>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kBatchSchema = "trocar-batch/1";

std::string keyOf(const Job& job) {
  return Json{{"id", job.id}, {"verb", job.verb}, {"arguments", job.arguments}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
}

Job jobFrom(const JsonEntry& entry, std::size_t number) {
  Job job;
  job.verb = entry.text("verb");
  job.id = entry.textOr("id", job.verb + "-" + std::to_string(number));
  job.arguments = entry.textsOrNone("arguments");
  return job;
}

void require(const Job& job, std::set<std::string>& ids, const std::string& file) {
  if (job.verb.empty() || job.verb == "batch" || job.verb == "open")
    throw Error(file + ": the job " + job.id + " has the verb '" + job.verb +
                "', which a batch cannot run; give one such as evaluate or export");
  if (!ids.insert(job.id).second)
    throw Error(file + ": two jobs have the id " + job.id + "; give each its own");
}

}  // namespace

std::vector<Job> jobsFrom(const std::string& text, const std::string& file) {
  return readJson(text, file, [&](const JsonEntry& whole) {
    if (!whole.isList() && whole.textOr("schema", kBatchSchema) != kBatchSchema)
      whole.refuse("schema", std::string("this version reads ") + kBatchSchema);
    std::vector<Job> jobs;
    std::set<std::string> ids;
    for (const JsonEntry& entry : whole.isList() ? whole.items() : whole.list("jobs")) {
      jobs.push_back(jobFrom(entry, jobs.size() + 1));
      require(jobs.back(), ids, file);
    }
    return jobs;
  });
}

Journal::Journal(const std::filesystem::path& file, bool resume) : file_(file) {
  if (!resume || !std::filesystem::exists(file)) {
    writeFileAtomically(file, "");
    return;
  }
  std::istringstream in(readFile(file));
  for (std::string line; std::getline(in, line);) {
    try {
      const auto [job, answer] = readJson(line, file.string(), [](const JsonEntry& entry) {
        return std::pair(entry.text("job"), entry.text("line"));
      });
      lines_[job] = answer;
    } catch (const Error&) {
      continue;  // Cut off while it was written: the job runs again.
    }
  }
  std::string kept;
  for (const auto& [job, line] : lines_)
    kept += Json{{"job", job}, {"line", line}}.dump() + "\n";
  writeFileAtomically(file, kept);
}

std::string Journal::lineOf(const Job& job) const {
  const auto found = lines_.find(keyOf(job));
  return found == lines_.end() ? std::string() : found->second;
}

void Journal::add(const Job& job, const std::string& line) {
  appendToFile(file_, Json{{"job", keyOf(job)}, {"line", line}}.dump() + "\n");
}

}  // namespace trocar::cli
