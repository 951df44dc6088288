#include "app/gui/parts/icon.h"

#include "core/assets.h"
#include "core/error.h"

#include <QFile>
#include <QPainter>
#include <QPixmap>
#include <QSvgRenderer>

#include <map>
#include <utility>

namespace trocar::gui {

QString iconFile(const std::string& name) {
  try {
    return QString::fromStdString(assetPath("icons/" + name + ".svg").string());
  } catch (const Error&) {
    return {};
  }
}

namespace {

QIcon draw(const std::string& name, const QColor& color) {
  constexpr int kSizePx = 48;
  QFile file(iconFile(name));
  if (name.empty() || !file.open(QIODevice::ReadOnly))
    return {};
  QSvgRenderer svg(file.readAll().replace("currentColor", color.name().toLatin1()));
  QPixmap pixmap(kSizePx, kSizePx);
  pixmap.fill(Qt::transparent);
  QPainter painter(&pixmap);
  svg.render(&painter);
  return QIcon(pixmap);
}

}  // namespace

QIcon icon(const std::string& name, const QColor& color) {
  static std::map<std::pair<std::string, QRgb>, QIcon> drawn;
  const auto key = std::pair(name, color.rgb());
  const auto found = drawn.find(key);
  return found != drawn.end() ? found->second : drawn.emplace(key, draw(name, color)).first->second;
}

}  // namespace trocar::gui
