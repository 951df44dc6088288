#include "app/cli/cli.h"
#include "app/cli/jobs.h"
#include "app/cli/verb.h"
#include "core/error.h"
#include "core/exception_text.h"
#include "core/io.h"
#include "core/json/json_text.h"
#include "core/process.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <memory>
#include <mutex>
#include <thread>

namespace trocar::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct BatchOptions {
  fs::path jobs;
  int atOnce = 1;
  bool resume = false;
};

/// What a job printed: its JSON document, or the text.
Json answerOf(const std::string& out) {
  if (out.empty())
    return nullptr;
  try {
    return jsonFromText(out, "the answer");
  } catch (const Error&) {
    return out;
  }
}

std::string withoutEnd(std::string text) {
  while (!text.empty() && text.back() == '\n')
    text.pop_back();
  return text;
}

/// The program itself with a job's words; its threads, where nobody has chosen their number.
ProcessStart startOf(const Job& job, const fs::path& folder, int threads) {
  ProcessStart start{runningProgram(), {job.verb}, folder};
  start.endsWithUs = true;
  start.arguments.insert(start.arguments.end(), job.arguments.begin(), job.arguments.end());
  if (std::getenv("OMP_NUM_THREADS") == nullptr)
    start.environment["OMP_NUM_THREADS"] = std::to_string(threads);
  return start;
}

Json resultOf(const Job& job, const fs::path& folder, int threads) {
  const auto start = std::chrono::steady_clock::now();
  const ProcessResult result = runProcess(startOf(job, folder, threads));
  const double seconds =
      std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return {{"schema", "trocar-job/1"},
          {"id", job.id},
          {"verb", job.verb},
          {"status", result.status},
          {"seconds", seconds},
          {"answer", answerOf(result.out)},
          {"error", result.err.empty() ? Json() : Json(withoutEnd(result.err))}};
}

/// Runs jobs and prints their lines in the order of the list, each as soon as those before it are
/// done.
class Batch {
 public:
  Batch(std::vector<Job> jobs, Journal journal, fs::path folder)
      : jobs_(std::move(jobs)),
        journal_(std::move(journal)),
        folder_(std::move(folder)),
        lines_(jobs_.size()) {}

  void run(int atOnce) {
    const int cores = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const int threads = std::max(1, cores / atOnce);
    std::vector<std::jthread> workers;
    for (int n = 0; n < atOnce; ++n)
      workers.emplace_back([this, threads] { work(threads); });
    workers.clear();
    if (!failure_.empty())
      throw Error(failure_);
  }

  int failed() const { return failed_; }

 private:
  void work(int threads) {
    for (std::size_t n = next_++; n < jobs_.size(); n = next_++) {
      try {
        std::string line = journal_.lineOf(jobs_[n]);
        const bool before = !line.empty();
        int status = 0;
        if (!before) {
          const Json result = resultOf(jobs_[n], folder_, threads);
          status = result.at("status").get<int>();
          line = result.dump(-1, ' ', false, Json::error_handler_t::replace);
        }
        finish(n, line, status, before);
      } catch (const std::exception& error) {
        const std::lock_guard lock(gate_);
        failure_ = sentenceOf(error);
        return;
      }
    }
  }

  void finish(std::size_t n, const std::string& line, int status, bool before) {
    const std::lock_guard lock(gate_);
    const bool done = status == 0 || status == 1;
    if (!before && done)
      journal_.add(jobs_[n], line);
    failed_ += done ? 0 : 1;
    lines_[n] = line;
    for (; printed_ < lines_.size() && !lines_[printed_].empty(); ++printed_)
      std::cout << lines_[printed_] << '\n';
    requireWritten();
  }

  std::vector<Job> jobs_;
  Journal journal_;
  fs::path folder_;
  std::vector<std::string> lines_;
  std::size_t printed_ = 0;
  std::atomic<std::size_t> next_ = 0;
  std::mutex gate_;
  std::string failure_;
  int failed_ = 0;
};

void run(const BatchOptions& options) {
  const std::vector<Job> jobs = jobsFrom(readFile(options.jobs), options.jobs.string());
  const fs::path journal = options.jobs.string() + ".done";
  const fs::path folder = fs::absolute(options.jobs).parent_path();
  Batch batch(jobs, Journal(journal, options.resume), folder);
  batch.run(options.atOnce);
  if (batch.failed() > 0)
    throw Error(std::to_string(batch.failed()) + " of " + std::to_string(jobs.size()) +
                " jobs failed, see their lines; mend them and run again with --resume");
}

}  // namespace

void addBatch(Verb program, int& /*status*/) {
  Verb verb = program.verb("batch", "Run many verbs from a list; one JSON line a job");
  auto options = std::make_shared<BatchOptions>();
  verb.option("JOBS", &options->jobs, "List of jobs: docs/handover.md").required();
  verb.option("-j,--jobs", &options->atOnce, "Jobs at the same time").within(1, 256);
  verb.flag("--resume", options->resume, "Leave out the jobs that an earlier run has done");
  verb.calls([options] { run(*options); });
}

}  // namespace trocar::cli
