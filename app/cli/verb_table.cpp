// The verbs' table as a man page and as completions: verb.h's manPage and completion.
#include "app/cli/verb.h"
#include "core/assets.h"

#include <CLI/CLI.hpp>
#include <sstream>

namespace trocar::cli {
namespace {

/// An option as the man page and the shells need it.
struct Listed {
  std::vector<std::string> names;  ///< "--out", "-j"; none for what stands in its place.
  std::string value;               ///< "TEXT"; empty for a flag.
  std::string about;
  std::vector<std::string> words;  ///< That it takes, where there is a list.
  bool required = false;
};

/// A verb, or a verb of a verb.
struct ListedVerb {
  std::string name;  ///< "lesson grade".
  std::string about;
  std::string closing;
  std::vector<Listed> options;
  std::vector<std::string> below;  ///< Its own verbs.
};

/// The words between the braces that CLI11 shows of a list.
std::vector<std::string> wordsIn(const std::string& type) {
  const std::size_t from = type.find('{');
  const std::size_t to = type.find('}', from);
  std::vector<std::string> words;
  if (from == std::string::npos || to == std::string::npos)
    return words;
  std::istringstream list(type.substr(from + 1, to - from - 1));
  for (std::string word; std::getline(list, word, ',');)
    words.push_back(word);
  return words;
}

Listed listed(const CLI::Option& option) {
  Listed one;
  for (const std::string& name : option.get_lnames())
    one.names.push_back("--" + name);
  for (const std::string& name : option.get_snames())
    one.names.push_back("-" + name);
  const std::string type = option.get_type_name();
  one.words = wordsIn(type);
  if (one.names.empty())
    one.value = option.get_name();
  else if (option.get_items_expected_max() > 0)
    one.value = type.substr(0, type.find_first_of(": "));
  one.about = option.get_description();
  one.required = option.get_required();
  return one;
}

const auto kAll = [](const CLI::App*) { return true; };

void list(const CLI::App& verb, const std::string& before, std::vector<ListedVerb>& all) {
  ListedVerb one{before + verb.get_name(), verb.get_description(), verb.get_footer(), {}, {}};
  for (const CLI::Option* option : verb.get_options())
    one.options.push_back(listed(*option));
  for (const CLI::App* below : verb.get_subcommands(kAll))
    one.below.push_back(below->get_name());
  all.push_back(one);
  for (const CLI::App* below : verb.get_subcommands(kAll))
    list(*below, one.name + " ", all);
}

std::vector<ListedVerb> listOf(const CLI::App& program) {
  std::vector<ListedVerb> all;
  for (const CLI::App* verb : program.get_subcommands(kAll))
    list(*verb, "", all);
  return all;
}

std::string joined(const std::vector<std::string>& words, const std::string& between) {
  std::string text;
  for (const std::string& word : words)
    text += (text.empty() ? "" : between) + word;
  return text;
}

/// No line that man takes for one of its own, and hyphens that can be copied.
std::string roff(const std::string& text) {
  std::string out;
  for (const char c : text) {
    const bool begins = out.empty() || out.back() == '\n';
    if (begins && (c == '.' || c == '\''))
      out += "\\&";
    out += c == '\\' ? "\\e" : c == '-' ? "\\-" : std::string(1, c);
  }
  return out;
}

std::string manOf(const Listed& option) {
  std::string head =
      option.names.empty() ? std::string() : "\\fB" + roff(joined(option.names, ", ")) + "\\fR";
  if (!option.value.empty())
    head += (head.empty() ? "\\fI" : " \\fI") + roff(option.value) + "\\fR";
  std::string text = roff(option.about);
  if (!option.words.empty())
    text += (text.empty() ? "" : ": ") + roff(joined(option.words, ", "));
  return ".TP\n" + head + "\n" + text + (option.required ? " (needed)" : "") + "\n";
}

/// In single quotes of a shell.
std::string quoted(const std::string& text) {
  std::string out = "'";
  for (const char c : text)
    out += c == '\'' ? std::string("'\\''") : std::string(1, c == '\n' ? ' ' : c);
  return out + "'";
}

/// "pattern) name='words' ;;" of a case in bash.
std::string branch(const std::string& pattern,
                   const std::string& name,
                   const std::vector<std::string>& words) {
  return "    " + quoted(pattern) + ") " + name + "=" + quoted(joined(words, " ")) + " ;;\n";
}

/// The branches that choose among a verb's options, and the words of each option and place.
struct BashBranches {
  std::string options;
  std::string words;   ///< By verb and the option before.
  std::string places;  ///< By verb: what stands without an option.
};

BashBranches branchesOf(const std::vector<ListedVerb>& verbs) {
  BashBranches branches;
  for (const ListedVerb& verb : verbs) {
    std::vector<std::string> names;
    std::vector<std::string> places = verb.below;
    for (const Listed& option : verb.options) {
      names.insert(names.end(), option.names.begin(), option.names.end());
      if (option.names.empty())
        places.insert(places.end(), option.words.begin(), option.words.end());
      else if (!option.words.empty())
        branches.words += branch(verb.name + " " + option.names.front(), "words", option.words);
    }
    branches.options += branch(verb.name, "options", names);
    if (!places.empty())
      branches.places += branch(verb.name, "words", places);
  }
  return branches;
}

/// Patterns of the verbs that have verbs below, such as 'lesson'.
std::string parentsOf(const std::vector<ListedVerb>& verbs) {
  std::vector<std::string> parents;
  for (const ListedVerb& verb : verbs) {
    if (!verb.below.empty())
      parents.push_back(quoted(verb.name));
  }
  return parents.empty() ? "''" : joined(parents, "|");
}

std::string bashCompletion(const std::vector<ListedVerb>& verbs) {
  std::vector<std::string> names;
  for (const ListedVerb& verb : verbs) {
    if (verb.name.find(' ') == std::string::npos)
      names.push_back(verb.name);
  }
  const BashBranches branches = branchesOf(verbs);
  return "# Completion of trocar for bash, made from its table of verbs.\n"
         "_trocar() {\n"
         "  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]}\n"
         "  local verb=${COMP_WORDS[1]} options= words=\n"
         "  if [ \"$COMP_CWORD\" -eq 1 ]; then\n"
         "    COMPREPLY=($(compgen -W " +
         quoted(joined(names, " ") + " --help --version") +
         " -- \"$current\"))\n"
         "    return\n"
         "  fi\n"
         "  case \"$verb\" in\n"
         "    " +
         parentsOf(verbs) +
         ") [ \"$COMP_CWORD\" -gt 2 ] && verb=\"$verb ${COMP_WORDS[2]}\" ;;\n"
         "  esac\n"
         "  case \"$verb\" in\n" +
         branches.options +
         "  esac\n"
         "  case \"$verb\" in\n" +
         branches.places +
         "  esac\n"
         "  case \"$verb $previous\" in\n" +
         branches.words +
         "  esac\n"
         "  case \"$current\" in\n"
         "    -*) COMPREPLY=($(compgen -W \"$options\" -- \"$current\")) ;;\n"
         "    *) COMPREPLY=($(compgen -W \"$words\" -- \"$current\")) ;;\n"
         "  esac\n"
         "  [ ${#COMPREPLY[@]} -gt 0 ] || COMPREPLY=($(compgen -f -- \"$current\"))\n"
         "}\n"
         "complete -o filenames -F _trocar trocar\n";
}

std::string fishLineOf(const Listed& option) {
  std::string line;
  for (const std::string& name : option.names)
    line += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!option.names.empty() && !option.value.empty())
    line += " -r";
  if (!option.words.empty())
    line += " -a " + quoted(joined(option.words, " "));
  return line + " -d " + quoted(option.about) + "\n";
}

std::string fishCompletion(const std::vector<ListedVerb>& verbs) {
  std::string text = "# Completion of trocar for fish, made from its table of verbs.\n";
  for (const ListedVerb& verb : verbs) {
    const std::size_t blank = verb.name.rfind(' ');
    const bool first = blank == std::string::npos;
    const std::string last = first ? verb.name : verb.name.substr(blank + 1);
    const std::string seen = "__fish_seen_subcommand_from ";
    text += "complete -c trocar -n " +
            quoted(first ? "__fish_use_subcommand" : seen + verb.name.substr(0, blank)) + " -a " +
            quoted(last) + " -d " + quoted(verb.about) + "\n";
    for (const Listed& option : verb.options) {
      if (!option.names.empty() || !option.words.empty())
        text += "complete -c trocar -n " + quoted(seen + last) + fishLineOf(option);
    }
  }
  return text;
}

}  // namespace

