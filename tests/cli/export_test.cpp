#include "core/import.h"
#include "core/io.h"
#include "core/patients.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <gmock/gmock.h>
#include <sstream>

namespace trocar::cli {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;
namespace fs = std::filesystem;

/// The bundled patient at 2 mm under a long Thai name, with a probe placed and frozen.
class ExportVerb : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder();
    Case patient = makeBundledPatient("l3-breast", 2.0);
    for (int n = 0; n < 50; ++n)
      patient.title += "ชื่อ";
    writeCase(patient, *folder_ / "case");
    const std::string needle = (*folder_ / "needle.json").string();
    ran_ = runTrocar({"suggest",
                      (*folder_ / "case").string(),
                      "--level",
                      "L3",
                      "--approach",
                      "transpedicular",
                      "--side",
                      "left",
                      "--instrument",
                      "icerod-1.5",
                      "--out",
                      needle});
    if (ran_.status == 0)
      ran_ = runTrocar({"treat",
                        needle,
                        "--needle",
                        "N1",
                        "--protocol",
                        "freeze 120",
                        "--out",
                        (*folder_ / "plan.json").string()});
  }
  static void TearDownTestSuite() { delete folder_; }

  void SetUp() override { ASSERT_EQ(ran_.status, 0) << ran_.err; }

  static fs::path at(const std::string& name) { return *folder_ / name; }
  static Outcome exported(const std::string& format, const std::string& name) {
    return runTrocar({"export",
                      at("plan.json").string(),
                      "--to",
                      format,
                      "--out",
                      at(name).string(),
                      "--no-physics"});
  }
  static Json plan() { return Json::parse(readFile(at("plan.json"))); }

 private:
  static inline TemporaryFolder* folder_ = nullptr;
  static inline Outcome ran_;
};

TEST_F(ExportVerb, WritesTheNeedleAsALineInLps) {
  const Outcome run = exported("mrk.json", "needles.mrk.json");
  ASSERT_EQ(run.status, 0) << run.err;
  const Json line = Json::parse(readFile(at("needles.mrk.json"))).at("markups").at(0);
  EXPECT_EQ(line.at("coordinateSystem"), "LPS");
  EXPECT_EQ(line.at("controlPoints").at(0).at("position"),
            plan().at("needles").at(0).at("entryMm"));
  EXPECT_GT(line.at("controlPoints").at(0).at("position").at(0).get<double>(), 0.0)
      << "a left needle enters on the patient's left";
}

TEST_F(ExportVerb, EveryNumberOfTheTableIsTheEvaluations) {
  ASSERT_EQ(exported("csv", "needles.csv").status, 0);
  const Outcome judged =
      runTrocar({"evaluate", at("plan.json").string(), "--json", "--no-physics"});
  const Json needle = Json::parse(judged.out).at("needles").at(0);
  std::istringstream csv(readFile(at("needles.csv")));
  std::string head, row;
  std::getline(csv, head);
  std::getline(csv, row);
  const auto cell = [&](const std::string& name) {
    std::istringstream names(head), cells(row);
    std::string n, c;
    while (std::getline(names, n, ',') && std::getline(cells, c, ',')) {
      if (n == name)
        return c;
    }
    return std::string("none");
  };
  for (const auto& [column, key] : {std::pair("skin_to_target_mm", "skinToTargetMm"),
                                    std::pair("skin_to_bone_mm", "skinToBoneMm"),
                                    std::pair("axial_angle_deg", "axialAngleDeg"),
                                    std::pair("craniocaudal_angle_deg", "craniocaudalAngleDeg")})
    EXPECT_NEAR(std::stod(cell(column)), needle.at(key).get<double>(), 0.00501) << column;
  EXPECT_EQ(cell("side"), "left");
}

