#include "app/cli/jobs.h"

#include "core/error.h"
#include "core/io.h"

#include <nlohmann/json.hpp>

#include <fstream>
#include <set>
#include <sstream>

namespace trocar {
namespace {

using Json = nlohmann::ordered_json;

std::string keyOf(const Job& job) {
  return Json{{"id", job.id}, {"verb", job.verb}, {"arguments", job.arguments}}.dump(
      -1, ' ', false, Json::error_handler_t::replace);
}

Job jobFrom(const Json& json, std::size_t number) {
  Job job;
  job.verb = json.at("verb").get<std::string>();
  job.id = json.value("id", job.verb + "-" + std::to_string(number));
  if (json.contains("arguments"))
    job.arguments = json.at("arguments").get<std::vector<std::string>>();
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
  std::vector<Job> jobs;
  std::set<std::string> ids;
  try {
    const Json json = Json::parse(text);
    if (json.is_object() && json.value("schema", "trocar-batch/1") != "trocar-batch/1")
      throw Error(file + " has the schema " + json.at("schema").dump() +
                  "; this version reads trocar-batch/1");
    const Json& list = json.is_array() ? json : json.at("jobs");
    for (const Json& one : list) {
      try {
        jobs.push_back(jobFrom(one, jobs.size() + 1));
      } catch (const Json::exception&) {
        throw Error(file + ": job " + std::to_string(jobs.size() + 1) +
                    " is no job; write {\"id\": \"..\", \"verb\": \"..\", \"arguments\": [..]}");
      }
      require(jobs.back(), ids, file);
    }
  } catch (const Json::exception&) {
    throw Error(file +
                " is no list of jobs; write {\"schema\": \"trocar-batch/1\", \"jobs\": [..]}");
  }
  return jobs;
}

Journal::Journal(const std::filesystem::path& file, bool resume) : file_(file) {
  if (!resume || !std::filesystem::exists(file)) {
    writeFileAtomically(file, "");
    return;
  }
  std::istringstream in(readFile(file));
  for (std::string line; std::getline(in, line);) {
    const Json entry = Json::parse(line, nullptr, false);
    if (!entry.is_discarded() && entry.contains("job") && entry.contains("line"))
      lines_[entry.at("job").get<std::string>()] = entry.at("line").get<std::string>();
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
  std::ofstream out(file_, std::ios::app);
  out << Json{{"job", keyOf(job)}, {"line", line}}.dump() << '\n' << std::flush;
  if (!out)
    throw Error("Cannot write " + file_.string() + ": free some space or choose another place.");
}

}  // namespace trocar
