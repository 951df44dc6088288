#pragma once

#include <exception>
#include <string>

namespace trocar {

/// What a person is told of an exception that ended some work: an Error's own sentence, and one of
/// ours where the standard library ran out of memory, met the file system or could start no thread.
std::string sentenceOf(const std::exception& error);

}  // namespace trocar
