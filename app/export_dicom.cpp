// The DICOM objects of export.h.
#include "app/export.h"
#include "app/pdf/report_pdf.h"
#include "app/report_pictures.h"
#include "app/segment_colours.h"
#include "core/dicom_export.h"
#include "core/file_name.h"
#include "core/io.h"
#include "core/new_folder.h"
#include "planning/facts/evaluation_json.h"
#include "planning/handover/segments.h"
#include "planning/plan/plan_file.h"
#include "planning/report/report.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <ctime>
#include <sys/stat.h>

namespace trocar::app {
namespace {

namespace fs = std::filesystem;

/// The plan's content, and when its file was saved; now for a plan without a file.
DicomStamp stampOf(const PlanExport& plan) {
  struct stat file {};
  const bool saved = !plan.planFile.empty() && ::stat(plan.planFile.c_str(), &file) == 0;
  const std::time_t when = saved ? file.st_mtime : std::time(nullptr);
  std::tm utc{};
  ::gmtime_r(&when, &utc);
  std::array<char, 16> date{}, time{};
  std::strftime(date.data(), date.size(), "%Y%m%d", &utc);
  std::strftime(time.data(), time.size(), "%H%M%S", &utc);
  const std::string content = contentHash(plan.patient()) + planToJson(plan.plan) +
                              facts::evaluationToJson(*plan.evaluation, plan.plan);
  return {content, date.data(), time.data()};
}

std::string numbered(const char* format, int number) {
  std::array<char, 64> name{};
  std::snprintf(name.data(), name.size(), format, number);
  return name.data();
}

void writeDerivedCt(const Case& patient,
                    const DicomOrigin& origin,
                    const DicomStamp& stamp,
                    const fs::path& folder,
                    const Progress& progress) {
  NewFolder fresh(folder);
  const int slices = patient.ct.grid().size()[2];
  for (int k = 0; k < slices; ++k) {
    progress.at(static_cast<double>(k) / slices);
    writeFileAtomically(fresh.path() / numbered("ct-%04d.dcm", k + 1),
                        derivedCtImage(patient, origin, stamp, k));
  }
  fresh.takePlace();
}

/// In the middle of a black picture: the frames of one object are all of one size.
render::Picture framed(const render::Picture& picture, int widthPx, int heightPx) {
  if (picture.widthPx == widthPx && picture.heightPx == heightPx)
    return picture;
  const auto row = 3 * static_cast<std::size_t>(widthPx);
  render::Picture whole{
      widthPx, heightPx, std::vector<std::uint8_t>(row * static_cast<std::size_t>(heightPx), 0)};
  const int left = (widthPx - picture.widthPx) / 2, top = (heightPx - picture.heightPx) / 2;
  const auto part = 3 * static_cast<std::size_t>(picture.widthPx);
  for (int y = 0; y < picture.heightPx; ++y)
    std::copy_n(picture.rgb.begin() + static_cast<std::ptrdiff_t>(part) * y,
                part,
                whole.rgb.begin() + static_cast<std::ptrdiff_t>(row) * (top + y) + 3 * left);
  return whole;
}

/// Of one size, with the caption and what the picture is not burnt in below.
DicomPicture labelled(const PlanPicture& picture, int widthPx, int heightPx) {
  constexpr int kBandPx = 56;
  render::Picture frame = render::captioned(
      framed(picture.picture, widthPx, heightPx),
      kBandPx,
      picture.caption,
      "Trocar · rehearsal and teaching · not for diagnosis, not a medical device");
  return {frame.widthPx, frame.heightPx, std::move(frame.rgb)};
}

}  // namespace

void exportDicomSegmentation(const PlanExport& plan, const Progress& progress) {
  const Case& patient = plan.patient();
  const DicomOrigin origin = dicomOrigin(patient);
  const bool oneFile = endsIn(plan.out, ".dcm");
  const fs::path beside = plan.out.parent_path() / (plan.out.stem().string() + "-ct");
  if (oneFile && origin.derived)
    requirePlaceFor(exportFormat("dicom-seg"), beside);
  std::vector<Segment> segments =
      handover::segmentsOf(patient, plan.plan, *plan.evaluation, progress.span(0.0, 0.4));
  colour(segments);
  const DicomStamp stamp = stampOf(plan);
  const std::string bytes =
      dicomSegmentation(patient.ct.grid(), segments, origin, stamp, !plan.plainDicom);
  progress.at(0.7);
  const Progress slices = progress.span(0.7, 1.0);
  if (oneFile) {
    if (origin.derived)
      writeDerivedCt(patient, origin, stamp, beside, slices);
    return writeFileAtomically(plan.out, bytes);
  }
  NewFolder fresh(plan.out);
  if (origin.derived)
    writeDerivedCt(patient, origin, stamp, fresh.path() / "ct", slices);
  writeFileAtomically(fresh.path() / "segmentation.dcm", bytes);
  fresh.takePlace();
}

void exportDicomCaptures(const PlanExport& plan, const Progress& progress) {
  constexpr PlanPictureSizes kSize{1200, 900, 1200, 900};
  const render::SceneState state =
      handoverScene(*plan.model, plan.plan, plan.evaluation, progress.span(0.0, 0.4));
  std::vector<DicomPicture> frames;
  std::vector<std::string> captions;
  for (const PlanPicture& picture : planPictures(state, kSize, progress.span(0.4, 0.9))) {
    frames.push_back(labelled(picture, kSize.widthPx, kSize.heightPx));
    captions.push_back(picture.caption);
  }
  const DicomOrigin origin = dicomOrigin(plan.patient());
  const DicomStamp stamp = stampOf(plan);
  if (endsIn(plan.out, ".dcm"))
    return writeFileAtomically(plan.out,
                               dicomCapture(frames, "Pictures of the plan", 1, origin, stamp));
  NewFolder fresh(plan.out);
  for (std::size_t n = 0; n < frames.size(); ++n) {
    const int number = static_cast<int>(n) + 1;
    writeFileAtomically(fresh.path() / numbered("picture-%02d.dcm", number),
                        dicomCapture({frames[n]}, captions[n], number, origin, stamp));
  }
  fresh.takePlace();
}

void exportDicomPdf(const PlanExport& plan, const Progress& progress) {
  const report::Report report = reportOf(plan, true, nullptr, progress.span(0.0, 0.9));
  writeFileAtomically(
      plan.out,
      dicomPdf(pdf::reportPdf(report, pdf::identityOf(plan.plan, plan.planFile)),
               "Plan made with Trocar · rehearsal and teaching, not a medical device",
               dicomOrigin(plan.patient()),
               stampOf(plan)));
}

}  // namespace trocar::app
