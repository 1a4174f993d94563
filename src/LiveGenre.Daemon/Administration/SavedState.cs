using System.Collections.ObjectModel;
using System.Text.Json.Serialization;
using LiveGenre.Capture;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Administration;

/// <summary>What an administrator has changed while the daemon ran.</summary>
/// <param name="Version">The version of this format: <see cref="SupportedVersion"/>.</param>
/// <param name="Sources">Sources that were added.</param>
/// <param name="Model">The model that was put in the place of the configured one; null for that.</param>
internal sealed record SavedState(int Version, IReadOnlyList<SavedSource> Sources, SavedModel? Model = null)
{
    /// <summary>The only version that this program reads.</summary>
    public const int SupportedVersion = 1;

    /// <summary>Nothing was changed.</summary>
    public static SavedState Empty { get; } = new(SupportedVersion, []);
}

/// <summary>A source that was added.</summary>
/// <param name="Id">As <see cref="SourceOptions.Id"/>.</param>
/// <param name="Name">As <see cref="SourceOptions.Name"/>.</param>
/// <param name="Address">As <see cref="SourceOptions.Address"/>, with its secrets.</param>
/// <param name="Channel">As <see cref="SourceOptions.Channel"/>.</param>
/// <param name="Loop">As <see cref="SourceOptions.Loop"/>.</param>
/// <param name="TimeZone">As <see cref="SourceOptions.TimeZone"/>.</param>
/// <param name="Labels">As <see cref="SourceOptions.Labels"/>; null for none.</param>
/// <param name="Targets">As <see cref="FormatOptions.Targets"/>; null for none.</param>
internal sealed record SavedSource(
    string Id, string Name, string Address, int? Channel, bool Loop, string TimeZone,
    IReadOnlyDictionary<string, string>? Labels = null, IReadOnlyList<FormatTargetOptions>? Targets = null)
{
    /// <summary>The same as settings.</summary>
    public SourceOptions ToOptions(StreamReach reach) => new()
    {
        Id = Id,
        Name = Name,
        Address = Address,
        Channel = Channel,
        Loop = Loop,
        TimeZone = TimeZone,
        Labels = Labels ?? new Dictionary<string, string>(),
        StreamReach = reach,
        Format = Targets is null ? null : new() { Targets = Targets },
    };

    /// <summary>Whether sound and names of genres are the same as of <paramref name="other"/>; what people call it, its zone and its targets may differ.</summary>
    public bool IsHeardAs(SavedSource other) =>
        (Address, Channel, Loop) == (other.Address, other.Channel, other.Loop)
        && (Labels ?? ReadOnlyDictionary<string, string>.Empty).ToHashSet().SetEquals(other.Labels ?? ReadOnlyDictionary<string, string>.Empty);

    /// <summary>What an administrator would ask for to have it, without names and targets.</summary>
    public SourceSettings ToMessage()
    {
        var settings = new SourceSettings { SourceId = Id, DisplayName = Name, Address = Address, Loop = Loop, TimeZone = TimeZone };
        if (Channel is { } channel)
        {
            settings.Channel = unchecked((uint)channel); // a negative one is too large, and refused as that
        }
        return settings;
    }
}

/// <summary>The model that was chosen.</summary>
/// <param name="Id">As its manifest has it.</param>
/// <param name="InsteadOf">LiveGenre:Model:Path at that time; where the setting has been changed since, it holds again.</param>
internal sealed record SavedModel(string Id, string InsteadOf);

/// <summary>The generated reader and writer of the state file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SavedState))]
internal sealed partial class SavedStateJson : JsonSerializerContext;
