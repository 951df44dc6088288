#pragma once

namespace trocar::render {

/// Whether an X display answers: the one that DISPLAY names.
bool hasDisplay();

/// Makes sure that VTK finds an X display: VTK ends the program where it finds none. Starts an Xvfb
/// of our own, which ends with the program, where DISPLAY is empty or does not answer. Throws Error
/// where Xvfb is not installed.
void requireDisplay();

}  // namespace trocar::render
