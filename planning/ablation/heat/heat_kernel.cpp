#include "planning/ablation/heat/heat_kernel.h"

#include <algorithm>
#include <cmath>

// Compiled once for each of these machines; the loader takes the best that the processor has.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && \
    !defined(__SANITIZE_ADDRESS__)
#define TROCAR_KERNEL __attribute__((target_clones("avx512f", "arch=haswell", "default")))
#else
#define TROCAR_KERNEL
#endif
#define TROCAR_INLINE inline __attribute__((always_inline))

namespace trocar::ablation {
namespace {

constexpr float kNearFreezingK = 3.0F;   ///< Above the liquidus: within a step it does not freeze.
constexpr float kFrozenShare = 1.0e-5F;  ///< Liquid that rounding leaves in ice.

/// One row of a plane while it is decoded.
struct DecodeRow {
  const float *enthalpy, *inverseCapacity, *conductivity, *perfusion;
  const std::uint8_t* material;
  float *temperature, *decodedConductivity, *sink;
};

/// Laws as plain pointers, which vectorise.
struct Laws {
  const float *liquidEnthalpy, *solidEnthalpy, *iceLinear, *meltSlope, *inverseMelt, *evenMelt,
      *inverseIceCapacity, *iceCapacitySlope, *iceConstant, *iceInverse, *boilEnthalpy, *boilSlope,
      *boilEndEnthalpy;
  float referenceC, warmFrom, warmTo;
  int chunk;  ///< kChunk, hidden from the compiler: a loop of known length it unrolls instead of
              ///< vectorising.
};

Laws lawsOf(const LawTable& t) {
  return {t.liquidEnthalpy.data(),
          t.solidEnthalpy.data(),
          t.iceLinear.data(),
          t.meltSlope.data(),
          t.inverseMelt.data(),
          t.evenMelt.data(),
          t.inverseIceCapacity.data(),
          t.iceCapacitySlope.data(),
          t.iceConstant.data(),
          t.iceInverse.data(),
          t.boilEnthalpy.data(),
          t.boilSlope.data(),
          t.boilEndEnthalpy.data(),
          t.referenceC,
          t.warmFrom,
          t.warmTo,
          kChunk};
}

/// The law of one voxel.
struct VoxelLaw {
  float liquidH, solidH, linear, meltSlope, inverseMelt, evenMelt, inverseIceCapacity, slope,
      iceConstant, iceInverse, boilH, boilSlope, boilEndH;
};

TROCAR_INLINE VoxelLaw lookUp(const Laws& laws, int m) {
  return {laws.liquidEnthalpy[m],
          laws.solidEnthalpy[m],
          laws.iceLinear[m],
          laws.meltSlope[m],
          laws.inverseMelt[m],
          laws.evenMelt[m],
          laws.inverseIceCapacity[m],
          laws.iceCapacitySlope[m],
          laws.iceConstant[m],
          laws.iceInverse[m],
          laws.boilEnthalpy[m],
          laws.boilSlope[m],
          laws.boilEndEnthalpy[m]};
}

/// ThermalLaw without branches: each piece of the enthalpy adds its share of the temperature.
TROCAR_INLINE void decodeVoxel(const DecodeRow& row, const VoxelLaw& law, float referenceC, int i) {
  const float h = row.enthalpy[i];
  const float melting = std::clamp(h, law.solidH, law.liquidH) - law.liquidH;
  const float under = std::min(h - law.solidH, 0.0F) * law.inverseIceCapacity;
  const float root = std::sqrt(std::max(law.linear * law.linear + 4.0F * law.slope * under, 0.04F));
  const float warm = std::clamp(h, law.liquidH, law.boilH) + std::max(h - law.boilEndH, 0.0F);
  const float boiling = std::clamp(h, law.boilH, law.boilEndH) - law.boilH;
  const float t = warm * row.inverseCapacity[i] + melting * law.meltSlope +
                  2.0F * under / (law.linear + root) + boiling * law.boilSlope;
  const float share = 1.0F + melting * law.inverseMelt;
  const float ice = law.iceConstant + law.iceInverse / (t + referenceC + 273.15F);
  row.temperature[i] = t;
  const float stepped =
      0.5F * static_cast<float>(share > kFrozenShare) + 0.5F * static_cast<float>(share >= 1.0F);
  const float liquid = share + law.evenMelt * (stepped - share);
  row.decodedConductivity[i] = ice + (row.conductivity[i] - ice) * liquid;
  row.sink[i] = row.perfusion[i] * t * share;
}

/// Decodes chunk [at, at + kChunk) of voxels of one material.
TROCAR_INLINE void decodeAlike(const DecodeRow& row, const Laws& laws, int at) {
  const VoxelLaw law = lookUp(laws, row.material[at]);
  const float referenceC = laws.referenceC;
  const int end = at + laws.chunk;
#pragma omp simd
  for (int i = at; i < end; ++i)
    decodeVoxel(row, law, referenceC, i);
}

TROCAR_INLINE void decodeMixed(const DecodeRow& row, const Laws& laws, int at) {
  const float referenceC = laws.referenceC;
  const int end = at + laws.chunk;
#pragma omp simd
  for (int i = at; i < end; ++i)
    decodeVoxel(row, lookUp(laws, row.material[i]), referenceC, i);
}

TROCAR_INLINE bool oneMaterial(const std::uint8_t* material) {
  int other = 0;
#pragma omp simd reduction(| : other)
  for (int i = 0; i < kChunk; ++i)
    other |= material[i] ^ material[0];
  return other == 0;
}

/// How many voxels of a chunk freeze or boil, judged by the warm law.
TROCAR_INLINE bool beyondWarm(const float* temperature, float low, float high) {
  int count = 0;
#pragma omp simd reduction(| : count)
  for (int i = 0; i < kChunk; ++i)
    count |= static_cast<int>(temperature[i] < low) | static_cast<int>(temperature[i] > high);
  return count != 0;
}

TROCAR_KERNEL void decodeRow(const DecodeRow& row, const Laws& laws, int begin, int end) {
  for (int at = begin; at < end; at += kChunk) {
#pragma omp simd
    for (int i = at; i < at + kChunk; ++i) {
      const float t = row.enthalpy[i] * row.inverseCapacity[i];
      row.temperature[i] = t;
      row.decodedConductivity[i] = row.conductivity[i];
      row.sink[i] = row.perfusion[i] * t;
    }
    if (!beyondWarm(row.temperature + at, laws.warmFrom, laws.warmTo))
      continue;
    if (oneMaterial(row.material + at))
      decodeAlike(row, laws, at);
    else
      decodeMixed(row, laws, at);
  }
}

/// Flux through a face: the mean conductivity of like materials, in series for unlike ones.
template <bool kUnlike>
TROCAR_INLINE float faceFlux(float ka, float kb, float difference, int unlike) {
  const float sum = ka + kb;
  const float mean = 0.5F * sum;
  if constexpr (!kUnlike)
    return mean * difference;
  const float series = 2.0F * ka * kb / (sum + 1.0e-30F);
  return (unlike != 0 ? series : mean) * difference;
}

TROCAR_KERNEL void rowFlux(const std::array<const float*, 4>& tk,
                           const std::uint8_t* interfaces,
                           int count,
                           int bit,
                           float* flux) {
  const float *ta = tk[0], *tb = tk[1], *ka = tk[2], *kb = tk[3];
#pragma omp simd
  for (int i = 0; i < count; ++i)
    flux[i] = faceFlux<true>(ka[i], kb[i], tb[i] - ta[i], interfaces[i] & bit);
}

/// One row of a stage. `t`, `k`: this row; `tBack`, `kBack`: the row at +y; `tUp`, `kUp`: at +z.
struct StageRow {
  const float *t, *k, *tBack, *kBack, *tUp, *kUp, *sink;
  const std::uint8_t* interfaces;
  const float *in, *front, *below;
  float *back, *above, *out;
};

/// Fluxes through the faces to +x of a chunk's voxels, and first that from the voxel before it.
template <bool kUnlike>
TROCAR_INLINE void alongRow(const StageRow& r, int at, float* flux) {
  const int unlike = kUnlike ? r.interfaces[at - 1] & 1 : 0;
  flux[0] = faceFlux<kUnlike>(r.k[at - 1], r.k[at], r.t[at] - r.t[at - 1], unlike);
#pragma omp simd
  for (int l = 0; l < kChunk; ++l) {
    const int i = at + l;
    const int bit = kUnlike ? r.interfaces[i] & 1 : 0;
    flux[l + 1] = faceFlux<kUnlike>(r.k[i], r.k[i + 1], r.t[i + 1] - r.t[i], bit);
  }
}

/// Returns the sum of the sink.
template <bool kUnlike>
TROCAR_INLINE float stageRow(const StageRow& r, const StageWeights& w, int count) {
  float lost[kChunk] = {};
  float flux[kChunk + 1];
  for (int at = 0; at < count; at += kChunk) {
    alongRow<kUnlike>(r, at, flux);
#pragma omp simd
    for (int l = 0; l < kChunk; ++l) {
      const int i = at + l;
      const float t = r.t[i], k = r.k[i];
      const int bits = kUnlike ? r.interfaces[i] : 0;
      const float back = faceFlux<kUnlike>(k, r.kBack[i], r.tBack[i] - t, bits & 2);
      const float above = faceFlux<kUnlike>(k, r.kUp[i], r.tUp[i] - t, bits & 4);
      const float divergence = (flux[l + 1] - flux[l]) + (back - r.front[i]) + (above - r.below[i]);
      const float heat = divergence * w.inverseSpacing2 - r.sink[i];
      r.back[i] = back;
      r.above[i] = above;
      r.out[i] = w.mu * r.in[i] + w.nu * r.out[i] + w.scale * heat;
      lost[l] += r.sink[i];
    }
  }
  float sum = 0.0F;
  for (const float part : lost)
    sum += part;
  return sum;
}

TROCAR_KERNEL float stageLikeRow(const StageRow& row, const StageWeights& weights, int count) {
  return stageRow<false>(row, weights, count);
}

TROCAR_KERNEL float stageUnlikeRow(const StageRow& row, const StageWeights& weights, int count) {
  return stageRow<true>(row, weights, count);
}

TROCAR_KERNEL void addSource(const float* source, float scale, int count, float* out) {
#pragma omp simd
  for (int i = 0; i < count; ++i)
    out[i] += scale * source[i];
}

/// Extremes of a row, and diffusivity and blood of its frozen voxels.
TROCAR_KERNEL void surveyRow(const DecodeRow& row,
                             const Laws& laws,
                             std::array<int, 2> range,
                             float shutdown,
                             PlaneSurvey& survey,
                             std::array<int, 2>& cold) {
  float low = survey.coldest, high = survey.hottest, fastest = survey.diffusivity;
  auto* perfusion = const_cast<float*>(row.perfusion);
  for (int at = range[0]; at < range[1]; at += kChunk) {
    float chunkLow = 0.0F;
#pragma omp simd reduction(min : chunkLow) reduction(max : high)
    for (int i = at; i < at + kChunk; ++i) {
      chunkLow = std::min(chunkLow, row.temperature[i]);
      high = std::max(high, row.temperature[i]);
    }
    low = std::min(low, chunkLow);
    if (chunkLow > laws.warmFrom + kNearFreezingK)
      continue;
    cold = {std::min(cold[0], at), std::max(cold[1], at + kChunk)};
#pragma omp simd reduction(max : fastest)
    for (int i = at; i < at + kChunk; ++i) {
      const int m = row.material[i];
      const float capacity =
          1.0F + 2.0F * laws.iceCapacitySlope[m] * (row.temperature[i] + laws.referenceC);
      const float diffusivity = row.decodedConductivity[i] * laws.inverseIceCapacity[m] / capacity;
      fastest = std::max(fastest, row.enthalpy[i] < laws.solidEnthalpy[m] ? diffusivity : 0.0F);
      perfusion[i] = row.temperature[i] < shutdown ? 0.0F : perfusion[i];
    }
  }
  survey.coldest = low;
  survey.hottest = high;
  survey.diffusivity = fastest;
}

TROCAR_KERNEL void noteExtremes(const float* temperature,
                                int count,
                                float* coldest,
                                float* hottest) {
#pragma omp simd
  for (int i = 0; i < count; ++i) {
    coldest[i] = std::min(coldest[i], temperature[i]);
    hottest[i] = std::max(hottest[i], temperature[i]);
  }
}

DecodeRow rowOf(const HeatArrays& arrays, const float* in, int j, int k, DecodedPlane& plane) {
  const std::size_t at = arrays.offset(0, j, k);
  const std::size_t to = arrays.offset(0, j, 0);
  return {in + at,
          arrays.inverseCapacity.data() + at,
          arrays.conductivity.data() + at,
          arrays.perfusion.data() + at,
          arrays.material.data() + at,
          plane.temperature.data() + to,
          plane.conductivity.data() + to,
          plane.sink.data() + to};
}

/// No heat passes the ends of the row: what lies beyond them has the temperature of the last voxel.
void closeEnds(const DecodeRow& row, int begin, int end) {
  row.temperature[begin - 1] = row.temperature[begin];
  row.decodedConductivity[begin - 1] = row.decodedConductivity[begin];
  row.temperature[end] = row.temperature[end - 1];
  row.decodedConductivity[end] = row.decodedConductivity[end - 1];
}

}  // namespace

HeatArrays::HeatArrays(const std::array<int, 3>& voxels) : size(voxels) {
  const int padded = (size[0] + kChunk - 1) / kChunk * kChunk + 2 * kChunk;
  rowStride = static_cast<std::size_t>(padded);
  planeStride = rowStride * static_cast<std::size_t>(size[1]);
  const std::size_t count = planeStride * static_cast<std::size_t>(size[2]) + kChunk;
  enthalpy.assign(count, 0.0F);
  other.assign(count, 0.0F);
  inverseCapacity.assign(count, 0.0F);
  conductivity.assign(count, 0.0F);
  perfusion.assign(count, 0.0F);
  material.assign(count, 0);
  interfaces.assign(count, 0);
  rowUnlike.assign(static_cast<std::size_t>(size[1]) * static_cast<std::size_t>(size[2]), 0);
}

void HeatArrays::setUnlike(int i, int j, int k, int bits) {
  interfaces[offset(i, j, k)] |= static_cast<std::uint8_t>(bits);
  rowUnlike[rowIndex(j, k)] = 1;
}

void DecodedPlane::fit(std::size_t count) {
  temperature.resize(count);
  conductivity.resize(count);
  sink.resize(count);
}

void decodePlane(const HeatArrays& arrays,
                 const LawTable& table,
                 const HeatRegion& region,
                 int k,
                 const float* in,
                 DecodedPlane& plane) {
  const Laws laws = lawsOf(table);
  const VoxelBox& box = region.box;
  const int end = std::min(box.high[0], arrays.size[0]);
  for (int j = box.low[1]; j < box.high[1]; ++j) {
    const DecodeRow row = rowOf(arrays, in, j, k, plane);
    for (const RowSpan& span : region.known(j, k))
      decodeRow(row, laws, span.begin, span.end);
    closeEnds(row, box.low[0], end);
  }
}

PlaneSurvey surveyPlane(HeatArrays& arrays,
                        const LawTable& table,
                        const VoxelBox& box,
                        int k,
                        float shutdown,
                        DecodedPlane& plane) {
  const Laws laws = lawsOf(table);
  PlaneSurvey survey;
  for (int j = box.low[1]; j < box.high[1]; ++j) {
    const DecodeRow row = rowOf(arrays, arrays.enthalpy.data(), j, k, plane);
    std::array<int, 2> cold{box.high[0], box.low[0]};
    surveyRow(row, laws, {box.low[0], box.high[0]}, shutdown, survey, cold);
    survey.cold.include({{cold[0], j, k}, {cold[1], j + 1, k + 1}});
    const std::size_t at = arrays.offset(box.low[0], j, k);
    if (!arrays.coldest.empty())
      noteExtremes(row.temperature + box.low[0],
                   box.high[0] - box.low[0],
                   arrays.coldest.data() + at,
                   arrays.hottest.data() + at);
  }
  return survey;
}

void fluxBetween(const HeatArrays& arrays,
                 const VoxelBox& box,
                 int k,
                 const DecodedPlane& low,
                 const DecodedPlane& high,
                 float* flux) {
  for (int j = box.low[1]; j < box.high[1]; ++j) {
    const std::size_t to = arrays.offset(box.low[0], j, 0);
    rowFlux({low.temperature.data() + to,
             high.temperature.data() + to,
             low.conductivity.data() + to,
             high.conductivity.data() + to},
            arrays.interfaces.data() + arrays.offset(box.low[0], j, k),
            box.high[0] - box.low[0],
            4,
            flux + to);
  }
}

void fluxAlong(const HeatArrays& arrays,
               const FaceRow& row,
               const DecodedPlane& plane,
               std::size_t step,
               float* flux) {
  const float* t = plane.temperature.data() + row.inPlane;
  const float* k = plane.conductivity.data() + row.inPlane;
  rowFlux({t, t + step, k, k + step}, arrays.interfaces.data() + row.at, row.count, row.bit, flux);
}

namespace {

/// Fluxes that the voxels behind and above a hole take over from its last row and plane. There are
/// none behind a hole that reaches the region's last row.
void fluxFromHole(const HeatArrays& arrays,
                  const HeatRegion& region,
                  std::array<int, 2> jk,
                  const PlaneStack& stack,
                  float* back) {
  const VoxelBox& hole = region.hole;
  if (!hole.crosses(jk[0], jk[1]))
    return;
  const int count = hole.high[0] - hole.low[0];
  const std::size_t to = arrays.offset(hole.low[0], jk[0], 0);
  const std::size_t at = arrays.offset(hole.low[0], jk[0], jk[1]);
  if (jk[0] + 1 == hole.high[1] && jk[0] + 1 < region.box.high[1])
    fluxAlong(arrays, {to, at, count, 2}, stack.plane, arrays.rowStride, back + hole.low[0]);
  if (jk[1] + 1 == hole.high[2])
    rowFlux({stack.plane.temperature.data() + to,
             stack.upper.temperature.data() + to,
             stack.plane.conductivity.data() + to,
             stack.upper.conductivity.data() + to},
            arrays.interfaces.data() + at,
            count,
            4,
            stack.above + to);
}

}  // namespace

double stagePlane(const HeatArrays& arrays,
                  const HeatRegion& region,
                  int k,
                  const StageWeights& weights,
                  const PlaneStack& stack,
                  const StageEnthalpies& enthalpies) {
  const auto [in, out] = enthalpies;
  std::vector<float> front(arrays.rowStride, 0.0F), back(front);
  double lost = 0.0;
  for (int j = region.box.low[1]; j < region.box.high[1]; ++j) {
    const bool unlike = arrays.rowUnlike[arrays.rowIndex(j, k)] != 0;
    for (const RowSpan& span : region.workedOn(j, k)) {
      const std::size_t at = arrays.offset(span.begin, j, k);
      const std::size_t to = arrays.offset(span.begin, j, 0);
      const std::size_t next = j + 1 < region.box.high[1] ? to + arrays.rowStride : to;
      const StageRow row{stack.plane.temperature.data() + to,
                         stack.plane.conductivity.data() + to,
                         stack.plane.temperature.data() + next,
                         stack.plane.conductivity.data() + next,
                         stack.upper.temperature.data() + to,
                         stack.upper.conductivity.data() + to,
                         stack.plane.sink.data() + to,
                         arrays.interfaces.data() + at,
                         in + at,
                         front.data() + span.begin,
                         stack.below + to,
                         back.data() + span.begin,
                         stack.above + to,
                         out + at};
      const int count = span.end - span.begin;
      const float part =
          unlike ? stageUnlikeRow(row, weights, count) : stageLikeRow(row, weights, count);
      lost += span.own ? static_cast<double>(part) : 0.0;
      if (!arrays.source.empty())
        addSource(arrays.source.data() + at, weights.scale, count, out + at);
    }
    fluxFromHole(arrays, region, {j, k}, stack, back.data());
    front.swap(back);
  }
  return lost;
}

}  // namespace trocar::ablation
