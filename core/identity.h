#pragma once

#include <string_view>

namespace trocar {

/// Whether a name, such as a folder's, looks like one that tells who a patient is: a DICOM name
/// ("DOE^JANE"), two or more words with capitals that mean nothing in anatomy ("Doe Jane 1961"), or
/// a number as long as those of patients (seven digits and more) or a date of birth. Guesses: who
/// asks a person because of it must take "no" for an answer.
bool looksLikeIdentity(std::string_view name);

}  // namespace trocar
