#pragma once

#include "tests/core/dicom_maker.h"

namespace trocar {

inline constexpr int kSegFrames = 3;

/// A segmentation of segment 7 on three slices of the made CT, without pixels.
inline DicomMaker madeSeg(const std::string& type, std::uint16_t bits) {
  std::vector<DicomMaker> frames;
  for (int k = 0; k < kSegFrames; ++k) {
    DicomMaker place;
    place.put(0x00200032, "DS", "-10\\-20\\" + std::to_string(2 * k));
    DicomMaker segment;
    segment.putWord(0x0062000B, 7);
    DicomMaker frame;
    frame.putItems(0x00209113, {place});
    if (type != "LABELMAP")
      frame.putItems(0x0062000A, {segment});
    frames.push_back(frame);
  }
  DicomMaker orientation;
  orientation.put(0x00200037, "DS", "1\\0\\0\\0\\1\\0");
  DicomMaker measures;
  measures.put(0x00180050, "DS", "2").put(0x00280030, "DS", "2.5\\3");
  DicomMaker shared;
  shared.putItems(0x00209116, {orientation}).putItems(0x00289110, {measures});
  DicomMaker named;
  named.putWord(0x00620004, 7).put(0x00620005, "LO", "L3");
  DicomMaker maker;
  maker.put(0x00080016, "UI", "1.2.840.10008.5.1.4.1.1.66.4")
      .put(0x00080060, "CS", "SEG")
      .put(0x00280008, "IS", std::to_string(kSegFrames))
      .put(0x00620001, "CS", type)
      .putItems(0x00620002, {named})
      .putItems(0x52009229, {shared})
      .putItems(0x52009230, frames);
  return maker.putWord(0x00280002, 1)
      .putWord(0x00280010, kMadeRows)
      .putWord(0x00280011, kMadeColumns)
      .putWord(0x00280100, bits)
      .putWord(0x00280101, bits)
      .putWord(0x00280102, static_cast<std::uint16_t>(bits - 1))
      .putWord(0x00280103, 0);
}

}  // namespace trocar
