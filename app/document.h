#pragma once

#include "app/moment.h"
#include "app/opening.h"
#include "app/shelf.h"
#include "app/view_state.h"
#include "planning/evaluation/evaluation.h"
#include "planning/model/case_model.h"
#include "planning/plan/history.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace trocar::cement {
struct LeakEnsemble;
}
namespace trocar::fluoro {
struct Room;
struct School;
}  // namespace trocar::fluoro
namespace trocar::search {
struct Suggestions;
}

namespace trocar::app {

struct Comparison;
struct ImportFindings;
struct KeptTreatment;
/// A sentence for the person at the screen: what was done, or what could not be.
struct Notice {
  enum class Kind { Done, Problem };
  Kind kind = Kind::Done;
  std::string text;
  int number = 0;  ///< Counts the notices of a document.
};

/// What the planner works on: one case, the history of its plan, what is selected and shown, and
/// the newest numbers. Whoever changes it goes through here; whoever shows it pulls after
/// `onChange`. Used from one thread.
class Document {
 public:
  /// `onChange` is called after every change. It should only note the fact and show later.
  explicit Document(std::function<void()> onChange = {});

  void open(Opened opened);
  bool isOpen() const { return opened_.model != nullptr; }
  /// Counts the times that a case was opened.
  int openings() const { return openings_; }
  /// Only where something is open.
  const CaseModel& model() const { return *opened_.model; }
  /// With the plan's corrections.
  const Case& patient() const { return opened_.model->patient(); }
  /// As it came, without them.
  const Case& original() const { return *opened_.original; }
  std::shared_ptr<const CaseModel> sharedModel() const { return opened_.model; }
  /// Where the plan is saved; empty for one that was not saved yet.
  const std::filesystem::path& file() const { return opened_.planFile; }

  /// The previewed plan during a drag, else the current step of the history.
  const Plan& plan() const;
  bool previewing() const { return preview_.has_value(); }
  /// A plan that could not be saved and opened again is not shown: the last one stays.
  void preview(Plan plan);
  /// Gives up the preview.
  void abandon();
  /// Makes `plan` current under a name such as "Move tip, N1 left L3". Nothing happens where it
  /// equals the current one. Throws Error, changing nothing, where the plan could not be saved and
  /// opened again: see `faultsOf`.
  void commit(const std::string& label, Plan plan);
  const History<Plan>& history() const { return history_; }
  void undo();
  void redo();
  bool hasUnsavedChanges() const { return history_.hasUnsavedChanges(); }
  /// The plan was written to `file`, which now holds what `mark` is of.
  void markSaved(const std::filesystem::path& file, const std::string& mark);
  /// Of what the plan's file held when it was read or saved last (core/replace_file.h).
  const std::string& fileMark() const { return opened_.planMark; }

  const ViewState& view() const { return view_; }
  void setView(ViewState view);
  /// The selected needle, or nullptr.
  const Needle* selectedNeedle() const;

  /// The newest numbers, of the current plan or of one shortly before it; nullptr before the first.
  const std::shared_ptr<const Evaluation>& evaluation() const { return evaluation_; }
  /// Whether the numbers are those of plan().
  bool evaluationIsCurrent() const { return evaluation_ && evaluationSerial_ == planSerial_; }
  /// Counts the plans that have numbers of their own, previews included: what an evaluation must
  /// bring back to be let in. Bookmarks, notes, ticks and acceptances change no number.
  std::uint64_t planSerial() const { return planSerial_; }
  /// Takes the numbers of the plan of that serial, so that they follow a hand that does not rest;
  /// false where those of a later plan are there already, or another case was opened since.
  bool enterEvaluation(std::uint64_t serial, Evaluation evaluation);

  /// Temperatures of the simulated treatment at the view's moment, or without one the extremes of
  /// every voxel over all of it. Nullptr where nothing was simulated. Made when first asked for.
  const std::shared_ptr<const Image<float>>& temperatureC() const;

