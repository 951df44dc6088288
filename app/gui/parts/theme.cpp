#include "app/gui/parts/theme.h"

#include "app/gui/parts/icon.h"

#include <QGuiApplication>
#include <QScreen>

#include <map>

namespace trocar::gui {
namespace {

constexpr const char* kSheet = R"(
* { font-size: @pt; color: @text; }
QMainWindow, QWidget#central { background: @window; }
QToolTip { background: @card; color: @text; border: 1px solid @line; padding: 4px 6px; }
QWidget#topBar, QWidget#rail, QWidget#findingsLine { background: @bar; }
QWidget#topBar { border-bottom: 1px solid @line; }
QWidget#rail { border-right: 1px solid @line; }
QWidget#findingsLine { border-top: 1px solid @line; }
QWidget#page, QScrollArea, QScrollArea > QWidget > QWidget#pageBody { background: @bar; border: none; }
QWidget#pageFrame { border-left: 1px solid @line; background: @bar; }

QWidget[class~="planning"] { background: @accentTint; border-bottom: 2px solid @accent; }
QWidget[class~="training"] { background: @cautionTint; border-bottom: 2px solid @caution; }
QWidget[class~="cover"] { background: @bar; }
QLabel { background: transparent; border: none; }
QLabel[class~="mode"] { font-weight: 700; }
QLabel[class~="points"] { font-weight: 700; font-size: @ptHuge; }
QLabel[class~="brand"] { font-weight: 700; font-size: @ptBig; }
QLabel[class~="title"] { font-weight: 700; font-size: @ptTitle; }
QLabel[class~="heading"] { font-weight: 600; }
QLabel[class~="quiet"] { color: @quiet; }
QLabel[class~="small"] { font-size: @ptSmall; }
QLabel[class~="stale"] { color: @quiet; }
QLabel[class~="good"] { color: @good; }
QLabel[class~="caution"] { color: @caution; }
QLabel[class~="danger"] { color: @danger; }
QLabel[class~="alarm"] { background: @dangerTint; color: @danger; border: 1px solid @danger; border-radius: 4px; padding: 6px 8px; font-weight: 600; }
QLabel[class~="chip"] { background: @card; color: @quiet; border-radius: 9px; padding: 3px 10px; font-size: @ptSmall; }
QLabel[class~="badge"] { border: 1px solid @line; border-radius: 3px; color: @quiet; padding: 3px 8px; font-size: @ptSmall; }
QLabel[class~="grade"] { border-radius: 3px; padding: 1px 7px; font-weight: 700; background: @field; color: @quiet; }
QLabel[class~="gradeGood"] { background: @goodTint; color: @good; }
QLabel[class~="gradeCaution"] { background: @cautionTint; color: @caution; }
QLabel[class~="gradeDanger"] { background: @dangerTint; color: @danger; }

QWidget#conferenceBand { background: @bar; border-top: 1px solid @line; }
QWidget#conferenceBand QPushButton:checked { background: @accentTint; border-color: @accent; }
QWidget#presenterNotes { background: @bar; border-left: 1px solid @line; }

QFrame[class~="card"] { background: @card; border: 1px solid @line; border-radius: 6px; }
QFrame[class~="selected"] { border: 1px solid @accent; }
QFrame[class~="separator"] { background: @line; max-height: 1px; min-height: 1px; border: none; }

QToolButton[class~="step"] { background: transparent; border: none; border-left: 3px solid transparent; color: @quiet;
  padding: 10px 2px; }
QToolButton[class~="step"]:hover { background: @card; }
QToolButton[class~="step"]:checked { background: @accentTint; border-left: 3px solid @accent; color: @text; }
QToolButton[class~="step"]:focus { border-left: 3px solid @quiet; }

QPushButton { background: @cardHover; border: 1px solid @line; border-radius: 5px; padding: 5px 12px; }
QPushButton:hover { border-color: @quiet; }
QPushButton:focus { border-color: @accent; }
QPushButton:pressed { background: @field; }
QPushButton:disabled { color: @faint; background: @card; border-color: @line; }
QPushButton[class~="primary"] { background: @accentFill; border-color: @accentFill; color: @accentText; font-weight: 600; }
QPushButton[class~="primary"]:hover { border-color: @text; }
QPushButton[class~="primary"]:disabled { background: @card; border-color: @line; color: @faint; }
QPushButton[class~="kill"] { background: @danger; border-color: @danger; color: @window; font-weight: 700; }
QPushButton[class~="kill"]:hover { border-color: @text; }
QPushButton[class~="kill"]:focus { border-color: @text; }
QPushButton[class~="kill"]:disabled { background: @card; border-color: @line; color: @faint; }
QPushButton[class~="link"] { background: transparent; border: none; color: @accent; padding: 1px 3px; text-decoration: underline; }
QPushButton[class~="link"]:focus { color: @text; }
QPushButton[class~="link"]:disabled { color: @faint; text-decoration: none; }
QPushButton[class~="row"] { text-align: left; background: transparent; border: 1px solid transparent; padding: 5px 8px; }
QPushButton[class~="row"]:hover { background: @cardHover; }
QPushButton[class~="row"]:focus { border-color: @accent; }
QPushButton:checked { background: @accentTint; border-color: @accent; }
QPushButton[class~="row"]:checked { background: @accentTint; border-color: @accent; }
QPushButton[class~="pill"] { border-radius: 11px; padding: 3px 11px; border: 1px solid transparent; font-size: @ptSmall; background: @card; color: @quiet; }
QPushButton[class~="pill"]:focus { border-color: @text; }
QPushButton[class~="dangerPill"] { background: @dangerTint; color: @danger; }
QPushButton[class~="cautionPill"] { background: @cautionTint; color: @caution; }
QPushButton[class~="unjudgedPill"] { border: 1px dashed @quiet; color: @text; font-weight: 600; }
QPushButton[class~="notePill"] { background: @noteTint; color: @note; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 4px; padding: 3px; }
QToolButton:hover { background: @cardHover; }
QToolButton:focus { border-color: @accent; }
QToolButton:checked { background: @accentTint; border-color: @accent; }
QToolButton::menu-indicator { image: none; }

QComboBox, QLineEdit, QSpinBox, QDoubleSpinBox, QDateEdit, QPlainTextEdit { background: @field; border: 1px solid @line;
  border-radius: 4px; padding: 4px 7px; selection-background-color: @accentFill; selection-color: @accentText; }
QComboBox:focus, QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QDateEdit:focus, QPlainTextEdit:focus { border-color: @accent; }
QComboBox:disabled, QDoubleSpinBox:disabled { color: @faint; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 18px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url(@chevron); width: 10px; height: 10px; }
QComboBox QAbstractItemView { background: @card; border: 1px solid @line; selection-background-color: @accentFill; }
QDoubleSpinBox::up-button, QDoubleSpinBox::down-button { width: 0; border: none; }
QCheckBox { spacing: 7px; background: transparent; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @quiet; border-radius: 3px; background: @field; }
QCheckBox::indicator:checked { background: @accentFill; border-color: @accentFill; image: url(@tick); }
QCheckBox::indicator:indeterminate { background: @line; }
QCheckBox:focus { color: @accent; }
QSlider { background: transparent; min-height: 16px; max-height: 16px; }
QSlider::groove:horizontal { height: 4px; background: @line; border-radius: 2px; margin: 0; }
QSlider::sub-page:horizontal { background: @accentFill; border-radius: 2px; margin: 6px 0; }
QSlider::handle:horizontal { background: @text; width: 12px; height: 12px; margin: -4px 0; border-radius: 6px; }
QSlider::handle:horizontal:focus { background: @accent; }
QProgressBar { background: @line; border: none; border-radius: 2px; max-height: 4px; min-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: @line; border-radius: 4px; min-height: 30px; margin: 1px 2px; }
QScrollBar::add-line, QScrollBar::sub-line { height: 0; width: 0; }
QScrollBar:horizontal { height: 0; }
QMenu { background: @card; border: 1px solid @line; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 14px; border-radius: 3px; }
QMenu::item:selected { background: @accentFill; color: @accentText; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @line; margin: 4px 6px; }
QFrame#overlay { background: @card; border: 1px solid @quiet; border-radius: 8px; }
QDialog { background: @bar; }
QTreeView, QListView { background: @field; border: 1px solid @line; selection-background-color: @accentFill; }
QTreeView::item:disabled { color: @faint; }
QHeaderView::section { background: @card; border: none; border-right: 1px solid @line; padding: 4px 6px; }
QListWidget { background: transparent; border: none; outline: none; }
QListWidget::item { padding: 6px 8px; border-radius: 4px; }
QListWidget::item:selected { background: @accentFill; color: @accentText; }
QFrame#toast { background: @card; border: 1px solid @quiet; border-radius: 6px; }
QFrame#toast[class~="problem"] { border: 1px solid @danger; }
)";

QString rgb(const QColor& color) {
  return QString("rgb(%1,%2,%3)").arg(color.red()).arg(color.green()).arg(color.blue());
}

QColor tint(const QColor& color, const QColor& ground, double share) {
  const auto part = [&](int a, int b) { return static_cast<int>(share * a + (1.0 - share) * b); };
  return {part(color.red(), ground.red()),
          part(color.green(), ground.green()),
          part(color.blue(), ground.blue())};
}

QString points(int fontPt, double factor) {
  return QString("%1pt").arg(fontPt * factor, 0, 'f', 1);
}

}  // namespace

