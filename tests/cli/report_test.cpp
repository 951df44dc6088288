#include "core/io.h"
#include "core/number_text.h"
#include "core/patients.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <gmock/gmock.h>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

namespace trocar::cli {
namespace {

using Json = nlohmann::json;
using testing::HasSubstr;

/// As the report writes it: one decimal, a true minus sign.
std::string shown(const Json& value, int decimals = 1) {
  return shownNumber(value.get<double>(), decimals);
}

/// The words of a PDF, in the order in which they stand on its pages, with a form feed after each
/// page. Empty where nothing reads PDFs here.
std::string wordsOf(const std::string& pdf) {
  const std::string text = pdf + ".txt";
  const std::string command = "pdftotext -layout '" + pdf + "' '" + text + "' 2>/dev/null";
  return std::system(command.c_str()) == 0 ? readFile(text) : std::string();
}

std::vector<std::string> pagesOf(const std::string& words) {
  std::vector<std::string> pages;
  std::istringstream in(words);
  for (std::string page; std::getline(in, page, '\f');)
    pages.push_back(page);
  return pages;
}

/// A coarse patient with a frozen probe on the left of L3, without simulations.
struct ReportSample {
  TemporaryFolder folder;
  std::string plan = (folder / "plan.json").string();
  bool made = false;

