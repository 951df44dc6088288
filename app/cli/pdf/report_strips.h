#pragma once

#include "app/cli/pdf/page_flow.h"
#include "planning/report/report.h"

#include <vector>

class QPaintDevice;

namespace trocar::cli {

/// A report as strips of a page's width, in order. `device` is what they will be drawn on.
std::vector<PageStrip> stripsOf(const report::Report& report, double widthPx, QPaintDevice* device);

}  // namespace trocar::cli
