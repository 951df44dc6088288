#include "app/cli/visible_stream.h"

#include "core/visible_text.h"

namespace trocar::cli {

VisibleStream::VisibleStream(std::ostream& stream) : stream_(stream), to_(stream.rdbuf(this)) {}

VisibleStream::~VisibleStream() {
  pass(true);
  const std::ios::iostate state = stream_.rdstate();
  stream_.rdbuf(to_);  // This forgets failures.
  stream_.clear(state);
}

std::streamsize VisibleStream::xsputn(const char* text, std::streamsize count) {
  waiting_.append(text, static_cast<std::size_t>(count));
  return pass(false) ? count : 0;
}

VisibleStream::int_type VisibleStream::overflow(int_type character) {
  if (traits_type::eq_int_type(character, traits_type::eof()))
    return traits_type::not_eof(character);
  waiting_ += traits_type::to_char_type(character);
  return pass(false) ? character : traits_type::eof();
}

int VisibleStream::sync() {
  return to_->pubsync();
}

/// Hands on what waits, but for the beginning of a character unless it is `all`.
bool VisibleStream::pass(bool all) {
  const std::size_t kept = all ? 0 : unfinishedBytes(waiting_);
  const std::string text = visibleText(waiting_.substr(0, waiting_.size() - kept));
  waiting_.erase(0, waiting_.size() - kept);
  const auto size = static_cast<std::streamsize>(text.size());
  return to_->sputn(text.data(), size) == size;
}

}  // namespace trocar::cli
