#pragma once

#include "planning/cement/body/elastic_body.h"

#include <array>
#include <cstddef>
#include <vector>

namespace trocar::cement {

/// The stiffness of an elastic body, without its matrix. Element forces are formed in the element's
/// parities, sums and differences of its corners along each axis, in which the stiffness of a cube
/// couples few things; a row of elements at a time.
class ElasticOperator {
 public:
  explicit ElasticOperator(const ElasticBody& body);

  /// y = K x. The same bytes for every number of threads.
  void multiply(const std::vector<double>& x, std::vector<double>& y) const;
  std::vector<double> diagonal() const;

  /// How many pairs of parities the stiffness of the cube couples, of 576.
  std::size_t couplings() const { return couplings_.size(); }

 private:
  struct Coupling {
    std::size_t to;
    std::size_t from;
    double value;
  };
  /// Elements of a row between which all stiffness lies.
  struct Span {
    int begin = 0;
    int end = 0;
  };

  void multiplySlab(int k, const std::vector<double>& x, std::vector<double>& y) const;
  void multiplyRow(int j, int k, const std::vector<double>& x, std::vector<double>& y) const;

  const ElasticBody& body_;
  std::array<double, 576> stiffness_;
  std::vector<Coupling> couplings_;
  std::vector<Span> spans_;  ///< Of the rows, j fastest.
};

}  // namespace trocar::cement
