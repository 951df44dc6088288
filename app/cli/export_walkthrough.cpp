#include "app/cli/handover.h"
#include "app/report_pictures.h"
#include "app/walkthrough.h"
#include "core/error.h"
#include "core/io.h"

namespace trocar::cli {

void exportWalkthrough(const Handover& handover) {
  const std::filesystem::path three = TROCAR_THREE_JS;
  if (!std::filesystem::exists(three))
    throw Error("Cannot write " + handover.out.string() +
                ": the page is drawn by three.js, which is not installed; install npm, run "
                "scripts/setup and try again");
  const render::SceneState state =
      app::handoverScene(*handover.model, handover.plan, handover.evaluation);
  writeFileAtomically(handover.out, app::walkthroughHtml(state, readFile(three)));
}

}  // namespace trocar::cli
