#include "app/cli/verb.h"
#include "core/writable.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>

namespace trocar::cli {

Option& Option::required() {
  option_->required();
  return *this;
}

Option& Option::within(int low, int high) {
  option_->check(CLI::Range(low, high));
  return *this;
}

Option& Option::within(double low, double high) {
  option_->check(CLI::Range(low, high));
  return *this;
}

Option& Option::oneOf(const std::vector<std::string>& words) {
  const auto isOne = [words](const std::string& given) {
    if (std::find(words.begin(), words.end(), given) != words.end())
      return std::string();
    return given + " is not known; use " + CLI::detail::join(words, ", ");
  };
  option_->check(isOne, "{" + CLI::detail::join(words, ",") + "}");
  return *this;
}

Option& Option::oneEach() {
  option_->allow_extra_args(false);
  return *this;
}

Option& Option::divided(char by) {
  option_->delimiter(by);
  return *this;
}

Option& Option::excludes(const Option& other) {
  option_->excludes(other.option_);
  return *this;
}

Option& Option::written() {
  const auto writable = [](const std::string& given) {
    requireWritable(given);
    return std::string();
  };
  option_->check(writable, "");
  return *this;
}

Verb Verb::verb(const std::string& name, const std::string& about) {
  return Verb(*app_->add_subcommand(name, about));
}

Option Verb::option(const std::string& name, OptionValue value, const std::string& about) {
  return std::visit([&](auto* target) { return Option(*app_->add_option(name, *target, about)); },
                    value);
}

void Verb::flag(const std::string& name, bool& value, const std::string& about) {
  app_->add_flag(name, value, about);
}

void Verb::needsVerb() {
  app_->require_subcommand(1);
}

void Verb::closesHelpWith(std::function<std::string()> text) {
  app_->footer(std::move(text));
}

void Verb::calls(std::function<void()> work) {
  app_->callback(std::move(work));
}

}  // namespace trocar::cli
