#pragma once

#include "core/case.h"
#include "planning/plan/needle.h"
#include "planning/plan/plan.h"

#include <string>

namespace trocar::words {

/// "IceRod 1.5": the catalogue's name, else the id.
std::string instrumentName(const std::string& id);
/// "Root L3 left": the case's name, else the id.
std::string nameInCase(const Case& patient, const std::string& id);
/// For a sentence: "the spinal canal", "the left L3 root", "L3", "the L3 metastasis"; "the left
/// sciatic nerve (estimated)".
std::string theName(const Case& patient, const std::string& id);
/// "a hip bone", "the sacrum": a bone that an approach works in; empty for other roles.
std::string boneKind(Role role);
/// A sentence that begins with a small letter, made to begin with a large one.
std::string sentence(std::string text);
/// "L3 left", or empty.
std::string placeOf(const Needle& needle);
/// "dextrose 5 %", for people.
std::string mediumName(Protection::Medium medium);
/// "4 mm", "filled" or "painted, 12 ml" (strokes that overlap counted twice).
std::string extentText(const Protection& protection);

}  // namespace trocar::words
