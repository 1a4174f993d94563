using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving;

/// <summary>What does not change about a source while the daemon runs.</summary>
/// <param name="Id">Short stable name.</param>
/// <param name="DisplayName">Name that people see.</param>
/// <param name="Address">Where the sound comes from, secrets removed.</param>
/// <param name="ModelId">The model that classifies it.</param>
/// <param name="Labels">Genres in the order of the scores.</param>
/// <param name="Window">Length of a window.</param>
/// <param name="Hop">Distance between window starts.</param>
internal sealed record SourceDescription(
    string Id, string DisplayName, string Address, string ModelId, IReadOnlyList<string> Labels, TimeSpan Window, TimeSpan Hop)
{
    /// <summary>Describes a source that <paramref name="manifest"/>'s model classifies.</summary>
    public static SourceDescription For(ModelManifest manifest, WindowShape shape, string id, string displayName, string address)
    {
        var frontEnd = manifest.FrontEnd.ToParameters();
        TimeSpan Frames(int count) => TimeSpan.FromSeconds((double)count * frontEnd.HopLength / frontEnd.SampleRateHz);
        return new(id, displayName, address, manifest.Id, manifest.GenreHead.Labels, Frames(shape.Frames), Frames(shape.HopFrames));
    }

    public Source ToMessage(SourceStatus status)
    {
        var entry = status.Entry;
        return new Source
        {
            SourceId = Id,
            DisplayName = DisplayName,
            Address = Address,
            State = entry.State,
            StateDetail = entry.Detail,
            StateSinceTime = entry.Since.ToTimestamp(),
            InputSampleRateHz = (uint)status.Format.SampleRateHz,
            InputChannelCount = (uint)status.Format.Channels,
            ModelId = ModelId,
            Labels = { Labels },
            ActivityLabels = { Core.Decisions.ActivityLabels.OfModel.ToArray() },
            WindowDuration = Window.ToDuration(),
            WindowHopDuration = Hop.ToDuration(),
            WindowCount = (ulong)status.WindowCount,
            DroppedWindowCount = (ulong)status.DroppedWindowCount,
            LostSampleCount = (ulong)status.LostSampleCount,
            ReconnectCount = (uint)status.ReconnectCount,
        };
    }
}
