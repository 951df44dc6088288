#pragma once

#include "app/document.h"
#include "render/scene_state.h"

namespace trocar::app {

/// What the views show of a document, without surfaces.
render::SceneState sceneOf(const Document& document);

}  // namespace trocar::app