/// The smallest and largest coordinates of a binary STL.
std::array<std::array<float, 3>, 2> boundsOfStl(const std::string& bytes) {
  std::uint32_t count = 0;
  std::memcpy(&count, bytes.data() + 80, sizeof count);
  EXPECT_EQ(bytes.size(), 84 + 50 * std::size_t{count});
  std::array<std::array<float, 3>, 2> bounds{{{1e9F, 1e9F, 1e9F}, {-1e9F, -1e9F, -1e9F}}};
  for (std::size_t t = 0; t < count; ++t) {
    for (std::size_t n = 0; n < 9; ++n) {
      float value = 0.0F;
      std::memcpy(&value, bytes.data() + 84 + 50 * t + 12 + 4 * n, sizeof value);
      bounds[0][n % 3] = std::min(bounds[0][n % 3], value);
      bounds[1][n % 3] = std::max(bounds[1][n % 3], value);
    }
  }
  return bounds;
}

TEST_F(ExportVerb, SurfacesAreMillimetresInLps) {
  ASSERT_EQ(exported("stl", "parts").status, 0);
  const auto bounds = boundsOfStl(readFile(at("parts") / "N1.stl"));
  const Json needle = plan().at("needles").at(0);
  for (std::size_t a = 0; a < 3; ++a) {
    const float target = needle.at("targetMm").at(a).get<float>();
    EXPECT_GE(target, bounds[0][a] - 1.5F);
    EXPECT_LE(target, bounds[1][a] + 1.5F);
  }
  const auto left = boundsOfStl(readFile(at("parts") / "root_L3_left.stl"));
  const auto right = boundsOfStl(readFile(at("parts") / "root_L3_right.stl"));
  EXPECT_GT(left[0][0], right[1][0]);
  EXPECT_THAT(readFile(at("parts") / "N1.stl").substr(0, 80), HasSubstr("LPS"));
  EXPECT_EQ(exported("stl", "parts").status, 2) << "a folder that holds something stays";
}

TEST_F(ExportVerb, AZoneHasTheSameSurfaceAsFromSimulate) {
  const Outcome simulated = runTrocar(
      {"simulate", at("plan.json").string(), "--resolution", "3", "--out", at("fields").string()});
  ASSERT_EQ(simulated.status, 0) << simulated.err;
  const Outcome exported = runTrocar({"export",
                                      at("plan.json").string(),
                                      "--to",
                                      "stl",
                                      "--resolution",
                                      "3",
                                      "--out",
                                      at("surfaces").string()});
  ASSERT_EQ(exported.status, 0) << exported.err;
  for (const char* isotherm : {"minus_40", "minus_20", "0"}) {
    std::string name = std::string("zone_") + isotherm + "C.stl";
    const std::string surface = readFile(at("surfaces") / name);
    std::replace(name.begin(), name.end(), '_', '-');
    EXPECT_EQ(readFile(at("fields") / name), surface) << name;
    EXPECT_GT(surface.size(), 1000U) << name;
  }
}

TEST_F(ExportVerb, GltfTurnsToMetresAndYUpAndKeepsTheNumbersInLps) {
  ASSERT_EQ(exported("gltf", "plan.gltf").status, 0);
  const Json gltf = Json::parse(readFile(at("plan.gltf")));
  const Json& root =
      gltf.at("nodes").at(gltf.at("scenes").at(0).at("nodes").at(0).get<std::size_t>());
  EXPECT_EQ(root.at("matrix"), (Json{0.001, 0, 0, 0, 0, 0, -0.001, 0, 0, 0.001, 0, 0, 0, 0, 0, 1}));
  EXPECT_EQ(gltf.at("asset").at("extras").at("coordinateSystem"), "LPS");
  for (const Json& node : gltf.at("nodes")) {
    if (node.at("name") != "root_L3_left")
      continue;
    const Json& mesh = gltf.at("meshes").at(node.at("mesh").get<std::size_t>());
    const Json& low =
        gltf.at("accessors")
            .at(mesh.at("primitives").at(0).at("attributes").at("POSITION").get<std::size_t>());
    EXPECT_GT(low.at("min").at(0).get<double>(), 0.0);
    return;
  }
  FAIL() << "no root_L3_left";
}