const Palette& paletteOf(app::Theme theme) {
  static const Palette kDark = {.window = "#0b0e12",
                                .bar = "#12171d",
                                .card = "#1a2028",
                                .cardHover = "#242c36",
                                .field = "#0f1419",
                                .line = "#2b333d",
                                .text = "#e3e8ee",
                                .quiet = "#97a1ad",
                                .accent = "#4a9dff",
                                .accentText = "#ffffff",
                                .good = "#4fc26b",
                                .caution = "#e3b341",
                                .danger = "#ff7b72",
                                .note = "#a8c7ee"};
  static const Palette kLight = {.window = "#dfe4ea",
                                 .bar = "#f3f5f8",
                                 .card = "#ffffff",
                                 .cardHover = "#e9edf2",
                                 .field = "#ffffff",
                                 .line = "#cdd5de",
                                 .text = "#17202a",
                                 .quiet = "#566270",
                                 .accent = "#0b62c4",
                                 .accentText = "#ffffff",
                                 .good = "#18763a",
                                 .caution = "#855700",
                                 .danger = "#b42318",
                                 .note = "#30567f"};
  return theme == app::Theme::Dark ? kDark : kLight;
}

QPalette widgetPalette(const Palette& palette) {
  QPalette colors;
  colors.setColor(QPalette::Window, palette.bar);
  colors.setColor(QPalette::WindowText, palette.text);
  colors.setColor(QPalette::Base, palette.field);
  colors.setColor(QPalette::AlternateBase, palette.card);
  colors.setColor(QPalette::Text, palette.text);
  colors.setColor(QPalette::PlaceholderText, palette.quiet);
  colors.setColor(QPalette::Button, palette.card);
  colors.setColor(QPalette::ButtonText, palette.text);
  colors.setColor(QPalette::ToolTipBase, palette.card);
  colors.setColor(QPalette::ToolTipText, palette.text);
  colors.setColor(QPalette::Highlight, palette.accent);
  colors.setColor(QPalette::HighlightedText, palette.accentText);
  return colors;
}

