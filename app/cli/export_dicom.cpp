#include "app/cli/handover.h"
#include "app/cli/pdf/report_pdf.h"
#include "app/report_pictures.h"
#include "app/segment_colours.h"
#include "core/error.h"
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

namespace trocar::cli {
namespace {

namespace fs = std::filesystem;

/// The plan's content, and when its file was saved.
DicomStamp stampOf(const Handover& handover) {
  struct stat file {};
  std::tm utc{};
  ::stat(handover.planFile.c_str(), &file);
  ::gmtime_r(&file.st_mtime, &utc);
  std::array<char, 16> date{}, time{};
  std::strftime(date.data(), date.size(), "%Y%m%d", &utc);
  std::strftime(time.data(), time.size(), "%H%M%S", &utc);
  const std::string content = contentHash(handover.patient()) + planToJson(handover.plan) +
                              facts::evaluationToJson(*handover.evaluation, handover.plan);
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
                    const fs::path& folder) {
  NewFolder fresh(folder);
  const int slices = patient.ct.grid().size()[2];
  for (int k = 0; k < slices; ++k)
    writeFileAtomically(fresh.path() / numbered("ct-%04d.dcm", k + 1),
                        derivedCtImage(patient, origin, stamp, k));
  fresh.takePlace();
}

/// Refuses a folder that holds something else, so that nothing of it is lost.
void requireNewFolder(const fs::path& folder) {
  if (fs::exists(folder) && (!fs::is_directory(folder) || !fs::is_empty(folder)))
    throw Error("Cannot write " + folder.string() +
                ": it exists and is not an empty folder; choose another name.");
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

}  // namespace

void exportDicomSegmentation(const Handover& handover) {
  const Case& patient = handover.patient();
  const DicomOrigin origin = dicomOrigin(patient);
  std::vector<Segment> segments =
      handover::segmentsOf(patient, handover.plan, *handover.evaluation);
  app::colour(segments);
  const DicomStamp stamp = stampOf(handover);
  const std::string bytes = dicomSegmentation(patient.ct.grid(), segments, origin, stamp);
  if (endsIn(handover.out, ".dcm")) {
    if (origin.derived) {
      const fs::path ct = handover.out.parent_path() / (handover.out.stem().string() + "-ct");
      requireNewFolder(ct);
      writeDerivedCt(patient, origin, stamp, ct);
    }
    return writeFileAtomically(handover.out, bytes);
  }
  requireNewFolder(handover.out);
  NewFolder fresh(handover.out);
  if (origin.derived)
    writeDerivedCt(patient, origin, stamp, fresh.path() / "ct");
  writeFileAtomically(fresh.path() / "segmentation.dcm", bytes);
  fresh.takePlace();
}

void exportDicomCaptures(const Handover& handover) {
  constexpr app::PlanPictureSizes kSize{1200, 900, 1200, 900};
  const render::SceneState state =
      app::handoverScene(*handover.model, handover.plan, handover.evaluation);
  std::vector<DicomPicture> frames;
  std::vector<std::string> captions;
  for (const app::PlanPicture& picture : app::planPictures(state, kSize)) {
    render::Picture frame = framed(picture.picture, kSize.widthPx, kSize.heightPx);
    frames.push_back({frame.widthPx, frame.heightPx, std::move(frame.rgb)});
    captions.push_back(picture.caption);
  }
  const DicomOrigin origin = dicomOrigin(handover.patient());
  const DicomStamp stamp = stampOf(handover);
  if (endsIn(handover.out, ".dcm"))
    return writeFileAtomically(handover.out,
                               dicomCapture(frames, "Pictures of the plan", 1, origin, stamp));
  requireNewFolder(handover.out);
  NewFolder fresh(handover.out);
  for (std::size_t n = 0; n < frames.size(); ++n) {
    const int number = static_cast<int>(n) + 1;
    writeFileAtomically(fresh.path() / numbered("picture-%02d.dcm", number),
                        dicomCapture({frames[n]}, captions[n], number, origin, stamp));
  }
  fresh.takePlace();
}

void exportDicomPdf(const Handover& handover) {
  const render::SceneState state =
      app::handoverScene(*handover.model, handover.plan, handover.evaluation);
  const report::Report report =
      report::makeReport(handover.patient(),
                         handover.plan,
                         *handover.evaluation,
                         app::reportPictures(state),
                         {.frameworks = decide::frameworksFor(*handover.model, handover.plan)});
  writeFileAtomically(handover.out,
                      dicomPdf(reportPdf(report),
                               "Plan made with Trocar",
                               dicomOrigin(handover.patient()),
                               stampOf(handover)));
}

}  // namespace trocar::cli
