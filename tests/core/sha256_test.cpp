#include "core/sha256.h"

#include <gtest/gtest.h>

#include <string>

namespace trocar {
namespace {

std::string digestOf(const std::string& text) {
  Sha256 sha;
  sha.add(text.data(), text.size());
  return hexadecimal(sha.finish());
}

// FIPS 180-4 examples (NIST, "Examples with Intermediate Values", SHA256.pdf).
TEST(Sha256, MatchesThePublishedDigests) {
  EXPECT_EQ(digestOf(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(digestOf("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(digestOf("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(digestOf(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, DoesNotDependOnHowTheBytesArrive) {
  std::string text;
  for (int n = 0; n < 300; ++n)
    text += static_cast<char>('a' + n % 26);
  for (const std::size_t piece : {1U, 7U, 63U, 64U, 65U, 128U}) {
    Sha256 sha;
    for (std::size_t from = 0; from < text.size(); from += piece)
      sha.add(text.data() + from, std::min<std::size_t>(piece, text.size() - from));
    EXPECT_EQ(hexadecimal(sha.finish()), digestOf(text)) << "in pieces of " << piece;
  }
}

}  // namespace
}  // namespace trocar