std::string Verb::manPage() const {
  std::string page =
      ".TH TROCAR 1 \"\" \"Trocar " + roff(std::string(version())) +
      "\" \"User Commands\"\n.SH NAME\ntrocar \\- rehearse and teach image\\-guided procedures on "
      "bone metastases\n.SH SYNOPSIS\n\\fBtrocar\\fR [\\fIVERB\\fR] [\\fIOPTION\\fR]...\n"
      ".SH DESCRIPTION\n" +
      roff(app_->get_description()) +
      "\nWithout a verb the planner opens. Points are patient LPS millimetres. Exit status: 0 "
      "done; "
      "1 a Danger finding stands that nobody accepted (check); 2 the input or the call is wrong, "
      "said in one line on standard error.\n";
  for (const ListedVerb& verb : listOf(*app_)) {
    page += ".SH " + roff(verb.name) + "\n" + roff(verb.about) + ".\n";
    for (const Listed& option : verb.options)
      page += manOf(option);
    if (verb.closing.find_first_not_of(" \n") != std::string::npos)
      page += ".PP\n.nf\n" + roff(verb.closing) + "\n.fi\n";
  }
  return page;
}

std::string Verb::completion(const std::string& shell) const {
  const std::vector<ListedVerb> verbs = listOf(*app_);
  if (shell == "fish")
    return fishCompletion(verbs);
  const std::string bash = bashCompletion(verbs);
  // zsh runs the completions of bash.
  return shell == "zsh" ? "#compdef trocar\nautoload -U +X bashcompinit && bashcompinit\n" + bash
                        : bash;
}

}  // namespace trocar::cli