  /// What the last search proposed; nullptr where nothing waits to be taken.
  const std::shared_ptr<const search::Suggestions>& suggestions() const { return suggestions_; }
  void setSuggestions(std::shared_ptr<const search::Suggestions> suggestions);

  /// The plan as it was opened or last saved.
  const Plan& savedPlan() const { return savedPlan_; }

  /// Where the 3-D view is seen from, as it told last; empty before and without a window. Telling
  /// it changes nothing that is shown.
  const std::optional<Eye>& eye() const { return eye_; }
  void noteEye(const Eye& eye) { eye_ = eye; }

  /// This plan beside another of the same case; nullptr where none was compared.
  const std::shared_ptr<const Comparison>& comparison() const { return comparison_; }
  void setComparison(std::shared_ptr<const Comparison> comparison);

  /// The leak probabilities of the plan of that serial; false where the plan is another by now.
  /// They go into the numbers, also into those that come later for the same plan.
  bool enterLeakEnsemble(std::uint64_t serial, cement::LeakEnsemble ensemble);

  /// The treatment that was put aside as plan A, to be compared; nullptr without one.
  const std::shared_ptr<const KeptTreatment>& kept() const { return kept_; }
  void keep(std::shared_ptr<const KeptTreatment> kept);

  /// Unsaved work of earlier runs that waits for a decision.
  const std::vector<Leftover>& leftovers() const { return leftovers_; }
  void offer(std::vector<Leftover> leftovers);
  /// Opens recovered work. Its files stay until the work is kept elsewhere.
  void recover(const Leftover& leftover, Opened opened);
  /// Whose files are no longer needed once the present work is kept.
  const std::optional<Leftover>& recovered() const { return recovered_; }
  void forgetRecovered() { recovered_.reset(); }

  /// The fluoroscopy room as it was left, and the lessons.
  const fluoro::Room& room() const { return *room_; }
  void setRoom(fluoro::Room room);
  const fluoro::School& school() const { return *school_; }
  void setSchool(fluoro::School school);

  /// What waits on the import sheet to be written as a case; nullptr where nothing does.
  const std::shared_ptr<const ImportFindings>& importing() const { return importing_; }
  void setImporting(std::shared_ptr<const ImportFindings> importing);

  const Shelf& shelf() const { return shelf_; }
  void setShelf(Shelf shelf);

  const std::optional<Notice>& notice() const { return notice_; }
  void tell(Notice::Kind kind, const std::string& text);

 private:
  void changed();
  void planChanged(const Plan& before);
  void newNumbers();
  void followCorrections();

  std::function<void()> onChange_;
  Opened opened_;
  int openings_ = 0;
  History<Plan> history_{Plan()};
  std::optional<Plan> preview_;
  ViewState view_;
  std::shared_ptr<const Evaluation> evaluation_;
  std::uint64_t evaluationSerial_ = 0;
  mutable Moment moment_;
  std::uint64_t planSerial_ = 1;
  std::optional<Notice> notice_;
  std::shared_ptr<const search::Suggestions> suggestions_;
  Plan savedPlan_;
  std::optional<Eye> eye_;
  std::shared_ptr<const Comparison> comparison_;
  std::shared_ptr<const cement::LeakEnsemble> leakEnsemble_;  ///< Of the plan of leakSerial_.
  std::uint64_t leakSerial_ = 0;
  std::shared_ptr<const KeptTreatment> kept_;
  std::shared_ptr<const fluoro::Room> room_;
  std::shared_ptr<const fluoro::School> school_;
  std::shared_ptr<const ImportFindings> importing_;
  Shelf shelf_;
  std::vector<Leftover> leftovers_;
  std::optional<Leftover> recovered_;
};

/// "N1 left L3", "N2", as it stands in step names and lists.
std::string nameOf(const Needle& needle);

}  // namespace trocar::app
