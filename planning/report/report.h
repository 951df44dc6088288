#pragma once

#include "core/case.h"
#include "planning/decide/frameworks.h"
#include "planning/evaluation/evaluation.h"
#include "planning/plan/plan.h"

#include <string>
#include <variant>
#include <vector>

namespace trocar::report {

/// A piece of text and how it stands out.
struct ReportRun {
  enum class Weight { Plain, Quiet, Strong };
  std::string text;
  Weight weight = Weight::Plain;
};

/// The text of a paragraph or of a table's cell, in pieces.
struct ReportWords {
  std::vector<ReportRun> runs;

  ReportWords() = default;
  ReportWords(std::string text);  // NOLINT(google-explicit-constructor): a text is words
  ReportWords(const char* text);  // NOLINT(google-explicit-constructor)
  bool empty() const { return runs.empty(); }
};
ReportWords quietWords(std::string text);
ReportWords strongWords(std::string text);
ReportWords operator+(ReportWords before, const ReportWords& after);

struct ReportParagraph {
  ReportWords words;
  bool boxed = false;  ///< In a frame, not to be overlooked.
};

struct ReportList {
  std::vector<std::string> items;
};

/// Rows of as many cells as there are columns. Text that reads from left to right, top to bottom.
struct ReportTable {
  struct Column {
    std::string heading;
    int percent = 0;  ///< Of the table's width; 0 leaves it to the writer.
  };
  std::vector<Column> columns;
  std::vector<std::vector<ReportWords>> rows;

  bool hasHeadings() const;  ///< Whether any column has one.
};

/// A picture of the plan for the report.
struct ReportPicture {
  std::string caption;
  std::string png;    ///< The file's bytes.
  bool wide = false;  ///< Takes the whole width of the page instead of half.
};

using ReportBlock = std::variant<ReportParagraph, ReportList, ReportTable, ReportPicture>;

struct ReportSection {
  std::string heading;  ///< Empty for what stands before the first.
  std::vector<ReportBlock> blocks;
  bool ownPage = false;  ///< On paper the next section begins a page.
};

/// A report as a value: what it says, and nothing of how a page or a browser shows it.
struct Report {
  std::string title;
  std::vector<ReportSection> sections;
};

/// What a report can say beside the numbers.
struct ReportBeside {
  const Plan* before = nullptr;  ///< An earlier version, whose differences are told.
  std::string planFile = {};     ///< Name of the plan's file, without its folder.
  std::vector<decide::SubjectFrameworks> frameworks = {};  ///< Empty: what the plan alone answers.
};

/// The plan on paper. Holds the numbers of `evaluation` rounded to what they are good for, where
/// each comes from, every finding with its acceptance, sources, versions and hashes. Names no
/// person.
Report makeReport(const Case& patient,
                  const Plan& plan,
                  const Evaluation& evaluation,
                  const std::vector<ReportPicture>& pictures,
                  const ReportBeside& beside = {});

}  // namespace trocar::report