TEST_F(ExportVerb, ObjAndGlbAreWhole) {
  ASSERT_EQ(exported("obj", "plan.obj").status, 0);
  const std::string obj = readFile(at("plan.obj"));
  EXPECT_THAT(obj, HasSubstr("mtllib plan.mtl\n"));
  EXPECT_THAT(obj, HasSubstr("\no N1\n"));
  EXPECT_THAT(readFile(at("plan.mtl")), HasSubstr("newmtl zone_minus_20C"));
  ASSERT_EQ(exported("gltf", "plan.glb").status, 0);
  const std::string glb = readFile(at("plan.glb"));
  std::uint32_t size = 0;
  std::memcpy(&size, glb.data() + 8, sizeof size);
  EXPECT_EQ(glb.substr(0, 4), "glTF");
  EXPECT_EQ(size, glb.size());
}

TEST_F(ExportVerb, GlbIsSmallAndItsPartsLieWhereAccessorsSay) {
  ASSERT_EQ(exported("gltf", "small.glb").status, 0);
  const std::string glb = readFile(at("small.glb"));
  EXPECT_LT(glb.size(), 10'000'000U);
  std::uint32_t size = 0;
  std::memcpy(&size, glb.data() + 12, sizeof size);
  const Json scene = Json::parse(glb.substr(20, size));
  for (const Json& accessor : scene.at("accessors")) {
    const Json& view = scene.at("bufferViews").at(accessor.at("bufferView").get<std::size_t>());
    EXPECT_EQ(view.at("byteOffset").get<std::size_t>() % 4, 0U);
    EXPECT_LE(view.at("byteOffset").get<std::size_t>() + view.at("byteLength").get<std::size_t>(),
              scene.at("buffers").at(0).at("byteLength").get<std::size_t>());
  }
}

TEST_F(ExportVerb, NeedlesComeBackFromTheirLines) {
  ASSERT_EQ(exported("mrk.json", "back.mrk.json").status, 0);
  const Outcome run = runTrocar({"needle",
                                 (at("case")).string(),
                                 "--from",
                                 at("back.mrk.json").string(),
                                 "--out",
                                 at("back.json").string()});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(Json::parse(readFile(at("back.json"))).at("needles"), plan().at("needles"));
}

TEST_F(ExportVerb, ASegmentationOfAForeignCaseBringsItsCt) {
  const Outcome run = exported("dicom-seg", "dicom");
  ASSERT_EQ(run.status, 0) << run.err;
  const Case before = readCase(at("case"));
  const Case after = importCase(at("dicom") / "ct", {{.path = at("dicom") / "segmentation.dcm"}});
  for (const char* id : {"vertebra_L3", "root_L3_left", "zone_minus_20C_N1", "N1"})
    ASSERT_NE(after.find(id), nullptr) << id;
  EXPECT_NEAR(volumeMl(after, *after.find("vertebra_L3")),
              volumeMl(before, *before.find("vertebra_L3")),
              1e-6);
  EXPECT_GT(boundsOf(after, *after.find("root_L3_left"))->lowMm.x(), 0.0);
  EXPECT_EQ(readFile(at("dicom") / "segmentation.dcm").find("ชื่อ"), std::string::npos);
}

TEST_F(ExportVerb, SegNrrdNamesItsSegments) {
  ASSERT_EQ(exported("seg.nrrd", "plan.seg.nrrd").status, 0);
  const std::string head = readFile(at("plan.seg.nrrd")).substr(0, 4000);
  EXPECT_THAT(head, HasSubstr("space: left-posterior-superior"));
  EXPECT_THAT(head, HasSubstr("Segment0_ID:="));
}

TEST_F(ExportVerb, TheWalkthroughIsOnePageWithoutAnAddress) {
  const Outcome run = exported("walkthrough.html", "plan.html");
  if (run.status == 2 && run.err.find("three.js") != std::string::npos)
    GTEST_SKIP() << run.err;
  ASSERT_EQ(run.status, 0) << run.err;
  const std::string html = readFile(at("plan.html"));
  for (const char* outside : {"src=\"http", "href=\"http", "@import", "url(http"})
    EXPECT_EQ(html.find(outside), std::string::npos) << outside;
  EXPECT_LT(html.size(), 40U << 20U);
  EXPECT_THAT(html, HasSubstr("Not a medical device"));
  const std::size_t from = html.find("id=\"plan\">") + 10;
  const Json page = Json::parse(html.substr(from, html.find("</script>", from) - from));
  EXPECT_EQ(page.at("stops").size(), 3U);
}

