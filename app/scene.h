#pragma once

#include "app/document.h"
#include "render/scene_state.h"

namespace trocar {

/// What the views show of a document, without surfaces.
SceneState sceneOf(const Document& document);

}  // namespace trocar
