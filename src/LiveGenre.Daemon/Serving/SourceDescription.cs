using Google.Protobuf.WellKnownTypes;
using LiveGenre.Capture;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Serving;

/// <summary>What changes about a source only when somebody changes it.</summary>
/// <param name="Id">Short stable name.</param>
/// <param name="DisplayName">Name that people see.</param>
/// <param name="Address">Where the sound comes from, secrets removed.</param>
/// <param name="ModelId">The model that classifies it.</param>
/// <param name="Labels">Genres in the order of the scores.</param>
/// <param name="Window">Length of a window.</param>
/// <param name="Hop">Distance between window starts.</param>
/// <param name="Channel">The one channel that is heard, from 0; null for the mix of all.</param>
internal sealed record SourceDescription(
    string Id, string DisplayName, string Address, string ModelId, IReadOnlyList<string> Labels, TimeSpan Window, TimeSpan Hop, int? Channel = null)
{
    /// <summary>Describes a source under its settings.</summary>
    public static SourceDescription For(ServedModel model, SourceOptions source, IAudioSource audio) => For(
        model, model.LabelsFor(source), source.Id, NameOf(source),
        source.Address == DemoProgramme.Address ? source.Address : audio.Address, source.Channel);

    /// <summary>Describes a source that <paramref name="model"/> classifies.</summary>
    public static SourceDescription For(ServedModel model, LabelMap labels, string id, string displayName, string address, int? channel = null)
    {
        var (manifest, shape) = (model.Manifest, model.Shape);
        var frontEnd = manifest.FrontEnd.ToParameters();
        TimeSpan Frames(int count) => TimeSpan.FromSeconds((double)count * frontEnd.HopLength / frontEnd.SampleRateHz);
        return new(id, displayName, address, manifest.Id, labels.Names, Frames(shape.Frames), Frames(shape.HopFrames), channel);
    }

    /// <summary>What people see for a name.</summary>
    public static string NameOf(SourceOptions source) => source.Name.Length > 0 ? source.Name : source.Id;

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
            FailedWindowCount = (ulong)status.FailedWindowCount,
            CurrentHopDuration = (Hop * status.Stride).ToDuration(),
            HopChangeTime = status.StrideSince?.ToTimestamp(),
        };
    }
}
