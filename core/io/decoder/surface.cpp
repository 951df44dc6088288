#include "core/io/decoder/surface.h"

#include <vtkAbstractArray.h>
#include <vtkCallbackCommand.h>
#include <vtkCleanPolyData.h>
#include <vtkFieldData.h>
#include <vtkNew.h>
#include <vtkOBJReader.h>
#include <vtkPLYReader.h>
#include <vtkPolyData.h>
#include <vtkPolyDataReader.h>
#include <vtkSTLReader.h>
#include <vtkStringArray.h>
#include <vtkTriangleFilter.h>
#include <vtkXMLPolyDataReader.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <cstring>
#include <fstream>
#include <limits>
#include <stdexcept>
#include <string_view>

namespace trocar {
namespace {

bool endsWith(const std::string& path, std::string_view ending) {
  return path.size() >= ending.size() &&
         std::equal(ending.rbegin(), ending.rend(), path.rbegin(), [](char a, char b) {
           return a == std::tolower(static_cast<unsigned char>(b));
         });
}

/// The first complaint of a reader, which would otherwise go to standard error.
class Complaint {
 public:
  explicit Complaint(vtkObject& of) {
    listener_->SetClientData(&text_);
    listener_->SetCallback([](vtkObject*, unsigned long, void* text, void* said) {
      auto& kept = *static_cast<std::string*>(text);
      if (kept.empty() && said != nullptr)
        kept = static_cast<const char*>(said);
    });
    of.AddObserver(vtkCommand::ErrorEvent, listener_);
  }

  /// Without the place in the reader's source and the address of the object.
  std::string words() const {
    constexpr std::string_view kBefore = "): ";
    const std::size_t at = text_.find(kBefore);
    std::string words = at == std::string::npos ? text_ : text_.substr(at + kBefore.size());
    words.erase(words.find_last_not_of(" \r\n\t.") + 1);
    return words;
  }

 private:
  std::string text_;
  vtkNew<vtkCallbackCommand> listener_;
};

/// "SPACE=LPS" in a comment among the first bytes, as 3D Slicer writes it.
std::string spaceInBeginning(const std::string& path) {
  std::string text(2048, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  for (const char* space : {"LPS", "RAS"}) {
    if (text.find("SPACE=" + std::string(space)) != std::string::npos)
      return space;
  }
  return {};
}

/// Of a VTP file: a text called SPACE among its field data.
std::string spaceInFields(vtkFieldData& fields) {
  auto* stated = vtkStringArray::SafeDownCast(fields.GetAbstractArray("SPACE"));
  const std::string space =
      stated == nullptr || stated->GetNumberOfValues() == 0 ? "" : stated->GetValue(0);
  return space == "LPS" || space == "RAS" ? space : std::string();
}

/// Of a binary STL file: VTK takes the triangles that are there for all.
void checkStlCount(const std::string& path) {
  std::array<char, 84> header{};
  std::ifstream file(path, std::ios::binary);
  file.read(header.data(), header.size());
  if (!file || std::string_view(header.data(), 5) == "solid")
    return;
  std::uint32_t counted = 0;
  std::memcpy(&counted, header.data() + 80, sizeof counted);
  file.seekg(0, std::ios::end);
  const auto held = (static_cast<std::uint64_t>(file.tellg()) - header.size()) / 50;
  if (held < counted)
    throw std::runtime_error("its header counts " + std::to_string(counted) +
                             " triangles, but it holds " + std::to_string(held));
}

/// What the reader gives, its polygons and strips as triangles and points of one place as one: many
/// programs write the corners of each triangle anew.
DecodedSurface trianglesOf(vtkPolyData& read) {
  vtkNew<vtkTriangleFilter> triangulated;
  triangulated->SetInputData(&read);
  triangulated->PassLinesOff();
  triangulated->PassVertsOff();
  vtkNew<vtkCleanPolyData> joined;
  joined->SetInputConnection(triangulated->GetOutputPort());
  joined->SetTolerance(0.0);
  joined->Update();
  vtkPolyData& surface = *joined->GetOutput();
  if (surface.GetNumberOfPolys() == 0)
    throw std::runtime_error("it holds no triangle");
  if (surface.GetNumberOfPoints() > std::numeric_limits<std::int32_t>::max())
    throw std::runtime_error("it holds too many points");
  DecodedSurface decoded;
  decoded.points.resize(static_cast<std::size_t>(surface.GetNumberOfPoints()));
  for (std::size_t n = 0; n < decoded.points.size(); ++n)
    surface.GetPoint(static_cast<vtkIdType>(n), decoded.points[n].data());
  decoded.triangles.reserve(static_cast<std::size_t>(surface.GetNumberOfPolys()));
  vtkCellArray& polys = *surface.GetPolys();
  vtkIdType count = 0;
  const vtkIdType* corners = nullptr;
  for (polys.InitTraversal(); polys.GetNextCell(count, corners) != 0;) {
    if (count == 3)
      decoded.triangles.push_back({static_cast<std::uint32_t>(corners[0]),
                                   static_cast<std::uint32_t>(corners[1]),
                                   static_cast<std::uint32_t>(corners[2])});
  }
  return decoded;
}

template <typename Reader>
DecodedSurface readAs(const std::string& path) {
  const vtkNew<Reader> reader;
  const Complaint complaint(*reader);
  reader->SetFileName(path.c_str());
  reader->Update();
  if (const std::string words = complaint.words(); !words.empty())
    throw std::runtime_error(words);
  DecodedSurface decoded = trianglesOf(*reader->GetOutput());
  decoded.space = spaceInFields(*reader->GetOutput()->GetFieldData());
  if (decoded.space.empty())
    decoded.space = spaceInBeginning(path);
  return decoded;
}

}  // namespace

DecodedSurface decodedSurface(const std::string& path) {
  if (endsWith(path, ".stl")) {
    checkStlCount(path);
    return readAs<vtkSTLReader>(path);
  }
  if (endsWith(path, ".obj"))
    return readAs<vtkOBJReader>(path);
  if (endsWith(path, ".ply"))
    return readAs<vtkPLYReader>(path);
  if (endsWith(path, ".vtp"))
    return readAs<vtkXMLPolyDataReader>(path);
  return readAs<vtkPolyDataReader>(path);
}

}  // namespace trocar
