#include "app/document.h"

#include "app/cement_edits.h"
#include "app/fluoro/room.h"
#include "app/fluoro/school.h"
#include "app/where.h"
#include "planning/anatomy/landmarks.h"
#include "planning/evaluation/sound_plan.h"
#include "planning/plan/instrument.h"

#include <algorithm>
#include <utility>

namespace trocar::app {
namespace {

/// The middle of the lesion under work, else of its bone, else of the CT.
Vec3 crosshairToStartWith(const Case& patient, const Where& where) {
  for (const std::string& id : {where.structure, where.bone}) {
    const Structure* structure = patient.find(id);
    const std::optional<Box> box = structure ? boundsOf(patient, *structure) : std::nullopt;
    if (box)
      return 0.5 * (box->lowMm + box->highMm);
  }
  return patient.ct.grid().centreMm();
}

std::string joined(const std::vector<std::string>& sentences) {
  std::string text;
  for (const std::string& sentence : sentences)
    text += (text.empty() ? "" : " ") + sentence;
  return text;
}

ViewState viewOfNewCase(const ViewState& before, const Case& patient) {
  ViewState view;
  view.theme = before.theme;
  view.mouse = before.mouse;
  view.fontPt = before.fontPt;
  view.layout = before.layout;
  view.fits = before.fits + 1;
  view.looks = before.looks + 1;
  view.zoom = before.zoom;
  view.instrument = usualInstrument(InstrumentKind::BoneNeedle);
  const Where where = whereToStart(patient);
  workAt(view, where, patient);
  view.crosshairMm = crosshairToStartWith(patient, where);
  view.lookAtMm = view.crosshairMm;
  return view;
}

}  // namespace

Document::Document(std::function<void()> onChange)
    : onChange_(std::move(onChange)),
      room_(std::make_shared<fluoro::Room>()),
      school_(std::make_shared<fluoro::School>()) {}

void Document::open(Opened opened) {
  opened_ = std::move(opened);
  ++openings_;
  savedPlan_ = opened_.plan;
  eye_.reset();
  comparison_.reset();
  kept_.reset();
  history_ = History<Plan>(opened_.plan);
  if (opened_.recovered)
    history_.commit("Recover unsaved work", *opened_.recovered);
  preview_.reset();
  evaluation_.reset();
  evaluationSerial_ = planSerial_;
  suggestions_.reset();
  view_ = viewOfNewCase(view_, patient());
  if (!plan().needles.empty())
    view_.needle = plan().needles.front().id;
  newNumbers();
  if (!opened_.remarks.empty())
    tell(Notice::Kind::Problem, joined(opened_.remarks));
}

const Plan& Document::plan() const {
  return preview_ ? *preview_ : history_.current();
}

void Document::preview(Plan plan) {
  if (plan == this->plan() || (isOpen() && !faultsOf(plan, patient()).empty()))
    return;
  const Plan before = this->plan();
  preview_ = std::move(plan);
  planChanged(before);
}

void Document::abandon() {
  if (!preview_)
    return;
  const Plan before = plan();
  preview_.reset();
  planChanged(before);
}

void Document::commit(const std::string& label, Plan plan) {
  if (isOpen())
    requireSound(plan, patient());
  const Plan before = this->plan();
  preview_.reset();
  if (plan != history_.current())
    history_.commit(label, std::move(plan));
  planChanged(before);
}

void Document::undo() {
  if (!history_.canUndo())
    return;
  const Plan before = plan();
  preview_.reset();
  history_.undo();
  planChanged(before);
}

void Document::redo() {
  if (!history_.canRedo())
    return;
  const Plan before = plan();
  preview_.reset();
  history_.redo();
  planChanged(before);
}

void Document::markSaved(const std::filesystem::path& file, const std::string& mark) {
  opened_.planFile = file;
  opened_.planMark = mark;
  savedPlan_ = history_.current();
  history_.markSaved();
  changed();
}

void Document::setView(ViewState view) {
  if (view.step != Step::Treatment || view.place != Place::Planner)
    view.brush.reset();  // It belongs to the Treatment page.
  if (view.step != Step::Anatomy || view.place != Place::Planner)
    view.drawing.reset();
  if (view == view_)
    return;
  view_ = std::move(view);
  changed();
}

const Needle* Document::selectedNeedle() const {
  return plan().find(view_.needle);
}

bool Document::enterEvaluation(std::uint64_t serial, Evaluation evaluation) {
  const bool ofThisPlan = serial == planSerial_;
  if (serial < evaluationSerial_ || (serial == evaluationSerial_ && !ofThisPlan))
    return false;
  if (ofThisPlan)
    markAccepted(plan().acceptances, evaluation.findings);
  if (leakEnsemble_ && leakSerial_ == serial)
    addLeakEnsemble(evaluation, plan(), *leakEnsemble_);
  evaluation_ = std::make_shared<const Evaluation>(std::move(evaluation));
  evaluationSerial_ = serial;
  changed();
  return true;
}

bool Document::enterLeakEnsemble(std::uint64_t serial, cement::LeakEnsemble ensemble) {
  if (serial != planSerial_)
    return false;
  leakEnsemble_ = std::make_shared<const cement::LeakEnsemble>(std::move(ensemble));
  leakSerial_ = serial;
  return !evaluationIsCurrent() || enterEvaluation(serial, *evaluation_);
}

void Document::keep(std::shared_ptr<const KeptTreatment> kept) {
  kept_ = std::move(kept);
  changed();
}

const std::shared_ptr<const Image<float>>& Document::temperatureC() const {
  const bool simulated = evaluation_ && evaluation_->ablation;
  return moment_.of(simulated ? evaluation_->ablation->simulation : nullptr, view_.timeS);
}

void Document::setSuggestions(std::shared_ptr<const search::Suggestions> suggestions) {
  suggestions_ = std::move(suggestions);
  view_.hoveredCard = -1;
  changed();
}

void Document::setComparison(std::shared_ptr<const Comparison> comparison) {
  comparison_ = std::move(comparison);
  changed();
}

void Document::setRoom(fluoro::Room room) {
  room_ = std::make_shared<fluoro::Room>(std::move(room));
  changed();
}

void Document::setSchool(fluoro::School school) {
  school_ = std::make_shared<fluoro::School>(std::move(school));
  changed();
}

void Document::setImporting(std::shared_ptr<const ImportFindings> importing) {
  importing_ = std::move(importing);
  changed();
}

void Document::setShelf(Shelf shelf) {
  shelf_ = std::move(shelf);
  changed();
}

void Document::offer(std::vector<Leftover> leftovers) {
  leftovers_ = std::move(leftovers);
  changed();
}

void Document::recover(const Leftover& leftover, Opened opened) {
  std::erase_if(leftovers_, [&](const Leftover& other) { return other.note == leftover.note; });
  recovered_ = leftover;
  open(std::move(opened));
}

void Document::tell(Notice::Kind kind, const std::string& text) {
  const int number = notice_ ? notice_->number + 1 : 1;
  notice_ = Notice{kind, text, number};
  changed();
}

void Document::changed() {
  if (onChange_)
    onChange_();
}

/// A model made of the corrections of the plan. What was searched or measured before is of another
/// anatomy.
void Document::followCorrections() {
  const anatomy::Corrections& corrections = plan().corrections;
  if (corrections == opened_.model->corrections())
    return;
  const std::shared_ptr<const Case> patient =
      anatomy::withCorrections(opened_.original, corrections);
  // Drawn voxels may differ where the structures, of which they are the layers, are equal.
  const bool sameAnatomy = patient->structures == opened_.model->patient().structures &&
                           corrections.drawn == opened_.model->corrections().drawn;
  opened_.model = std::make_shared<const CaseModel>(
      *opened_.model, sameAnatomy ? opened_.model->sharedPatient() : patient, corrections);
  suggestions_.reset();
  if (!patient->find(whereOf(view_).bone))
    workAt(view_, whereToStart(*patient), *patient);
}

/// Bookmarks, ticks and the like ask for no new numbers.
void Document::planChanged(const Plan& before) {
  if (evaluatedPart(before) != evaluatedPart(plan()))
    return newNumbers();
  if (evaluation_ && before.acceptances != plan().acceptances) {
    Evaluation evaluation = *evaluation_;
    markAccepted(plan().acceptances, evaluation.findings);
    evaluation_ = std::make_shared<const Evaluation>(std::move(evaluation));
  }
  changed();
}

void Document::newNumbers() {
  ++planSerial_;
  if (isOpen())
    followCorrections();
  if (!view_.needle.empty() && !plan().find(view_.needle))
    view_.needle = plan().needles.empty() ? std::string() : plan().needles.back().id;
  changed();
}

std::string nameOf(const Needle& needle) {
  std::string name = needle.id;
  if (needle.side)
    name += " " + std::string(toString(*needle.side));
  if (!needle.level.empty())
    name += " " + needle.level;
  return name;
}

}  // namespace trocar::app
