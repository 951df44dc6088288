#include "app/gui/cards/suggestion_list.h"

#include "app/document.h"
#include "app/gui/parts/front_plot.h"
#include "app/gui/parts/numbers.h"

#include <QEnterEvent>
#include <QHBoxLayout>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace trocar::gui {
namespace {

/// Of a card; of several needles together three each, if that is more.
constexpr std::size_t kTermsShown = 5;
constexpr std::size_t kTermsOfOne = 3;

QString valueOf(const search::ScoreTerm& term) {
  if (term.unit == "deg")
    return degrees(term.value);
  const int decimals = term.unit == "%" ? 0 : term.unit == "mm" ? 1 : 2;
  return plain(term.value, decimals) + (term.unit.empty() ? QString() : " " + text(term.unit));
}

QString classOf(const search::ScoreTerm& term) {
  if (term.quality < 0.25)
    return "danger";
  return term.quality < 0.6 ? "caution" : "";
}

/// A card whose needles are drawn in the views while the cursor is over it.
class PreviewCard : public Card {
 public:
  PreviewCard(const QString& title, int index, Runner& runner)
      : Card(title), index_(index), runner_(runner) {}

 protected:
  void enterEvent(QEnterEvent*) override { preview(index_); }
  void leaveEvent(QEvent*) override { preview(-1); }

 private:
  void preview(int card) {
    if (!runner_.isBusy())
      runner_.run("preview-suggestion", {{"card", card}});
  }

  int index_;
  Runner& runner_;
};

QString scoreText(const search::SuggestionCard& suggestion) {
  const std::optional<double> score = toldScore(suggestion);
  return score ? plain(*score, 2) : QString("not judged");
}

/// " · right" of a single needle on one side.
QString sideText(const search::SuggestionCard& suggestion) {
  if (suggestion.needles.size() != 1 || !suggestion.needles.front().side)
    return {};
  return " · " + text(std::string(toString(*suggestion.needles.front().side)));
}

/// Margins of ways past what is not labelled are no measure of safety.
bool isPlotted(const search::Suggestions& suggestions) {
  const auto& cards = suggestions.cards;
  return cards.size() > 1 &&
         std::all_of(cards.begin(), cards.end(), [](const search::SuggestionCard& card) {
           return toldSafetyMm(card).has_value();
         });
}

Card* newCard(const search::SuggestionCard& suggestion, int index, Runner& runner) {
  auto* card =
      new PreviewCard(QString("%1%2 · score %3%4")
                          .arg(index + 1)
                          .arg(sideText(suggestion))
                          .arg(scoreText(suggestion))
                          .arg(suggestion.onFront ? QString(" · on the front") : QString()),
                      index,
                      runner);
  if (suggestion.onFront)
    card->setToolTip("On the front: no other path found is both safer and covers more.");
  auto* take = new QPushButton("Take");
  take->setObjectName(QString("take-%1").arg(index));
  QObject::connect(take, &QPushButton::clicked, card, [&runner, index] {
    runner.run("take-suggestion", {{"card", index}});
  });
  card->setAside(take);
  QLabel* why = newLabel(text(suggestion.why), "quiet");
  why->setWordWrap(true);
  card->body()->addWidget(why);
  std::vector<NumberRow> rows;
  const std::size_t shown = std::max(kTermsShown, kTermsOfOne * suggestion.needles.size());
  for (std::size_t i = 0; i < std::min(shown, suggestion.terms.size()); ++i)
    rows.push_back({text(suggestion.terms[i].name),
                    valueOf(suggestion.terms[i]),
                    "",
                    classOf(suggestion.terms[i])});
  auto* table = new NumberTable();
  table->show(rows);
  card->body()->addWidget(table);
  return card;
}

}  // namespace

SuggestionList::SuggestionList(Runner& runner) : runner_(runner), column_(new QVBoxLayout(this)) {
  column_->setContentsMargins(0, 0, 0, 0);
  plot_ = new FrontPlot();
  column_->addWidget(plot_);
  connect(plot_, &FrontPlot::hovered, this, [&runner](int card) {
    if (!runner.isBusy())
      runner.run("preview-suggestion", {{"card", card}});
  });
}

void SuggestionList::show(const app::Document& document, const Palette& palette) {
  const std::shared_ptr<const search::Suggestions>& suggestions = document.suggestions();
  setVisible(suggestions != nullptr);
  plot_->setVisible(suggestions != nullptr && isPlotted(*suggestions));
  plot_->setHovered(document.view().hoveredCard);
  plot_->show(suggestions, palette);
  if (suggestions == shown_)
    return;
  shown_ = suggestions;
  delete content_;
  content_ = new QWidget();
  auto* column = new QVBoxLayout(content_);
  column->setContentsMargins(0, 0, 0, 0);
  column->setSpacing(8);
  column_->addWidget(content_);
  if (!suggestions)
    return;
  for (const std::string& remark : suggestions->remarks) {
    QLabel* label = newLabel(text(remark), "caution");
    label->setWordWrap(true);
    column->addWidget(label);
  }
  for (std::size_t i = 0; i < suggestions->cards.size(); ++i)
    column->addWidget(newCard(suggestions->cards[i], static_cast<int>(i), runner_));
}

}  // namespace trocar::gui
