#include "app/gui/window/window_settings.h"

#include "app/text_size.h"

#include <QScreen>
#include <QSettings>
#include <QStyle>
#include <QWidget>

#include <algorithm>
#include <cstdlib>
#include <utility>

namespace trocar::gui {
namespace {

constexpr QSize kUsefulSize(1440, 900);
/// What a window manager may put around a window that has not been shown yet.
constexpr QSize kFrame(16, 48);

QSettings settingsIn(const std::filesystem::path& file) {
  return {QString::fromStdString(file.string()), QSettings::IniFormat};
}

/// The index of a word in a list; `otherwise` where it is none of them.
template <typename Value>
Value valueOf(const QSettings& settings,
              const char* key,
              const QStringList& words,
              Value otherwise) {
  const auto index = words.indexOf(settings.value(key).toString());
  return index < 0 ? otherwise : static_cast<Value>(index);
}

const QStringList& themeWords() {
  static const QStringList words = {"dark", "light"};
  return words;
}
const QStringList& layoutWords() {
  static const QStringList words = {"one-large", "four"};
  return words;
}
const QStringList& mouseWords() {
  static const QStringList words = {"planner", "pacs"};
  return words;
}

/// One view alone is left behind with the window.
app::ViewLayout lasting(app::ViewLayout layout) {
  return layout == app::ViewLayout::Single ? app::ViewLayout::Focus : layout;
}

std::tuple<app::Theme, int, app::ViewLayout, app::MouseScheme> notedOf(const app::ViewState& view) {
  return {view.theme, view.fontPt, lasting(view.layout), view.mouse};
}

}  // namespace

WindowSettings::WindowSettings(std::filesystem::path file)
    : file_(std::move(file)), noted_(notedOf(appliedTo({}))) {}

app::ViewState WindowSettings::appliedTo(app::ViewState view) const {
  if (file_.empty())
    return view;
  const QSettings settings = settingsIn(file_);
  view.theme = valueOf(settings, "theme", themeWords(), view.theme);
  view.layout = valueOf(settings, "views", layoutWords(), view.layout);
  view.mouse = valueOf(settings, "mouse", mouseWords(), view.mouse);
  view.fontPt = std::clamp(
      settings.value("textPt", view.fontPt).toInt(), app::kSmallestTextPt, app::kLargestTextPt);
  return view;
}

void WindowSettings::note(const app::ViewState& view) {
  const Noted now = notedOf(view);
  if (file_.empty() || now == noted_)
    return;
  noted_ = now;
  QSettings settings = settingsIn(file_);
  settings.setValue("theme", themeWords()[static_cast<int>(view.theme)]);
  settings.setValue("textPt", view.fontPt);
  settings.setValue("views", layoutWords()[static_cast<int>(lasting(view.layout))]);
  settings.setValue("mouse", mouseWords()[static_cast<int>(view.mouse)]);
}

void WindowSettings::notePlace(const QWidget& window) const {
  if (!file_.empty())
    settingsIn(file_).setValue("place", window.saveGeometry());
}

void WindowSettings::takePlace(QWidget& window) const {
  if (!file_.empty() && window.restoreGeometry(settingsIn(file_).value("place").toByteArray()))
    return;
  const QRect free = window.screen()->availableGeometry();
  const QSize room = free.size() - kFrame;
  if (kUsefulSize.width() >= room.width() || kUsefulSize.height() >= room.height())
    window.setWindowState(window.windowState() | Qt::WindowMaximized);
  window.setGeometry(
      QStyle::alignedRect(Qt::LeftToRight, Qt::AlignCenter, kUsefulSize.boundedTo(room), free));
}

std::filesystem::path settingsFile() {
  if (const char* config = std::getenv("XDG_CONFIG_HOME"); config && *config)
    return std::filesystem::path(config) / "trocar" / "window.ini";
  const char* home = std::getenv("HOME");
  return std::filesystem::path(home ? home : ".") / ".config" / "trocar" / "window.ini";
}

}  // namespace trocar::gui
