#include "app/gui/import/found_text.h"

#include "app/gui/parts/numbers.h"
#include "planning/anatomy/route_scatter.h"

#include <algorithm>
#include <map>

namespace trocar::gui {
namespace {

QString coloured(const QString& words, const QColor& color) {
  return QString("<span style=\"color:%1\">%2</span>").arg(color.name(), words.toHtmlEscaped());
}

QString gridText(const Grid& grid) {
  const auto& size = grid.size();
  const Vec3& spacing = grid.spacingMm();
  return QString("%1 × %2 × %3 voxels of %4 × %5 × %6 mm")
      .arg(size[0])
      .arg(size[1])
      .arg(size[2])
      .arg(plain(spacing.x(), 2), plain(spacing.y(), 2), plain(spacing.z(), 2));
}

QString levelText(const Case& patient) {
  const std::vector<std::string> levels = levelsOf(patient);
  if (levels.empty())
    return "no vertebra is labelled";
  return "levels " + text(levels.front() + (levels.size() > 1 ? " to " + levels.back() : ""));
}

/// "lesion: Lesion 1 (3.2 ml)", one line a role; estimated ones say so.
QStringList structureLines(const Case& patient) {
  std::map<Role, QStringList> byRole;
  for (const Structure& structure : patient.structures) {
    const QString volume = ml(volumeMl(patient, structure));
    const QString words = text(anatomy::estimatedWords(structure));
    const QString basis = words.isEmpty() ? words : ", " + words;
    byRole[structure.role] << text(structure.name).toHtmlEscaped() + " (" + volume + basis + ")";
  }
  QStringList lines;
  for (const auto& [role, names] : byRole)
    lines << "<b>" + text(std::string(toString(role))).replace('_', ' ') + ":</b> " +
                 names.join(", ");
  return lines;
}

/// Something is there beside the skin that was estimated from the CT.
bool isLabelled(const Case& patient) {
  return std::any_of(patient.structures.begin(), patient.structures.end(), [](const Structure& s) {
    return s.basis != Basis::Estimated || s.role == Role::Vertebra;
  });
}

}  // namespace

QString foundText(const app::ImportFindings& found, const Palette& palette) {
  if (!found.patient)
    return {};
  const Case& patient = *found.patient;
  QStringList lines = {gridText(patient.ct.grid()) + " · " + levelText(patient)};
  for (const Remark& remark : patient.remarks)
    lines << coloured("• " + text(remark.text), palette.caution);
  if (!isLabelled(patient))
    lines << coloured("No structure is labelled: risks cannot be judged.", palette.caution);
  lines << structureLines(patient);
  return lines.join("<br>");
}

}  // namespace trocar::gui
