#include "core/io.h"
#include "core/patients.h"
#include "tests/cli/run_trocar.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dctk.h>
#include <filesystem>
#include <gmock/gmock.h>
#include <sstream>

namespace trocar::cli {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

/// A coarse patient with a needle, once for all tests.
class ExportDicom : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = new TemporaryFolder();
    Case patient = makeBundledPatient("l3-breast", 2.0);
    patient.title = "Somchai, born 1962";
    writeCase(patient, *folder_ / "case");
    ran_ = runTrocar({"needle",
                      at("case"),
                      "--entry",
                      "45,75,88",
                      "--target",
                      "5,-20,88",
                      "--instrument",
                      "bone-needle-11g",
                      "--out",
                      at("plan.json")});
  }
  static void TearDownTestSuite() { delete folder_; }
  void SetUp() override { ASSERT_EQ(ran_.status, 0) << ran_.err; }

  static std::string at(const std::string& name) { return (*folder_ / name).string(); }
  static Outcome exported(const std::string& format, const std::string& out) {
    return runTrocar({"export",
                      at("plan.json"),
                      "--to",
                      format,
                      "--out",
                      out,
                      "--title",
                      "L3 metastasis",
                      "--no-physics"});
  }
  static std::string textOf(DcmDataset& data, const DcmTagKey& tag) {
    OFString value;
    data.findAndGetOFString(tag, value);
    return value.c_str();
  }
  /// Lines that begin with Error of dciodvfy, where that is installed.
  static std::string errorsIn(const std::string& file) {
    std::string errors;
    if (installedProgram("dciodvfy").empty())
      return errors;
    const Outcome checker = runProcess({installedProgram("dciodvfy"), {file}});
    std::istringstream lines(checker.err + checker.out);
    for (std::string line; std::getline(lines, line);) {
      if (line.starts_with("Error"))
        errors += line + "\n";
    }
    return errors;
  }

 private:
  static inline TemporaryFolder* folder_ = nullptr;
  static inline Outcome ran_;
};

TEST_F(ExportDicom, PicturesAreFramesThatAnArchiveReads) {
  const std::string file = at("pictures.dcm");
  const Outcome run = exported("dicom-sc", file);
  ASSERT_EQ(run.status, 0) << run.err;
  DcmFileFormat format;
  ASSERT_TRUE(format.loadFile(file.c_str()).good());
  DcmDataset& data = *format.getDataset();
  EXPECT_EQ(textOf(data, DCM_SOPClassUID), UID_MultiframeTrueColorSecondaryCaptureImageStorage);
  EXPECT_EQ(textOf(data, DCM_PatientName), "") << "no identity leaves the program";
  EXPECT_EQ(textOf(data, DCM_PatientIdentityRemoved), "YES");
  Sint32 frames = 0;
  Uint16 rows = 0, columns = 0;
  data.findAndGetSint32(DCM_NumberOfFrames, frames);
  data.findAndGetUint16(DCM_Rows, rows);
  data.findAndGetUint16(DCM_Columns, columns);
  EXPECT_EQ(frames, 1 + 5 + 2) << "3-D, the needle in five slices, two X-rays";
  const Uint8* pixels = nullptr;
  unsigned long count = 0;
  ASSERT_TRUE(data.findAndGetUint8Array(DCM_PixelData, pixels, &count).good());
  const auto frame = 3UL * rows * columns;
  ASSERT_GE(count, frame * static_cast<unsigned long>(frames));
  for (Sint32 f = 0; f < frames; ++f) {
    const Uint8* from = pixels + frame * static_cast<unsigned long>(f);
    EXPECT_NE(*std::max_element(from, from + frame), *std::min_element(from, from + frame))
        << "frame " << f << " is blank";
  }
  EXPECT_EQ(errorsIn(file), "");
}

TEST_F(ExportDicom, TheReportIsAnEncapsulatedPdf) {
  const std::string file = at("report.dcm");
  const Outcome run = exported("dicom-pdf", file);
  ASSERT_EQ(run.status, 0) << run.err;
  DcmFileFormat format;
  ASSERT_TRUE(format.loadFile(file.c_str()).good());
  DcmDataset& data = *format.getDataset();
  EXPECT_EQ(textOf(data, DCM_SOPClassUID), UID_EncapsulatedPDFStorage);
  EXPECT_EQ(textOf(data, DCM_MIMETypeOfEncapsulatedDocument), "application/pdf");
  EXPECT_EQ(textOf(data, DCM_PatientName), "");
  const Uint8* bytes = nullptr;
  unsigned long count = 0;
  ASSERT_TRUE(data.findAndGetUint8Array(DCM_EncapsulatedDocument, bytes, &count).good());
  const std::string pdf(reinterpret_cast<const char*>(bytes), count);
  EXPECT_EQ(pdf.substr(0, 5), "%PDF-");
  EXPECT_THAT(pdf.substr(pdf.size() - 16), HasSubstr("%%EOF"));
  EXPECT_EQ(errorsIn(file), "");
}

TEST_F(ExportDicom, SaysInOneSentenceWhatCannotBeWritten) {
  for (const char* format : {"dicom-sc", "stl"}) {
    const Outcome run = exported(format, "/proc/no/plan.dcm");
    EXPECT_EQ(run.status, 2) << format;
    EXPECT_THAT(run.err, HasSubstr("/proc/no")) << format;
    EXPECT_EQ(std::count(run.err.begin(), run.err.end(), '\n'), 1) << run.err;
  }
}

}  // namespace
}  // namespace trocar::cli
