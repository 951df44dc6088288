#pragma once

#include "planning/plan/plan_reading.h"

#include <nlohmann/json_fwd.hpp>

#include <string>
#include <vector>

namespace trocar {

/// The string answers of format 1 become the typed values that they stand for, instead of those
/// that stand there. `before` is the document's outermost place.
void takeAnswers(const JsonEntry& before,
                 const PlanReading& reading,
                 nlohmann::ordered_json& document,
                 std::vector<std::string>& remarks);

/// Brings a plan's document of format 1, in which `before` is its outermost place, to format 2: the
/// string answers become typed values. What the program of format 1 refused is refused (throws
/// Error, naming key and value) unless `reading` sets it aside; what it overlooked is dropped with
/// a remark, a sentence each.
void migrateFromFormat1(const JsonEntry& before,
                        const PlanReading& reading,
                        nlohmann::ordered_json& document,
                        std::vector<std::string>& remarks);

/// Format 3: answers to scores belong to the patient or to a lesion, and an embolisation to a
/// lesion. Which lesion only its case tells (decide::withEntriesOnLesions): they come without an
/// id.
void migrateFromFormat2(const JsonEntry& before,
                        const PlanReading& reading,
                        nlohmann::ordered_json& document,
                        std::vector<std::string>& remarks);
/// The same of what `takeAnswers` put into a document.
void giveScoresToLesions(nlohmann::ordered_json& document, std::vector<std::string>& remarks);

}  // namespace trocar
