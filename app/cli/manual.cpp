#include "app/cli/verb.h"

#include <iostream>
#include <memory>

namespace trocar::cli {

void addManual(Verb program, int& /*status*/) {
  Verb verb = program.verb("manual", "Print the man page, or what completes words in a shell");
  auto kind = std::make_shared<std::string>();
  verb.option("KIND", kind.get(), "man, or the shell")
      .required()
      .oneOf({"man", "bash", "zsh", "fish"});
  verb.calls([kind, program] {
    std::cout << (*kind == "man" ? program.manPage() : program.completion(*kind));
  });
}

}  // namespace trocar::cli
