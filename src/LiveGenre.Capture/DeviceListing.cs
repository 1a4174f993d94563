namespace LiveGenre.Capture;

/// <summary>The devices of this machine.</summary>
/// <param name="Devices">All that were found.</param>
/// <param name="Notes">A sentence for each system that could not be asked, and why.</param>
public sealed record DeviceListing(IReadOnlyList<CaptureDevice> Devices, IReadOnlyList<string> Notes);
