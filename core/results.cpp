#include "core/results.h"

#include "core/content_key.h"
#include "core/sha256.h"

#include <cstdint>

namespace trocar {

Results::Results(std::shared_ptr<ResultFiles> files, std::size_t mostBytes)
    : files_(std::move(files)), mostBytes_(mostBytes) {}

Results::~Results() = default;

std::string Results::nameOf(std::string_view kind, const std::string& key) {
  return contentKey({programKey(), kind, key});
}

std::string Results::cipherOf(std::string_view kind, const std::string& key) {
  return contentKey({"cipher", programKey(), kind, key});
}

void Results::applyCipher(const std::string& cipher, std::string& bytes) {
  Sha256::Digest stream{};
  for (std::size_t n = 0; !cipher.empty() && n < bytes.size(); ++n) {
    if (n % stream.size() == 0) {
      const std::uint64_t block = n;
      Sha256 sha;
      sha.add(cipher.data(), cipher.size());
      sha.add(&block, sizeof(block));
      stream = sha.finish();
    }
    bytes[n] = static_cast<char>(static_cast<std::uint8_t>(bytes[n]) ^ stream[n % stream.size()]);
  }
}

bool Results::knows(std::string_view kind, const std::string& key) const {
  const std::string name = nameOf(kind, key);
  {
    const std::lock_guard lock(access_);
    if (byName_.contains(name))
      return true;
  }
  return files_ && files_->has(name);
}

int Results::made(std::string_view kind) const {
  const std::lock_guard lock(access_);
  const auto found = made_.find(kind);
  return found == made_.end() ? 0 : found->second;
}

void Results::noteMade(std::string_view kind) {
  const std::lock_guard lock(access_);
  ++made_[std::string(kind)];
}

std::shared_ptr<const void> Results::recall(const std::string& name) {
  const std::lock_guard lock(access_);
  const auto found = byName_.find(name);
  if (found == byName_.end())
    return nullptr;
  known_.splice(known_.begin(), known_, found->second);
  return found->second->value;
}

void Results::remember(const std::string& name,
                       std::shared_ptr<const void> value,
                       std::size_t bytes) {
  const std::lock_guard lock(access_);
  if (byName_.contains(name) || bytes > mostBytes_)
    return;
  known_.push_front({name, std::move(value), bytes});
  byName_.emplace(name, known_.begin());
  bytes_ += bytes;
  while (bytes_ > mostBytes_) {
    bytes_ -= known_.back().bytes;
    byName_.erase(known_.back().name);
    known_.pop_back();
  }
}

}  // namespace trocar