TEST_F(ExportVerb, TheWalkthroughStepsThroughThePlansBookmarksAndSaysWhatIsGone) {
  Json marked = plan();
  const Json eye = {{"positionMm", {200, 300, 100}},
                    {"focusMm", {0, 0, 88}},
                    {"up", {0, 0, 1}},
                    {"viewAngleDeg", 25}};
  marked["bookmarks"] =
      Json::array({{{"title", "ก่อน </script>"},
                    {"note", "Say this."},
                    {"eye", eye},
                    {"crosshairMm", {5, -20, 88}},
                    {"view", "3d"},
                    {"alone", false},
                    {"needle", "N9"},
                    {"windowWidthHu", 400},
                    {"windowLevelHu", 40},
                    {"parts", {{"lesion_9", {{"visible", true}, {"opacity", 1}}}}},
                    {"zones", false},
                    {"cement", true},
                    {"labels", true},
                    {"timeS", nullptr},
                    {"cementMl", nullptr}}});
  writeFileAtomically(at("marked.json"), marked.dump());
  const Outcome run = runTrocar({"export",
                                 at("marked.json").string(),
                                 "--to",
                                 "walkthrough.html",
                                 "--out",
                                 at("marked.html").string(),
                                 "--no-physics"});
  if (run.status == 2 && run.err.find("three.js") != std::string::npos)
    GTEST_SKIP() << run.err;
  ASSERT_EQ(run.status, 0) << run.err;
  const std::string html = readFile(at("marked.html"));
  const std::size_t from = html.find("id=\"plan\">") + 10;
  const Json stops =
      Json::parse(html.substr(from, html.find("</script>", from) - from)).at("stops");
  ASSERT_EQ(stops.size(), 1U);
  EXPECT_EQ(stops[0].at("title"), "ก่อน </script>");
  EXPECT_EQ(stops[0].at("note"), "Say this.");
  EXPECT_EQ(stops[0].at("window"), (Json{400, 40}));
  EXPECT_THAT(stops[0].at("missing").get<std::string>(),
              HasSubstr("needle N9 and structure lesion_9, which are no longer there"));
}

TEST_F(ExportVerb, FilmsInNumberedPicturesAndRefusesInOneLine) {
  const auto film = [](const std::vector<std::string>& more) {
    std::vector<std::string> words = {
        "film", at("plan.json").string(), "--no-physics", "--size", "128x72", "--fps", "1"};
    words.insert(words.end(), more.begin(), more.end());
    return runTrocar(words, {{"PATH", "/usr/bin:/bin"}});
  };
  const Outcome run = film({"--out", at("film").string()});
  ASSERT_EQ(run.status, 0) << run.err;
  EXPECT_EQ(readFile(at("film") / "frame-00001.png").substr(1, 3), "PNG");
  for (const auto& [more, word] : std::vector<std::pair<std::vector<std::string>, std::string>>{
           {{"--out", at("film").string()}, "not an empty folder"},
           {{"--out", at("f2").string(), "--of", "treatment"}, "no simulated treatment"},
           {{"--out", "/proc/no/film"}, "/proc/no"}}) {
    const Outcome refused = film(more);
    EXPECT_EQ(refused.status, 2);
    EXPECT_THAT(refused.err, HasSubstr(word));
    EXPECT_EQ(std::count(refused.err.begin(), refused.err.end(), '\n'), 1) << refused.err;
  }
}

TEST_F(ExportVerb, RefusesInOneLine) {
  const auto refused = [](const Outcome& run, const std::string& word) {
    EXPECT_EQ(run.status, 2);
    EXPECT_THAT(run.err, HasSubstr(word));
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  };
  refused(exported("docx", "plan.docx"), "docx");
  refused(exported("mrk.json", "nowhere/at/all.mrk.json"), "all.mrk.json");
  refused(runTrocar({"export", "/nowhere.json", "--to", "csv", "--out", at("x.csv").string()}),
          "/nowhere.json");
}

}  // namespace
}  // namespace trocar::cli
