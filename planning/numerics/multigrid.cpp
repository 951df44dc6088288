#include "planning/numerics/multigrid.h"

#include <algorithm>
#include <cstddef>

namespace trocar::numerics {
namespace {

constexpr int kSmallestSide = 4;  ///< Voxels inside the rim; below it a level is solved by sweeps.
constexpr int kCoarsestSweeps = 12;

/// Raw views of one level's coefficients, for the inner loops.
struct Stencil {
  const float* tx;
  const float* ty;
  const float* tz;
  std::size_t sy;
  std::size_t sz;
};

inline float neighbours(const Stencil& s, const float* x, std::size_t c) {
  return s.tx[c] * x[c + 1] + s.tx[c - 1] * x[c - 1] + s.ty[c] * x[c + s.sy] +
         s.ty[c - s.sy] * x[c - s.sy] + s.tz[c] * x[c + s.sz] + s.tz[c - s.sz] * x[c - s.sz];
}

/// Gauss-Seidel over the voxels of one colour of the chequerboard in one row.
__attribute__((target_clones("avx512f", "avx2", "default"))) void relaxRow(
    const Stencil& stencil, const float* inverse, const float* b, float* x, RowSpan row) {
  const Stencil s = stencil;
#pragma omp simd
  for (std::size_t c = row.begin; c < row.end; c += 2)
    x[c] = inverse[c] * (b[c] + neighbours(s, x, c));
}

__attribute__((target_clones("avx512f", "avx2", "default"))) void residualRow(
    const Stencil& stencil,
    const float* diagonal,
    const float* b,
    const float* x,
    float* r,
    RowSpan row) {
  const Stencil s = stencil;
#pragma omp simd
  for (std::size_t c = row.begin; c < row.end; ++c)
    r[c] = b[c] + neighbours(s, x, c) - diagonal[c] * x[c];
}

/// Coarse index of a fine one on the same axis, rims kept.
int coarseOf(int fine) {
  return (fine - 1) / 2 + 1;
}

std::size_t rowStart(const std::array<int, 3>& size, int j, int k) {
  return (static_cast<std::size_t>(k) * static_cast<std::size_t>(size[1]) +
          static_cast<std::size_t>(j)) *
         static_cast<std::size_t>(size[0]);
}

std::array<int, 3> coarseSize(const VoxelSystem& fine) {
  std::array<int, 3> size{};
  for (std::size_t a = 0; a < 3; ++a)
    size[a] = coarseOf(fine.size[a] - 2) + 2;
  return size;
}

void coarsen(const VoxelSystem& fine, VoxelSystem& coarse) {
  const std::array<int, 3>& size = coarse.size;
  for (std::vector<double>* field :
       {&coarse.toNext[0], &coarse.toNext[1], &coarse.toNext[2], &coarse.sink})
    std::fill(field->begin(), field->end(), 0.0);
  for (int k = 1; k < fine.size[2] - 1; ++k) {
    for (int j = 1; j < fine.size[1] - 1; ++j) {
      const std::size_t row = rowStart(fine.size, j, k);
      const std::size_t joinedRow = rowStart(size, coarseOf(j), coarseOf(k));
      for (int i = 1; i < fine.size[0] - 1; ++i) {
        const std::size_t c = row + static_cast<std::size_t>(i);
        const std::size_t joined = joinedRow + static_cast<std::size_t>(coarseOf(i));
        coarse.sink[joined] += fine.sink[c];
        coarse.toNext[0][joined] += i % 2 == 0 ? 0.5 * fine.toNext[0][c] : 0.0;
        coarse.toNext[1][joined] += j % 2 == 0 ? 0.5 * fine.toNext[1][c] : 0.0;
        coarse.toNext[2][joined] += k % 2 == 0 ? 0.5 * fine.toNext[2][c] : 0.0;
      }
    }
  }
}

/// j, k of a row, from any place in it.
struct RowPlace {
  int j;
  int k;
};
RowPlace placeOf(const std::array<int, 3>& size, std::size_t c) {
  const std::size_t row = c / static_cast<std::size_t>(size[0]);
  return {static_cast<int>(row % static_cast<std::size_t>(size[1])),
          static_cast<int>(row / static_cast<std::size_t>(size[1]))};
}

}  // namespace

void Multigrid::take(const VoxelSystem& system) {
  const bool known = !levels_.empty() && levels_.front().size == system.size;
  if (!known) {
    levels_.assign(1, Level());
    coarse_.clear();
    shape(levels_.front(), system);
  }
  takeCoefficients(levels_.front(), system);
  const VoxelSystem* last = &system;
  for (std::size_t depth = 1;
       std::max({last->size[0], last->size[1], last->size[2]}) - 2 > kSmallestSide;
       ++depth) {
    if (!known)
      coarse_.emplace_back(coarseSize(*last));
    last = depth == 1 ? &system : &coarse_[depth - 2];
    coarsen(*last, coarse_[depth - 1]);
    last = &coarse_[depth - 1];
    if (!known) {
      levels_.emplace_back();
      shape(levels_.back(), *last);
    }
    takeCoefficients(levels_[depth], *last);
  }
}

void Multigrid::shape(Level& level, const VoxelSystem& system) {
  level.size = system.size;
  level.rows = RowSpans(system);
  for (std::vector<float>* field : {&level.diagonal, &level.inverse, &level.x, &level.b, &level.r})
    field->assign(system.voxelCount(), 0.0F);
}

namespace {

double diagonalOf(const VoxelSystem& system, std::size_t c) {
  double diagonal = system.sink[c];
  for (int a = 0; a < 3; ++a) {
    const std::vector<double>& toNext = system.toNext[static_cast<std::size_t>(a)];
    diagonal += toNext[c] + toNext[c - static_cast<std::size_t>(system.stride(a))];
  }
  return diagonal;
}

}  // namespace

void Multigrid::takeCoefficients(Level& level, const VoxelSystem& system) {
  for (std::size_t a = 0; a < 3; ++a)
    level.toNext[a].assign(system.toNext[a].begin(), system.toNext[a].end());
  for (int slab = 0; slab < level.rows.slabs(); ++slab) {
    for (const RowSpan* row = level.rows.begin(slab); row != level.rows.end(slab); ++row) {
      for (std::size_t c = row->begin; c < row->end; ++c) {
        const double diagonal = diagonalOf(system, c);
        level.diagonal[c] = static_cast<float>(diagonal);
        level.inverse[c] = diagonal > 0.0 ? static_cast<float>(1.0 / diagonal) : 0.0F;
      }
    }
  }
}

void Multigrid::relax(Level& level, int colour) {
  const Stencil stencil{level.toNext[0].data(),
                        level.toNext[1].data(),
                        level.toNext[2].data(),
                        static_cast<std::size_t>(level.size[0]),
                        rowStart(level.size, 0, 1)};
  for (int slab = 0; slab < level.rows.slabs(); ++slab) {
    for (const RowSpan* row = level.rows.begin(slab); row != level.rows.end(slab); ++row) {
      const RowPlace place = placeOf(level.size, row->begin);
      const std::size_t i = row->begin - rowStart(level.size, place.j, place.k);
      const std::size_t shift =
          (i + static_cast<std::size_t>(place.j + place.k + colour)) & std::size_t{1};
      relaxRow(stencil,
               level.inverse.data(),
               level.b.data(),
               level.x.data(),
               {row->begin + shift, row->end});
    }
  }
}

void Multigrid::computeResidual(Level& level) {
  const Stencil stencil{level.toNext[0].data(),
                        level.toNext[1].data(),
                        level.toNext[2].data(),
                        static_cast<std::size_t>(level.size[0]),
                        rowStart(level.size, 0, 1)};
  for (int slab = 0; slab < level.rows.slabs(); ++slab) {
    for (const RowSpan* row = level.rows.begin(slab); row != level.rows.end(slab); ++row)
      residualRow(
          stencil, level.diagonal.data(), level.b.data(), level.x.data(), level.r.data(), *row);
  }
}

/// Adds the fine residual into the coarse right-hand side. A coarse slab takes fine ones of no
/// other.
void Multigrid::restrictTo(Level& coarse, const Level& fine) {
  std::fill(coarse.b.begin(), coarse.b.end(), 0.0F);
  const int pairs = coarse.size[2] - 2;
  for (int pair = 0; pair < pairs; ++pair) {
    for (int slab = 2 * pair; slab <= std::min(2 * pair + 1, fine.rows.slabs() - 1); ++slab) {
      for (const RowSpan* row = fine.rows.begin(slab); row != fine.rows.end(slab); ++row) {
        const RowPlace place = placeOf(fine.size, row->begin);
        const std::size_t first = rowStart(fine.size, place.j, place.k) + 1;
        float* joined = coarse.b.data() + rowStart(coarse.size, coarseOf(place.j), pair + 1) + 1;
        for (std::size_t c = row->begin; c < row->end; ++c)
          joined[(c - first) / 2] += fine.r[c];
      }
    }
  }
}

void Multigrid::prolongate(const Level& coarse, Level& fine) {
  for (int slab = 0; slab < fine.rows.slabs(); ++slab) {
    for (const RowSpan* row = fine.rows.begin(slab); row != fine.rows.end(slab); ++row) {
      const RowPlace place = placeOf(fine.size, row->begin);
      const std::size_t first = rowStart(fine.size, place.j, place.k) + 1;
      const float* joined =
          coarse.x.data() + rowStart(coarse.size, coarseOf(place.j), coarseOf(place.k)) + 1;
      for (std::size_t c = row->begin; c < row->end; ++c)
        fine.x[c] += fine.inverse[c] > 0.0F ? joined[(c - first) / 2] : 0.0F;
    }
  }
}

void Multigrid::cycle(std::size_t depth) {
  Level& level = levels_[depth];
  level.rows.each(
      [&](RowSpan row) { std::fill(level.x.data() + row.begin, level.x.data() + row.end, 0.0F); });
  const bool coarsest = depth + 1 == levels_.size();
  const int sweeps = coarsest ? kCoarsestSweeps : 1;
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    relax(level, 0);
    relax(level, 1);
  }
  if (!coarsest) {
    computeResidual(level);
    restrictTo(levels_[depth + 1], level);
    cycle(depth + 1);
    prolongate(levels_[depth + 1], level);
  }
  for (int sweep = 0; sweep < sweeps; ++sweep) {
    relax(level, 1);
    relax(level, 0);
  }
}

void Multigrid::apply(const std::vector<double>& residual, std::vector<double>& result) {
  Level& finest = levels_.front();
  finest.rows.each([&](RowSpan row) {
    for (std::size_t c = row.begin; c < row.end; ++c)
      finest.b[c] = static_cast<float>(residual[c]);
  });
  cycle(0);
  finest.rows.each([&](RowSpan row) {
    std::copy(finest.x.data() + row.begin, finest.x.data() + row.end, result.data() + row.begin);
  });
}

}  // namespace trocar::numerics
