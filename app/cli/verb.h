#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace CLI {
class App;
class Option;
}  // namespace CLI

namespace trocar::cli {

/// An option of a verb, to be narrowed.
class Option {
 public:
  explicit Option(CLI::Option& option) : option_(&option) {}
  Option& required();
  /// Both ends included; the type of the value decides what may be given.
  Option& within(int low, int high);
  Option& within(double low, double high);
  Option& oneOf(const std::vector<std::string>& words);
  /// One value each time that the option is given, so that a list does not swallow what follows.
  Option& oneEach();
  /// Several values in one word.
  Option& divided(char by);
  Option& excludes(const Option& other);
  /// A file that the verb writes: refused before any work where it could not be written.
  Option& written();

 private:
  CLI::Option* option_;
};

/// Where an option's value goes.
using OptionValue = std::variant<std::string*,
                                 std::filesystem::path*,
                                 int*,
                                 double*,
                                 std::uint64_t*,
                                 std::optional<double>*,
                                 std::vector<std::string>*,
                                 std::vector<double>*>;

/// A verb of the command line, or the program that has them. Names, help and parsing are CLI11's,
/// which only options.cpp has to compile.
class Verb {
 public:
  explicit Verb(CLI::App& app) : app_(&app) {}
  Verb verb(const std::string& name, const std::string& about);
  /// "-j,--jobs", or without dashes what stands in its place on the line.
  Option option(const std::string& name, OptionValue value, const std::string& about);
  /// Where the name begins with "!", giving it makes `value` false.
  void flag(const std::string& name, bool& value, const std::string& about);
  void needsVerb();
  /// The man page of a program and all its verbs, in the language of man (7).
  std::string manPage() const;
  /// What completes its verbs, options and their words in "bash", "zsh" or "fish".
  std::string completion(const std::string& shell) const;
  /// A text below the options, made when help is asked for.
  void closesHelpWith(std::function<std::string()> text);
  /// What is done once everything is read.
  void calls(std::function<void()> work);

 private:
  CLI::App* app_;
};

/// Adds one verb to the program: its options, and a callback that does the work. The callback
/// throws Error for bad input and may set `status` (see runCommandLine). One file a verb;
/// `allVerbs` lists them in the order of --help.
using AddVerb = void (*)(Verb program, int& status);
const std::vector<AddVerb>& allVerbs();

}  // namespace trocar::cli
