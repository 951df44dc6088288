#include "planning/handover/marked_landmarks.h"

#include "core/case.h"
#include "core/error.h"
#include "core/labels/plain_words.h"
#include "core/number_text.h"

#include <algorithm>

namespace trocar::handover {
namespace {

using anatomy::Landmark;

/// Lower-case words in one order, sides written out.
std::vector<std::string> sortedWords(const std::string& label) {
  std::vector<std::string> words = labels::plainWords(label);
  for (std::string& word : words) {
    if (word == "r" || word == "l")
      word = word == "r" ? "right" : "left";
  }
  std::sort(words.begin(), words.end());
  return words;
}

bool isNamedBy(const Landmark& landmark, const std::vector<std::string>& words) {
  const std::string owner = anatomy::ownerOf(landmark.id);
  const std::string full = levelOrder(owner) ? owner + " " + landmark.name : landmark.name;
  return words == sortedWords(landmark.id) || words == sortedWords(full);
}

const Landmark* landmarkNamed(const std::vector<Landmark>& landmarks, const std::string& label) {
  const std::vector<std::string> words = sortedWords(label);
  const auto found =
      std::find_if(landmarks.begin(), landmarks.end(), [&](const Landmark& landmark) {
        return isNamedBy(landmark, words);
      });
  return found == landmarks.end() ? nullptr : &*found;
}

/// "hip_left/ischial_spine" of "hip_right/ischial_spine"; empty for what has no side.
std::string otherSideOf(std::string id) {
  const std::size_t right = id.find("right");
  const std::size_t left = id.find("left");
  if (right != std::string::npos)
    return id.replace(right, 5, "left");
  return left == std::string::npos ? std::string() : id.replace(left, 4, "right");
}

void checkSide(const Landmark& named,
               const MarkedPoint& point,
               const std::vector<Landmark>& landmarks) {
  const std::string other = otherSideOf(named.id);
  const auto opposite =
      std::find_if(landmarks.begin(), landmarks.end(), [&](const Landmark& landmark) {
        return landmark.id == other;
      });
  if (other.empty() || opposite == landmarks.end())
    return;
  const double own = (point.pointMm - named.pointMm).norm();
  const double across = (point.pointMm - opposite->pointMm).norm();
  if (across < own)
    throw Error("The point \"" + point.label + "\" lies " + decimalText(own, 0) +
                " mm from that landmark and " + decimalText(across, 0) +
                " mm from the one of the other side: check its side and the file's coordinate "
                "system.");
}

}  // namespace

MarkedLandmarks landmarksIn(const std::vector<MarkedPoint>& points,
                            const std::vector<Landmark>& landmarks) {
  MarkedLandmarks marked;
  for (const MarkedPoint& point : points) {
    const Landmark* named = landmarkNamed(landmarks, point.label);
    if (named == nullptr) {
      marked.unknown.push_back(point.label);
      continue;
    }
    checkSide(*named, point, landmarks);
    if (!marked.placesMm.emplace(named->id, point.pointMm).second)
      throw Error("Two points name the landmark " + named->id + ": leave one of them.");
  }
  return marked;
}

Plan withLandmarks(Plan plan, const MarkedLandmarks& marked) {
  for (const auto& [id, placeMm] : marked.placesMm)
    plan.corrections.landmarksMm[id] = placeMm;
  return plan;
}

std::string toldOf(const MarkedLandmarks& marked) {
  std::string told = std::to_string(marked.placesMm.size()) +
                     (marked.placesMm.size() == 1 ? " landmark placed" : " landmarks placed");
  for (std::size_t n = 0; n < marked.unknown.size(); ++n)
    told += (n == 0 ? "; names of no landmark: " : ", ") + marked.unknown[n];
  return told;
}

}  // namespace trocar::handover
