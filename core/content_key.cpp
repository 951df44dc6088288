#include "core/content_key.h"

#include "core/assets.h"
#include "core/io.h"
#include "core/sha256.h"

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <link.h>
#include <vector>

namespace trocar {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kNoteAlignment = 4;

/// The linker's mark of its output (`--build-id`) among the notes of a program segment.
std::string buildIdIn(const char* notes, std::size_t bytes) {
  const auto padded = [](std::size_t size) {
    return (size + kNoteAlignment - 1) / kNoteAlignment * kNoteAlignment;
  };
  while (bytes >= sizeof(ElfW(Nhdr))) {
    ElfW(Nhdr) head;
    std::memcpy(&head, notes, sizeof(head));
    const std::size_t name = padded(head.n_namesz), text = padded(head.n_descsz);
    if (bytes < sizeof(head) + name + text)
      break;
    const char* const words = notes + sizeof(head);
    if (head.n_type == NT_GNU_BUILD_ID && head.n_namesz == 4 && std::memcmp(words, "GNU", 4) == 0)
      return {words + name, head.n_descsz};
    notes += sizeof(head) + name + text;
    bytes -= sizeof(head) + name + text;
  }
  return {};
}

/// Of what is loaded: the program, and the libraries that take part in its numbers.
struct BuildIds {
  std::string program;
  std::string libraries;
};

int addBuildId(dl_phdr_info* object, std::size_t /*size*/, void* found) {
  const std::string_view name = object->dlpi_name;  // Empty for the program.
  auto& ids = *static_cast<BuildIds*>(found);
  const bool makesNumbers = name.find("/libm.so") != std::string_view::npos ||
                            name.find("/libgomp.so") != std::string_view::npos;
  for (int n = 0; n < object->dlpi_phnum && (name.empty() || makesNumbers); ++n) {
    const ElfW(Phdr)& segment = object->dlpi_phdr[n];
    if (segment.p_type == PT_NOTE)
      (name.empty() ? ids.program : ids.libraries) += buildIdIn(
          reinterpret_cast<const char*>(object->dlpi_addr + segment.p_vaddr), segment.p_memsz);
  }
  return 0;
}

/// What the program is: the linker's mark, or, of a program linked without one, its file.
std::string programMark() {
  BuildIds ids;
  dl_iterate_phdr(addBuildId, &ids);
  if (!ids.program.empty())
    return ids.program + ids.libraries;
  std::error_code none;
  const fs::path self = fs::read_symlink("/proc/self/exe", none);
  return self.string() + '/' + std::to_string(fs::file_size(self, none)) + '/' +
         std::to_string(fs::last_write_time(self, none).time_since_epoch().count()) + ids.libraries;
}

std::string assetsKey() {
  const fs::path root = assetPath("access").parent_path();
  std::vector<fs::path> files;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(root)) {
    if (entry.is_regular_file())
      files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  Sha256 sha;
  for (const fs::path& file : files) {
    const std::string key = contentKey({file.lexically_relative(root).string(), readFile(file)});
    sha.add(key.data(), key.size());
  }
  return hexadecimal(sha.finish());
}

/// The widest instructions that the kernels choose among (`target_clones`).
std::string instructions() {
#ifdef __x86_64__
  __builtin_cpu_init();
  return std::string(__builtin_cpu_supports("avx512f") ? "avx512f" : "") +
         (__builtin_cpu_supports("avx2") ? "avx2" : "") +
         (__builtin_cpu_supports("fma") ? "fma" : "");
#else
  return {};
#endif
}

}  // namespace

std::string contentKey(std::initializer_list<std::string_view> texts) {
  Sha256 sha;
  for (const std::string_view text : texts) {
    const std::uint64_t length = text.size();
    sha.add(&length, sizeof(length));
    sha.add(text.data(), text.size());
  }
  return hexadecimal(sha.finish());
}

const std::string& programKey() {
  static const std::string kKey =
      contentKey({version(), programMark(), assetsKey(), instructions()});
  return kKey;
}

}  // namespace trocar
