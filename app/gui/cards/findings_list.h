#pragma once

#include "app/gui/cards/card.h"
#include "app/gui/pages/page.h"
#include "planning/review/finding_groups.h"

#include <set>
#include <string>
#include <vector>

class QVBoxLayout;

namespace trocar::gui {

/// Findings that say one thing, with rule and source, the way to their place, and the way to live
/// with them: each by itself, out of sight at first where they are several.
class FindingCard : public Card {
 public:
  /// `unfolded` remembers which groups a person opened, and outlives the card. Why and source are
  /// left out where the card above has told them (`reasonTold`).
  FindingCard(const review::FindingGroup& group,
              bool reasonTold,
              Runner& runner,
              std::set<std::string>& unfolded);

 private:
  void addHead(const review::FindingGroup& group, Runner& runner);
  void addEach(const review::FindingGroup& group, Runner& runner, std::set<std::string>& unfolded);
};

/// All findings in groups, worst first: ten, and the rest behind a button. Rebuilt only when they
/// change, so that a reason can be typed in peace.
class FindingsList : public QWidget {
 public:
  explicit FindingsList(Runner& runner);
  /// Names come from the document's case.
  void show(const Evaluation* evaluation, const app::Document& document);
  using QWidget::show;

 private:
  void build();
  FindingCard* cardOf(std::size_t group);
  void addRest(QVBoxLayout* column, std::size_t from);

  Runner& runner_;
  QVBoxLayout* column_;
  std::vector<Finding> shown_;
  std::vector<review::FindingGroup> groups_;
  bool all_ = false;                ///< The rest is shown too.
  std::set<std::string> unfolded_;  ///< Groups that a person opened.
  QWidget* content_ = nullptr;
};

}  // namespace trocar::gui
