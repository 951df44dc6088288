#pragma once

#include "app/view_state.h"

#include <filesystem>
#include <tuple>

class QWidget;

namespace trocar::gui {

/// What the window remembers from one start to the next: theme, text size, layout of the views,
/// mouse scheme and its own place on the screen. Nothing of a patient.
class WindowSettings {
 public:
  /// An INI file that is made when first needed; nothing is remembered where empty.
  explicit WindowSettings(std::filesystem::path file);

  app::ViewState appliedTo(app::ViewState view) const;
  /// Writes what differs from what was noted before.
  void note(const app::ViewState& view);
  /// Where the window is, with its size.
  void notePlace(const QWidget& window) const;
  /// Puts the window where it was left, else to the middle at a useful size, within the screen.
  void takePlace(QWidget& window) const;

 private:
  using Noted = std::tuple<app::Theme, int, app::ViewLayout, app::MouseScheme>;
  std::filesystem::path file_;
  Noted noted_;
};

/// $XDG_CONFIG_HOME/trocar/window.ini, or ~/.config/trocar/window.ini.
std::filesystem::path settingsFile();

}  // namespace trocar::gui
