#pragma once

namespace trocar::cli {

/// Runs one verb of the command line and returns the exit status: 0 done, 1 a Danger stands that
/// nobody accepted (`check`), 2 the input or the call is wrong, said in one line on standard error.
int runCommandLine(int argc, char** argv);
/// Throws Error where what was printed so far did not reach standard output, such as a full disk.
void requireWritten();

}  // namespace trocar::cli
