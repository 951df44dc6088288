#include "app/gui/parts/task.h"

namespace trocar::gui {

Task::~Task() {
  cancel();
}

void Task::cancel() {
  stop_.request_stop();
}

std::stop_token Task::replace() {
  cancel();
  std::stop_source next;
  stop_.swap(next);
  return stop_.get_token();
}

}  // namespace trocar::gui
