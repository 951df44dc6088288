#pragma once

#include "core/json/json_reader.h"
#include "planning/plan/plan.h"
#include "planning/plan/plan_reading.h"

#include <nlohmann/json_fwd.hpp>

namespace trocar {

/// What a person chose and entered about the treatment, in the plan's file: intent, lethal
/// criterion, cement, placement, fractures, lesions, scores, ticks and scales. What was not entered
/// is left out.
void writeChoices(const Plan& plan, nlohmann::ordered_json& document);
/// Throws Error, naming place and value, for what cannot be entered.
void readChoices(const JsonEntry& document, const PlanReading& reading, Plan& plan);

/// The same of a needle's device.
void writeDevice(const DeviceUse& use, nlohmann::ordered_json& needle);
DeviceUse readDevice(const JsonEntry& needle);

}  // namespace trocar
