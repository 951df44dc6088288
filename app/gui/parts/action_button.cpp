#include "app/gui/parts/action_button.h"

#include <QPushButton>

namespace trocar::gui {

QPushButton* newActionButton(Runner& runner,
                             const std::string& action,
                             const QString& text,
                             const QString& tip,
                             const nlohmann::json& arguments) {
  auto* button = new QPushButton(text);
  button->setObjectName(QString::fromStdString(action));
  button->setToolTip(tip);
  QObject::connect(button, &QPushButton::clicked, &runner, [&runner, action, arguments] {
    runner.run(action, arguments);
  });
  return button;
}

}  // namespace trocar::gui