  ReportSample() {
    writeCase(makeBundledPatient("l3-breast", 2.0), folder / "case");
    const Outcome run = runTrocar({"needle",
                                   (folder / "case").string(),
                                   "--entry",
                                   "45,75,88",
                                   "--target",
                                   "5,-20,88",
                                   "--instrument",
                                   "icerod-1.5",
                                   "--purpose",
                                   "probe",
                                   "--out",
                                   plan});
    made = run.status == 0 &&
           runTrocar({"treat", plan, "--needle", "N1", "--protocol", "freeze 600", "--out", plan})
                   .status == 0;
    EXPECT_TRUE(made) << run.err;
  }
};

const ReportSample& theSampleOfReport() {
  static const ReportSample sample;
  return sample;
}

TEST(ReportVerb, EveryNumberIsTheEvaluations) {
  const ReportSample& sample = theSampleOfReport();
  ASSERT_TRUE(sample.made);
  const std::string file = (sample.folder / "report.html").string();
  const Outcome wrote =
      runTrocar({"report", sample.plan, "--out", file, "--no-physics", "--no-pictures"});
  ASSERT_EQ(wrote.status, 0) << wrote.err;
  const std::string html = readFile(file);
  const Json numbers =
      Json::parse(runTrocar({"evaluate", sample.plan, "--json", "--no-physics"}).out);
  const Json& needle = numbers.at("needles").at(0);
  std::vector<std::string> expected = {
      shown(needle.at("skinToTargetMm")) + " mm",
      shown(needle.at("axialAngleDeg")) + "°",
      shown(needle.at("craniocaudalAngleDeg")) + "°",
      shown(needle.at("clearances").at(0).at("distanceMm")) + " mm"};
  for (const Json& zone : numbers.at("ablation").at("zones")) {
    expected.push_back(shown(zone.at("lengthMm")) + " mm");
    expected.push_back(shown(zone.at("widthMm")) + " mm");
    expected.push_back(shown(zone.at("volumeMl")) + " ml");
  }
  for (const Json& one : numbers.at("ablation").at("structures")) {
    if (one.at("distanceToZoneMm").get<double>() <= 30.0)
      expected.push_back(shown(one.at("distanceToZoneMm")) + " mm");
  }
  for (const Json& target : numbers.at("ablation").at("targets")) {
    for (const Json& share : target.at("coverage"))
      expected.push_back(shown(100.0 * share.get<double>()) + " %");
  }
  EXPECT_GT(expected.size(), 8U);
  for (const std::string& text : expected)
    EXPECT_THAT(html, HasSubstr(text));
  for (const Json& finding : numbers.at("findings"))
    EXPECT_THAT(html, HasSubstr(finding.at("severity") == "danger" ? "■ Danger" : "</td>"));
}

/// Every number of a document, as a report may write it. Without its sign: a sentence says "11.9 mm
/// deep" of a distance of -11.9 mm.
void collect(const Json& json, std::set<std::string>& numbers) {
  if (json.is_structured()) {
    for (const Json& part : json)
      collect(part, numbers);
    return;
  }
  if (!json.is_number())
    return;
  for (const int decimals : {1, 2, 3})
    numbers.insert(shown(std::abs(json.get<double>()), decimals));
  numbers.insert(shown(100.0 * std::abs(json.get<double>())));
}

/// The numbers in the sentences of what a plan answers to scores.
void collectReasons(const std::string& plan, std::set<std::string>& numbers) {
  const std::string frameworks = runTrocar({"score", "--case", plan, "--json"}).out;
  const std::regex number("[0-9]+\\.[0-9]+");
  for (auto match = std::sregex_iterator(frameworks.begin(), frameworks.end(), number);
       match != std::sregex_iterator();
       ++match)
    numbers.insert(match->str());
}

TEST(ReportVerb, ShowsNoNumberThatIsNotTheEvaluationsOrThePlans) {
  const ReportSample& sample = theSampleOfReport();
  ASSERT_TRUE(sample.made);
  const std::string file = (sample.folder / "numbers.html").string();
  ASSERT_EQ(
      runTrocar({"report", sample.plan, "--out", file, "--no-physics", "--no-pictures"}).status, 0);
  std::set<std::string> numbers;
  collect(Json::parse(runTrocar({"evaluate", sample.plan, "--json", "--no-physics"}).out), numbers);
  collect(Json::parse(readFile(sample.plan)), numbers);
  collectReasons(sample.plan, numbers);
  const std::string page = readFile(file);
  const std::string html = page.substr(page.find("<body>"));
  const std::regex quantity("([0-9]+\\.[0-9]+) ?(mm|ml|°C|°|%)");
  int count = 0;
  for (auto match = std::sregex_iterator(html.begin(), html.end(), quantity);
       match != std::sregex_iterator();
       ++match, ++count)
    EXPECT_TRUE(numbers.contains((*match)[1].str())) << match->str();
  EXPECT_GT(count, 40);
}

/// A name of 200 Thai letters without a space is broken into lines, and its letters are in the
/// file: a font that has them is embedded beside the usual one.
TEST(ReportVerb, SetsALongThaiNameInLettersThatThePdfCarries) {
  TemporaryFolder folder;
  Case patient = makeBundledPatient("l3-breast", 4.0);
  patient.title.clear();
  for (int n = 0; n < 50; ++n)
    patient.title += "ชื่อ";
  writeCase(patient, folder / "case");
  const std::string plan = (folder / "plan.json").string();
  const std::string pdf = (folder / "thai.pdf").string();
  ASSERT_EQ(runTrocar({"needle",
                       (folder / "case").string(),
                       "--entry",
                       "45,75,88",
                       "--target",
                       "5,-20,88",
                       "--instrument",
                       "bone-needle-11g",
                       "--out",
                       plan})
                .status,
            0);
  const Outcome wrote = runTrocar({"report", plan, "--out", pdf, "--no-physics", "--no-pictures"});
  ASSERT_EQ(wrote.status, 0) << wrote.err;
  const auto fontList = installedProgram("fc-list");
  if (fontList.empty() || runProcess({fontList, {":lang=th"}}).out.empty())
    GTEST_SKIP() << "no font with Thai letters is installed (package fonts-tlwg-loma-ttf)";
  const std::string bytes = readFile(pdf);
  std::set<std::string> fonts;
  const std::regex name("/FontName /[A-Z]*\\+?([A-Za-z]+)");
  for (auto match = std::sregex_iterator(bytes.begin(), bytes.end(), name);
       match != std::sregex_iterator();
       ++match)
    fonts.insert((*match)[1].str());
  const bool other = std::any_of(
      fonts.begin(), fonts.end(), [](const auto& font) { return !font.starts_with("DejaVu"); });
  EXPECT_TRUE(other) << testing::PrintToString(fonts);
}

TEST(ReportVerb, TellsWhatChangedAndWhatToPrepare) {
  const ReportSample& sample = theSampleOfReport();
  ASSERT_TRUE(sample.made);
  Json plan = Json::parse(readFile(sample.plan));
  plan["note"] = "Discussed.";
  plan["ticks"]["safety"] = {"antibiotics"};
  const std::string changed = (sample.folder / "changed.json").string();
  writeFileAtomically(changed, plan.dump());
  const std::string file = (sample.folder / "changed.html").string();
  const Outcome wrote = runTrocar(
      {"report", changed, "--out", file, "--since", sample.plan, "--no-physics", "--no-pictures"});
  ASSERT_EQ(wrote.status, 0) << wrote.err;
  const std::string html = readFile(file);
  for (const char* words : {"<h2>What changed</h2>",
                            "Checklist: 1 ticked, 0 taken back.",
                            "The note was rewritten.",
                            "<td>Freeze</td><td>N1</td><td>10:00</td><td>entered</td>",
                            "☑"})
    EXPECT_THAT(html, HasSubstr(words));
  plan["scores"]["sins"]["location"] = "Q9";
  writeFileAtomically(changed, plan.dump());
  const Outcome refused = runTrocar({"report", changed, "--out", file});
  EXPECT_EQ(refused.status, 2);
  EXPECT_THAT(refused.err, HasSubstr("\"Q9\" is no answer to location of sins"));
}

TEST(ReportVerb, WritesAPdfAndRefusesInOneLineWhereItCannot) {
  const ReportSample& sample = theSampleOfReport();
  ASSERT_TRUE(sample.made);
  const auto report = [&](const std::string& out) {
    return runTrocar({"report", sample.plan, "--out", out, "--no-physics", "--no-pictures"});
  };
  const std::string pdf = (sample.folder / "report.pdf").string();
  ASSERT_EQ(report(pdf).status, 0);
  EXPECT_EQ(readFile(pdf).substr(0, 5), "%PDF-");
  const Outcome nowhere = report("/proc/no/report.pdf");
  EXPECT_EQ(nowhere.status, 2);
  EXPECT_THAT(nowhere.err, HasSubstr("/proc/no/report.pdf"));
  EXPECT_EQ(std::count(nowhere.err.begin(), nowhere.err.end(), '\n'), 1) << nowhere.err;
}

TEST(ReportVerb, EveryPageOfThePdfSaysWhichPlanAndCaseItIsOf) {
  const ReportSample& sample = theSampleOfReport();
  ASSERT_TRUE(sample.made);
  const std::string pdf = (sample.folder / "pages.pdf").string();
  ASSERT_EQ(
      runTrocar({"report", sample.plan, "--out", pdf, "--no-physics", "--no-pictures"}).status, 0);
  const std::string bytes = readFile(pdf);
  EXPECT_THAT(bytes, HasSubstr("/StructTreeRoot")) << "tagged";
  EXPECT_THAT(bytes, HasSubstr("/Marked true"));
  const std::string words = wordsOf(pdf);
  if (words.empty())
    GTEST_SKIP() << "nothing reads PDFs here (package poppler-utils)";
  const auto countOf = [&](const std::string& text) {
    std::size_t count = 0;
    for (std::size_t at = words.find(text); at != std::string::npos; at = words.find(text, at + 1))
      ++count;
    return count;
  };
  const std::size_t pages = countOf("\f");
  EXPECT_GT(pages, 2U);
  const std::string name = std::filesystem::path(sample.plan).filename().string();
  for (const std::string& text :
       {name + " · plan ", std::string(" · saved "), std::string(" · case ")})
    EXPECT_EQ(countOf(text), pages) << text;
  const Outcome boxes =
      runProcess({"/bin/sh", {"-c", "pdftotext -bbox '" + pdf + "' -"}}, std::chrono::seconds(20));
  for (std::size_t at = boxes.out.find("xMin=\""); at != std::string::npos;
       at = boxes.out.find("xMin=\"", at + 1))
    EXPECT_LT(std::stod(boxes.out.substr(at + 6)), 570.0) << "words beside the page";
  const std::size_t first = words.find('\f');
  EXPECT_LT(words.find("The plan on one sheet"), first);
  EXPECT_GT(words.find("Findings\n"), first) << "the first page is the plan on one sheet alone";
}

/// What the page shows is what the HTML says: every number of the evaluation, each section, a
/// number on each page, and none that is empty.
TEST(ReportVerb, ThePdfSaysWhatTheHtmlSays) {
  const ReportSample& sample = theSampleOfReport();
  ASSERT_TRUE(sample.made);
  const std::string pdf = (sample.folder / "words.pdf").string();
  const Outcome wrote =
      runTrocar({"report", sample.plan, "--out", pdf, "--no-physics", "--no-pictures"});
  ASSERT_EQ(wrote.status, 0) << wrote.err;
  EXPECT_EQ(wrote.err, "");
  const std::string words = wordsOf(pdf);
  if (words.empty())
    GTEST_SKIP() << "nothing reads PDFs here (package poppler-utils)";
  const Json numbers =
      Json::parse(runTrocar({"evaluate", sample.plan, "--json", "--no-physics"}).out);
  const Json& needle = numbers.at("needles").at(0);
  for (const std::string& text : {shown(needle.at("skinToTargetMm")) + " mm",
                                  shown(needle.at("axialAngleDeg")) + "°",
                                  shown(needle.at("craniocaudalAngleDeg")) + "°",
                                  shown(needle.at("clearances").at(0).at("distanceMm")) + " mm"})
    EXPECT_THAT(words, HasSubstr(text));
  for (const char* heading : {"Not a medical device",
                              "The plan on one sheet",
                              "Findings",
                              "Angles as dialled",
                              "Access",
                              "Ablation",
                              "Running order",
                              "To have in the room",
                              "Before the procedure",
                              "Sources and versions"})
    EXPECT_THAT(words, HasSubstr(heading));
  const std::vector<std::string> pages = pagesOf(words);
  ASSERT_GT(pages.size(), 1U);
  for (std::size_t n = 0; n < pages.size(); ++n) {
    EXPECT_THAT(pages[n], HasSubstr(std::to_string(n + 1) + " / " + std::to_string(pages.size())));
    EXPECT_GT(pages[n].size(), 300U) << "page " << n + 1 << " is nearly empty";
  }
}

}  // namespace
}  // namespace trocar::cli