double textScale(int fontPt) {
  const QScreen* screen = QGuiApplication::primaryScreen();
  const double dotsPerInch = screen ? screen->logicalDotsPerInchY() : 96.0;
  return fontPt / 10.0 * dotsPerInch / 96.0;
}

QString styleSheet(const Palette& palette, int fontPt) {
  const QColor& bar = palette.bar;
  const std::map<QString, QString, std::greater<>> values = {
      {"@window", rgb(palette.window)},
      {"@bar", rgb(bar)},
      {"@card", rgb(palette.card)},
      {"@cardHover", rgb(palette.cardHover)},
      {"@field", rgb(palette.field)},
      {"@line", rgb(palette.line)},
      {"@text", rgb(palette.text)},
      {"@quiet", rgb(palette.quiet)},
      {"@faint", rgb(tint(palette.quiet, palette.card, 0.5))},
      {"@accent", rgb(palette.accent)},
      {"@accentText", rgb(palette.accentText)},
      {"@accentFill",
       palette.text.lightness() > 128 ? rgb(tint(palette.accent, Qt::black, 0.72))
                                      : rgb(palette.accent)},
      {"@accentTint", rgb(tint(palette.accent, bar, 0.18))},
      {"@good", rgb(palette.good)},
      {"@goodTint", rgb(tint(palette.good, bar, 0.22))},
      {"@caution", rgb(palette.caution)},
      {"@cautionTint", rgb(tint(palette.caution, bar, 0.22))},
      {"@danger", rgb(palette.danger)},
      {"@dangerTint", rgb(tint(palette.danger, bar, 0.22))},
      {"@note", rgb(palette.note)},
      {"@noteTint", rgb(tint(palette.note, bar, 0.16))},
      {"@tick", iconFile("tick")},
      {"@chevron", iconFile("chevron")},
      {"@pt", points(fontPt, 1.0)},
      {"@ptBig", points(fontPt, 1.15)},
      {"@ptHuge", points(fontPt, 2.4)},
      {"@ptTitle", points(fontPt, 1.25)},
      {"@ptSmall", points(fontPt, 0.9)}};
  QString sheet = kSheet;
  for (const auto& [name, value] : values)  // Longest name first where one begins another.
    sheet.replace(name, value);
  return sheet;
}

}  // namespace trocar::gui
