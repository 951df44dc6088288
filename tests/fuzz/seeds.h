#pragma once

#include <string>

namespace trocar {

enum class Voxels { Hu, Labels };

/// Images of a few voxels in good form.
std::string niftiSeed(Voxels voxels);
std::string nrrdSeed(Voxels voxels);
std::string metaSeed(Voxels voxels);
/// A CT slice in explicit little endian, not compressed.
std::string dicomSeed();
std::string dicomSegSeed();
/// A ring, a target and a point.
std::string structureSetSeed();

/// Documents in good form, with one of everything that they may hold.
std::string planSeed();
std::string caseSeed();
std::string jobsSeed();

}  // namespace trocar
