using LiveGenre.Core.Audio;

namespace LiveGenre.Capture;

/// <summary>A device that can be captured now.</summary>
/// <param name="Address">To be used as SOURCE.</param>
/// <param name="DisplayName">What its owner calls it.</param>
/// <param name="Backend">Through which system it is reached.</param>
/// <param name="Kind">What it hears.</param>
/// <param name="Format">The rate and channels it would be opened with.</param>
/// <param name="IsDefault">Whether it is its system's default of its kind.</param>
public sealed record CaptureDevice(
    string Address, string DisplayName, CaptureBackend Backend, CaptureDeviceKind Kind, AudioFormat Format, bool IsDefault);
