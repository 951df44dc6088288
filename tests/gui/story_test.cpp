#include "app/gui/parts/runner.h"
#include "core/io.h"
#include "core/patients.h"
#include "planning/plan/plan_file.h"
#include "tests/cli/run_trocar.h"
#include "tests/gui/samples.h"

#include <QTest>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <utility>
#include <vector>

namespace trocar::gui {
namespace {

using nlohmann::json;
namespace fs = std::filesystem;

using Story = std::vector<std::pair<std::string, json>>;

/// A bipedicular plan with a tip moved, a probe that freezes, cement, an accepted finding, and a
/// step that is taken back.
Story storyOn(const fs::path& patient, const fs::path& plan) {
  return {{"open-folder", {{"path", patient.string()}}},
          {"go-to-level", {{"level", "L3"}}},
          {"plan-level", json::object()},
          {"select-needle", {{"needle", "N1"}}},
          {"move-needle", {{"byMm", {1.0, 0.0, -0.5}}}},
          {"instrument", {{"instrument", "bone-needle-10g"}}},
          {"probe", {{"instrument", "icesphere-1.5"}}},
          {"select-needle", {{"needle", "N3"}}},
          {"protocol", {{"steps", "freeze 600, thaw 300, freeze 600"}}},
          {"inject", {{"needle", "N2"}, {"volumeMl", 2.0}}},
          {"protect", {{"structure", "root_L3_left"}, {"medium", "d5w"}, {"thicknessMm", 3}}},
          {"accept", {{"rule", "tip-depth"}, {"subject", "N1"}, {"reason", "Short on purpose."}}},
          {"position", {{"position", "supine"}}},
          {"undo", json::object()},
          {"bookmark-add", {{"title", "Both needles"}}},
          {"note", {{"text", "Told twice."}}},
          {"save", {{"path", plan.string()}}}};
}

/// As the window's menus, keys and buttons start them.
void tellInTheWindow(const Story& story) {
  app::Document document;
  Runner runner(document, [](const actions::Action&) { return std::nullopt; });
  for (const auto& [action, arguments] : story) {
    runner.run(action, arguments);
    ASSERT_TRUE(QTest::qWaitFor([&] { return !runner.isBusy(); }, 60000)) << action;
    const auto& notice = document.notice();
    ASSERT_TRUE(!notice || notice->kind == app::Notice::Kind::Done)
        << action << ": " << notice->text;
  }
}

void tellAsAScript(const Story& story, const fs::path& file) {
  std::ofstream out(file);
  for (const auto& [action, arguments] : story)
    out << action << " " << arguments.dump() << "\n";
  out.close();
  const cli::Outcome run = cli::runTrocar({"script", file.string()});
  ASSERT_EQ(run.status, 0) << run.err;
}

TEST(Story, WindowAndScriptTellItAlike) {
  const ScratchFolder folder;
  const fs::path patient = folder.path() / "case";
  writeCase(makeBundledPatient("l3-breast", 2.5), patient);
  tellInTheWindow(storyOn(patient, folder.path() / "window.json"));
  tellAsAScript(storyOn(patient, folder.path() / "script.json"), folder.path() / "story.txt");
  const std::string window = readFile(folder.path() / "window.json");
  EXPECT_EQ(window, readFile(folder.path() / "script.json"));
  const Plan plan = planFromJson(window, "the window");
  EXPECT_EQ(plan.needles.size(), 3u);
  EXPECT_EQ(plan.injections.size(), 1u);
  EXPECT_EQ(plan.procedurePosition, PatientPosition::Prone) << "taken back";
  EXPECT_EQ(plan.note, "Told twice.");
}

}  // namespace
}  // namespace trocar::gui
