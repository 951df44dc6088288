#include "core/process.h"

#include "core/error.h"
#include "tests/test_files.h"

#include <gtest/gtest.h>

#include <fstream>
#include <gmock/gmock.h>
#include <thread>

namespace trocar {
namespace {

using namespace std::chrono_literals;
namespace fs = std::filesystem;

ProcessStart shell(const std::string& script) {
  return {"/bin/sh", {"-c", script}};
}

TEST(Process, TellsHowAProgramEndedAndWhatItSaid) {
  const ProcessResult result = runProcess(shell("echo good; echo bad >&2; exit 3"));
  EXPECT_EQ(result.status, 3);
  EXPECT_EQ(result.out, "good\n");
  EXPECT_EQ(result.err, "bad\n");
  EXPECT_FALSE(result.timedOut);
  EXPECT_EQ(runProcess(shell("kill -9 $$")).status, 137);
}

TEST(Process, TakesInMoreThanAPipeHolds) {
  const ProcessResult result =
      runProcess(shell("head -c 1000000 /dev/zero; head -c 1000000 /dev/zero >&2"));
  EXPECT_EQ(result.out.size(), 1'000'000U);
  EXPECT_EQ(result.err.size(), 1'000'000U);
}

TEST(Process, HandsOverWordsFolderAndEnvironmentAndNoInput) {
  const TemporaryFolder folder;
  ProcessStart start = shell(R"(cat; pwd -P; echo "$COLOUR $HOME"; printf '%s|' "$@")");
  start.arguments.insert(start.arguments.end(), {"name", "two words", "it's \"$HOME\"", ""});
  start.folder = folder.path();
  start.environment = {{"COLOUR", "red"}, {"HOME", "/nowhere"}};
  EXPECT_EQ(runProcess(start).out,
            fs::canonical(folder.path()).string() + "\nred /nowhere\ntwo words|it's \"$HOME\"||");
}

TEST(Process, EndsAProgramAtItsTimeLimit) {
  const auto start = std::chrono::steady_clock::now();
  const ProcessResult result = runProcess(shell("echo begun; exec sleep 60"), 300ms);
  EXPECT_TRUE(result.timedOut);
  EXPECT_EQ(result.status, 128 + 15);
  EXPECT_EQ(result.out, "begun\n");
  EXPECT_LT(std::chrono::steady_clock::now() - start, 30s);
}

TEST(Process, DoesNotWaitForWhatAProgramLeavesBehind) {
  const ProcessResult result = runProcess(shell("sleep 20 & echo done"), 15s);
  EXPECT_FALSE(result.timedOut);
  EXPECT_EQ(result.out, "done\n");
}

TEST(Process, EndsWithItsObjectEvenWhereItRefusesTo) {
  const TemporaryFolder folder;
  for (const char* manner : {"", "trap '' TERM; "}) {
    const fs::path alive = folder / "alive";
    Process process(shell(std::string(manner) + "echo up; while :; do touch " + alive.string() +
                          "; sleep 0.02; done"));
    EXPECT_EQ(process.line(10s), "up");
  }
  fs::remove(folder / "alive");
  std::this_thread::sleep_for(200ms);
  EXPECT_FALSE(fs::exists(folder / "alive"));
}

TEST(Process, ReadsLinesWhileItRuns) {
  Process process(shell("echo one; echo two; printf three; sleep 0.1; exit 4"));
  EXPECT_EQ(process.line(10s), "one");
  EXPECT_EQ(process.line(10s), "two");
  EXPECT_EQ(process.line(50ms), std::nullopt) << "no line end yet";
  const ProcessResult result = process.wait();
  EXPECT_EQ(result.out, "three");
  EXPECT_EQ(result.status, 4);
}

TEST(Process, EndsWhatItsProgramStartedWhereAskedTo) {
  const TemporaryFolder folder;
  const fs::path alive = folder / "alive";
  ProcessStart start = shell("(sleep 3; touch " + alive.string() + ") & echo begun; wait");
  start.withItsChildren = true;
  {
    Process process(start);
    ASSERT_TRUE(process.line(10s));
  }
  std::this_thread::sleep_for(3500ms);
  EXPECT_FALSE(fs::exists(alive));
}

TEST(Process, TellsComplaintsAndProgressAsLinesOfOneStream) {
  ProcessStart start = shell("printf 'half 50%%\\rwhole 100%%\\r'; echo bad >&2; echo good");
  start.inOneStream = true;
  Process process(start);
  for (const char* said : {"half 50%", "whole 100%", "bad", "good"})
    EXPECT_EQ(process.line(10s).value_or("nothing"), said);
  EXPECT_EQ(process.wait().err, "");
}

TEST(Process, SaysWhatCannotBeStarted) {
  try {
    runProcess({"/no/such/program"});
    FAIL();
  } catch (const Error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("/no/such/program"));
  }
  ProcessStart nowhere = shell("echo");
  nowhere.folder = "/no/such/folder";
  EXPECT_THROW(runProcess(nowhere), Error);
  EXPECT_TRUE(installedProgram("no-such-program").empty());
  EXPECT_EQ(installedProgram("sh").filename(), "sh");
}

}  // namespace
}  // namespace trocar
