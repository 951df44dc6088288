#pragma once

namespace trocar::cement {

/// Bone volume over total volume from CT: mineral density 0.8 mg/cm3 of hydroxyapatite per HU at
/// 120 kV, fraction (density + 50) / 1200, within 0.03 to 0.9 [estimated].
double boneVolumeFraction(double hu);

/// Kozeny's law for trabeculae with a surface of 18 mm2 per mm3 of bone:
/// (1 - b)^3 / (5 (18000 b)^2). At b = 0.10 it gives 4.5e-8 m2, the 4.45e-8 +- 1.72e-8 m2 that
/// Baroud et al. measured along the axis of human lumbar cores (2004).
double permeabilityM2(double boneVolumeFraction);

/// Permeability across the axis over that along it: 3.44e-8 / 4.45e-8 (Baroud et al. 2004).
inline constexpr double kTransverseOverAxial = 3.44 / 4.45;

/// Soft lytic tissue, which cement pushes aside [estimated].
inline constexpr double kLyticPermeabilityM2 = 1e-6;
inline constexpr double kLyticPorosity = 0.9;
inline constexpr double kLyticBelowHu = 100.0;

/// Killed tumour is soft and partly fluid, and gives way to cement more easily than living tumour:
/// its permeability over that before. Veins in what was killed have clotted: theirs. [estimated]
inline constexpr double kAblatedTumour = 3.0;
inline constexpr double kAblatedVein = 0.1;

/// Along the basivertebral vein inside the body [estimated].
inline constexpr double kVeinPermeabilityM2 = 3e-7;

/// Of a vein in the body, by Poiseuille's law for a round tube: the square of its diameter over 32.
double tubePermeabilityM2(double diameterMm);
/// Across the tributaries of the basivertebral vein, and of the veins they join in the cortex. Set
/// so that vessels leak about as often as in metastatic vertebrae (25 %, Corcos 2014) [calibrated].
inline constexpr double kTributaryMm = 3.0;

}  // namespace trocar::cement
