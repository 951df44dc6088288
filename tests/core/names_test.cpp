// Names and ids of somebody else, where they become file names, cells of a table or text on a
// terminal; and what is said of the exceptions of libraries.
#include "core/csv.h"
#include "core/error.h"
#include "core/exception_text.h"
#include "core/file_name.h"
#include "core/identity.h"
#include "core/visible_text.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <new>
#include <string>

namespace trocar {
namespace {

TEST(FileName, IsNeverAPathAndKeepsWhatIsPlain) {
  EXPECT_EQ(fileNameFrom("root_L3_left"), "root_L3_left");
  EXPECT_EQ(fileNameFrom("Wirbelkörper"), "Wirbelkörper");
  EXPECT_EQ(fileNameFrom("../../kept"), "_.._kept");
  EXPECT_EQ(fileNameFrom("/etc/passwd"), "_etc_passwd");
  EXPECT_EQ(fileNameFrom("C:\\new"), "C__new");
  EXPECT_EQ(fileNameFrom(".."), "part");
  EXPECT_EQ(fileNameFrom(""), "part");
  EXPECT_EQ(fileNameFrom("a\nb\x1b"), "a_b_");
  EXPECT_EQ(fileNameFrom("nul"), "_nul");
  EXPECT_EQ(fileNameFrom("COM1.stl"), "_COM1.stl");
  EXPECT_EQ(fileNameFrom("trailing."), "trailing");
  EXPECT_LE(fileNameFrom(std::string(5000, 'n')).size(), 100U);
  EXPECT_EQ(fileNameFrom(std::string(99, 'n') + "ö"), std::string(99, 'n'));
}

TEST(FileName, IsThereOnceInAFolder) {
  EXPECT_EQ(fileNamesFrom({"a/b", "a_b", "A_B", "c"}),
            (std::vector<std::string>{"a_b", "a_b-2", "A_B-3", "c"}));
}

TEST(FileName, HasTheEndingThatOtherProgramsKnowItBy) {
  EXPECT_TRUE(endsIn("a/plan.SEG.nrrd", ".seg.nrrd"));
  EXPECT_FALSE(endsIn("a/.png", ".png"));
  EXPECT_NO_THROW(requireEnding("plan.mrk.json", {".mrk.json", ".json"}, "needles"));
  EXPECT_NO_THROW(requireEnding("/dev/null", {".png"}, "a picture"));
  for (const char* wrong : {"lines", "lines.txt", "png", "plan.png.jpg"})
    EXPECT_THROW(requireEnding(wrong, {".mrk.json", ".png"}, "needles"), Error) << wrong;
  EXPECT_TRUE(isFolderName("out/stl") && isFolderName("film.2026-01-31") && isFolderName("/tmp"));
  EXPECT_FALSE(isFolderName("film.avi") || isFolderName("plan.dcm"));
}

TEST(Identity, IsSeenInNamesOfPeopleAndNotInThoseOfCases) {
  for (const char* name : {"Doe Jane 1961",
                           "DOE^JANE",
                           "Müller_Hans",
                           "Schmidt-1958",
                           "20240131 4711",
                           "MRN00482913",
                           "Somchai Jaidee"})
    EXPECT_TRUE(looksLikeIdentity(name)) << name;
  for (const char* name : {"l3-breast",
                           "case",
                           "Lumbar Spine CT",
                           "T10 Renal",
                           "ct_verse014",
                           "out",
                           "",
                           "Case 12",
                           "L3 Left Plan 2026",
                           "tmp.8f2k"})
    EXPECT_FALSE(looksLikeIdentity(name)) << name;
}

TEST(Csv, HasNoFormulasAndLeavesNumbersNumbers) {
  EXPECT_EQ(csvLine({"=HYPERLINK(\"x\")", "@SUM(1+1)", "+1+1", "-cmd", "\tx"}),
            "\"'=HYPERLINK(\"\"x\"\")\",'@SUM(1+1),'+1+1,'-cmd,'\tx\r\n");
  EXPECT_EQ(csvLine({"-1.5", "+2", "-1e-07", "", "N1", "–"}), "-1.5,+2,-1e-07,,N1,–\r\n");
  EXPECT_EQ(csvLine({"", "＝1+1", "-5 cm"}), ",'＝1+1,'-5 cm\r\n");
}

TEST(VisibleText, ShowsWhatWouldCommandHideOrTurn) {
  EXPECT_EQ(visibleText("Aorta\x1b[2J\x07"), "Aorta\\u001b[2J\\u0007");
  EXPECT_EQ(visibleText("one\ttwo\nthree"), "one\ttwo\nthree");
  EXPECT_EQ(visibleText("a\rb"), "a\\u000db");
  EXPECT_EQ(visibleText(std::string("a\0b", 3)), "a\\u0000b");
  EXPECT_EQ(visibleText("\u202egnp.exe"), "\\u202egnp.exe");
  EXPECT_EQ(visibleText("\u2066x\u2069\u009b\u007f"), "\\u2066x\\u2069\\u009b\\u007f");
  EXPECT_EQ(visibleText("Wirbelk\xf6rper"), "Wirbelk\\xf6rper");
  EXPECT_EQ(visibleText("ö – חוליה 椎骨 😀"), "ö – חוליה 椎骨 😀");
  EXPECT_EQ(visibleText("\xed\xa0\x80 \xc0\x80"), "\\xed\\xa0\\x80 \\xc0\\x80");
}

TEST(VisibleText, WordsFromRightToLeftAreIsolatedOnPages) {
  const std::string first = "\u2068";
  const std::string pop = "\u2069";
  EXPECT_EQ(isolatedText("N1 to L3, 5.2 mm"), "N1 to L3, 5.2 mm");
  EXPECT_EQ(isolatedText("חוליה 3: 5.2 mm"), first + "חוליה" + pop + " 3: 5.2 mm");
  EXPECT_EQ(isolatedText("to חוליה – גרורה."), "to " + first + "חוליה – גרורה" + pop + ".");
  EXPECT_EQ(isolatedText("ورم L3 ورم"), first + "ورم" + pop + " L3 " + first + "ورم" + pop);
  EXPECT_EQ(isolatedText("\u202eא"), "\\u202e" + first + "א" + pop);
  EXPECT_EQ(isolatedText("öß – 椎骨 😀"), "öß – 椎骨 😀");
}

TEST(VisibleText, KnowsACharacterWhoseRestIsToCome) {
  EXPECT_EQ(unfinishedBytes("abc"), 0U);
  EXPECT_EQ(unfinishedBytes("a\xc3"), 1U);
  EXPECT_EQ(unfinishedBytes("a\xe6\xa4"), 2U);
  EXPECT_EQ(unfinishedBytes("\xf0\x9f\x98"), 3U);
  EXPECT_EQ(unfinishedBytes("ö"), 0U);
}

TEST(Sentence, IsOursWhereALibraryFails) {
  EXPECT_EQ(sentenceOf(Error("The file\nis bad.\n")), "The file is bad.");
  EXPECT_EQ(sentenceOf(std::bad_alloc()).find("bad_alloc"), std::string::npos);
  EXPECT_NE(sentenceOf(std::runtime_error("itk: Failed to allocate memory")).find("enough memory"),
            std::string::npos);
  try {
    EXPECT_EQ(std::filesystem::file_size("/nowhere/at/all"), 0U);
  } catch (const std::exception& error) {
    EXPECT_EQ(sentenceOf(error),
              "Cannot use /nowhere/at/all: No such file or directory; check the name and who may "
              "use it.");
  }
}

}  // namespace
}  // namespace trocar
