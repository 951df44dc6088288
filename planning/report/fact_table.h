#pragma once

#include "planning/facts/fact.h"
#include "planning/report/report.h"

#include <string>
#include <vector>

namespace trocar::report {

/// A column for each fact and a row for each of `rows`; without rows where there are none.
ReportTable tableOfFacts(const std::vector<facts::Facts>& rows,
                         const std::vector<facts::FactTopic>& topics = {});
/// A row for each fact and a column for each of `columns`, so many at a time that they have room.
std::vector<ReportBlock> factsByRows(const std::vector<std::string>& headings,
                                     const std::vector<facts::Facts>& columns,
                                     const std::vector<facts::FactTopic>& topics);
/// "Axial angle: against the sagittal plane, positive towards the midline." for each of them.
ReportParagraph meaningsOf(const std::vector<facts::Facts>& all,
                           const std::vector<facts::FactTopic>& topics);
/// Names and values.
ReportTable listOfFacts(const std::vector<const facts::Fact*>& facts);
/// Rows of three: what they are of, name and value of each that every list tells.
void addRows(ReportTable& table, const std::string& of, const facts::Facts& facts);

}  // namespace trocar::report
