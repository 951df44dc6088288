#include "app/gui/cards/device_row.h"

#include "app/gui/cards/card.h"
#include "app/gui/parts/number_field.h"
#include "app/gui/parts/numbers.h"
#include "planning/cement/devices/augmentation.h"
#include "planning/plan/instrument.h"

#include <QHBoxLayout>
#include <QSignalBlocker>
#include <nlohmann/json.hpp>

#include <algorithm>
#include <optional>

namespace trocar::gui {
namespace {

/// What a person enters of a device, and how its field looks.
struct DeviceInput {
  const char* key = "";
  const char* name = "";
  const char* tip = "";
  const char* unit = "";
  int decimals = 0;
  double step = 1.0;
  double lowest = 0.0;  ///< Stands for "not entered".
  double highest = 0.0;
  const char* notEntered = "not entered";
  std::optional<double> entered;
};

/// Where the catalogue knows no most: more than any device on the market.
constexpr double kMostMl = 10.0;
constexpr double kMostHeightMm = 25.0;

std::optional<DeviceInput> screwInput(const Needle& needle, const Instrument& instrument) {
  if (!instrument.lengths)
    return std::nullopt;
  const ScrewLengths& lengths = *instrument.lengths;
  return DeviceInput{"screwLengthMm",
                     "Length",
                     "Length of the screw; the shortest that is made and long enough where none "
                     "is entered",
                     " mm",
                     0,
                     lengths.stepMm,
                     lengths.shortestMm - lengths.stepMm,
                     lengths.longestMm,
                     "as short as fits",
                     needle.device.screwLengthMm};
}

std::optional<DeviceInput> inputOf(const Needle& needle) {
  using Makes = cement::AugmentationDevice::Makes;
  const Instrument& instrument = findInstrument(needle.instrument);
  if (instrument.kind == InstrumentKind::Screw)
    return screwInput(needle, instrument);
  const cement::AugmentationDevice* device = cement::augmentationOf(needle.instrument);
  if (device == nullptr)
    return std::nullopt;
  switch (device->makes) {
    case Makes::Cavity:
      return DeviceInput{"balloonMl",
                         "Opened to",
                         "Volume of the balloon, stent or cut cavity: the room for cement",
                         " ml",
                         1,
                         0.5,
                         0.0,
                         device->mostMl.value_or(kMostMl),
                         "not opened",
                         needle.device.balloonMl};
    case Makes::Slot:
      return DeviceInput{"implantHeightMm",
                         "Opened to",
                         "Height to which the implant is opened",
                         " mm",
                         1,
                         0.5,
                         0.0,
                         device->mostHeightMm.value_or(kMostHeightMm),
                         "not opened",
                         needle.device.implantHeightMm};
    case Makes::Ring: {
      const auto& loops = needle.device.coilLoops;
      return DeviceInput{"coilLoops",
                         "Loops",
                         "Loops of the coil in the body; cement stays within them",
                         "",
                         0,
                         1.0,
                         0.0,
                         static_cast<double>(device->mostLoops),
                         "not entered",
                         loops ? std::optional<double>(*loops) : std::nullopt};
    }
    default:
      return std::nullopt;
  }
}

}  // namespace

DeviceRow::DeviceRow(Runner& runner) : runner_(runner) {
  name_ = newLabel({}, "quiet");
  value_ = new NumberField();
  value_->setObjectName("deviceValue");
  auto* row = new QHBoxLayout(this);
  row->setContentsMargins(0, 0, 0, 0);
  row->setSpacing(6);
  row->addWidget(name_);
  row->addWidget(value_, 1);
  connect(value_, &QDoubleSpinBox::valueChanged, this, &DeviceRow::send);
}

void DeviceRow::send(double value) {
  nlohmann::json arguments = {{"needle", needle_}, {key_, value}};
  if (value <= value_->minimum())
    arguments[key_] = nullptr;
  runner_.run("device", arguments);
}

void DeviceRow::show(const Needle& needle) {
  const std::optional<DeviceInput> input = inputOf(needle);
  setVisible(input.has_value());
  if (!input)
    return;
  const bool same = needle_ == needle.id && key_ == input->key;
  needle_ = needle.id;
  key_ = input->key;
  name_->setText(input->name);
  value_->setToolTip(input->tip);
  value_->setAccessibleName(input->tip);
  if (same && value_->hasFocus() && input->entered.value_or(input->lowest) == value_->value())
    return;
  const QSignalBlocker quiet(value_);
  value_->setDecimals(input->decimals);
  value_->setSingleStep(input->step);
  value_->setSuffix(input->unit);
  value_->setSpecialValueText(input->notEntered);
  value_->setRange(input->lowest, std::max(input->highest, input->entered.value_or(0.0)));
  value_->setValue(input->entered.value_or(input->lowest));
}

}  // namespace trocar::gui
