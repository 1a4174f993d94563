using System.Text.Json;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Administration;

/// <summary>
/// <c>state.json</c> in the data folder: what was changed while the daemon ran, so that it is so after the next start.
/// One change at a time; <see cref="EnterAsync"/> first.
/// </summary>
internal sealed class StateFile : IDisposable
{
    /// <summary>Name of the file.</summary>
    public const string Name = "state.json";

    private readonly SemaphoreSlim _turn = new(1, 1);

    /// <summary>Reads the file of a data folder; one that is missing is empty.</summary>
    /// <exception cref="SettingsException">It cannot be read, or is of another version.</exception>
    public StateFile(string folder)
    {
        Path = System.IO.Path.Combine(folder, Name);
        Current = Read(Path);
    }

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>What it holds.</summary>
    public SavedState Current { get; private set; }

    /// <summary>Waits for the turn to change sources or the model; they stand on each other's ground.</summary>
    /// <returns>Ends the turn.</returns>
    public async Task<IDisposable> EnterAsync(CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        return new Turn(_turn);
    }

    /// <summary>Writes what holds from now on.</summary>
    /// <exception cref="Grpc.RpcException">It cannot be written, and nothing has changed.</exception>
    public void Save(SavedState state)
    {
        try
        {
            WholeFile.Write(Path, JsonSerializer.SerializeToUtf8Bytes(state, SavedStateJson.Default.SavedState));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw AdminErrors.NotSaved(Path, error.Message);
        }
        Current = state;
    }

    public void Dispose() => _turn.Dispose();

    private static SavedState Read(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return SavedState.Empty;
            }
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(path), SavedStateJson.Default.SavedState);
            if (state?.Sources.Any(HoldsNull) ?? false)
            {
                throw new JsonException("One of its sources is null, or holds a name or a target that is.");
            }
            return state is { Version: SavedState.SupportedVersion } ? state : throw new SettingsException([
                $"{path} is of version {state?.Version}, and this livegenre reads version {SavedState.SupportedVersion}; start the livegenre that wrote it, or move the file away to begin without it."]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SettingsException([$"{path} cannot be read: {error.Message} Mend it, or move it away to begin without the sources and the model that were chosen while the daemon ran."]);
        }
    }

    /// <summary>What the generated reader lets through: nulls within lists and dictionaries.</summary>
    private static bool HoldsNull(SavedSource? source) =>
        source is null || (source.Labels?.Values.Contains(null) ?? false) || (source.Targets?.Contains(null) ?? false);

    private sealed class Turn(SemaphoreSlim turn) : IDisposable
    {
        private SemaphoreSlim? _turn = turn;

        public void Dispose() => Interlocked.Exchange(ref _turn, null)?.Release();
    }
}
