#pragma once

#include "planning/facts/fact.h"
#include "planning/report/report.h"

#include <string>
#include <vector>

namespace trocar {

/// A column for each fact and a row for each of `rows`; without rows where there are none.
ReportTable tableOfFacts(const std::vector<Facts>& rows, const std::vector<FactTopic>& topics = {});
/// A row for each fact and a column for each of `columns`, so many at a time that they have room.
std::vector<ReportBlock> factsByRows(const std::vector<std::string>& headings,
                                     const std::vector<Facts>& columns,
                                     const std::vector<FactTopic>& topics);
/// "Axial angle: against the sagittal plane, positive towards the midline." for each of them.
ReportParagraph meaningsOf(const std::vector<Facts>& all, const std::vector<FactTopic>& topics);
/// Names and values.
ReportTable listOfFacts(const std::vector<const Fact*>& facts);
/// Rows of three: what they are of, name and value of each that every list tells.
void addRows(ReportTable& table, const std::string& of, const Facts& facts);

}  // namespace trocar
