#pragma once

#include <ostream>
#include <streambuf>
#include <string>

namespace trocar::cli {

/// As long as it lives, what goes to a stream is shown as `visibleText` writes it, so that names
/// from files are never commands to a terminal.
class VisibleStream : private std::streambuf {
 public:
  explicit VisibleStream(std::ostream& stream);
  ~VisibleStream() override;
  VisibleStream(const VisibleStream&) = delete;
  VisibleStream& operator=(const VisibleStream&) = delete;

 private:
  std::streamsize xsputn(const char* text, std::streamsize count) override;
  int_type overflow(int_type character) override;
  int sync() override;
  bool pass(bool all);

  std::ostream& stream_;
  std::streambuf* to_;
  std::string waiting_;  ///< The beginning of a character.
};

}  // namespace trocar::cli
