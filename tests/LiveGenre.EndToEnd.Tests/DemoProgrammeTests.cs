using System.Text.Json;
using LiveGenre.EndToEnd.Tests.Support;
using Xunit.Abstractions;

namespace LiveGenre.EndToEnd.Tests;

/// <summary>The demo programme through <c>livegenre classify</c>, against what is known to be on air.</summary>
public sealed class DemoProgrammeTests(ITestOutputHelper output)
{
    /// <summary>Windows of a kind that must be heard as it. The model is no oracle; dead air is decided by level and must be.</summary>
    private static readonly Dictionary<string, double> LeastShare = new() { ["speech"] = 0.75, ["music"] = 0.75, ["silence"] = 1 };

    /// <summary>Pieces of music whose most frequent genre must be the right one: all nine are, and another version of the synthesiser may cost one.</summary>
    private const double LeastShareOfPieces = 0.85;

    [NeedsFact(Need.Demo, Need.FFmpeg)]
    public async Task Classify_DemoProgramme_HearsSpeechSilenceMusicAndItsGenres()
    {
        var (exitCode, printed, errors) = await LivegenreProgram.RunAsync(["classify", DemoProgrammeFiles.Audio, "--format", "json"]);

        Assert.True(exitCode == 0, errors);
        var lines = printed.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        var summary = lines[^1];
        Assert.True(summary.GetProperty("summary").GetBoolean());
        Assert.Equal(lines.Count - 1, summary.GetProperty("windows").GetInt32());
        var heard = lines.SkipLast(1).Select(Window.Read).ToList();
        var pieces = ReadTruth(summary.GetProperty("duration_s").GetDouble());
        foreach (var (activity, least) in LeastShare)
        {
            var windows = pieces.Where(p => p.Activity == activity).SelectMany(p => p.Of(heard)).ToList();
            var share = windows.Count(w => w.Activity == activity) / (double)windows.Count;
            output.WriteLine($"{activity}: {share:P0} of {windows.Count} windows.");
            Assert.InRange(share, least, 1);
        }
        var music = pieces.Where(p => p.Activity == "music").ToList();
        var right = music.Count(p => p.Of(heard).GroupBy(w => w.Label).MaxBy(g => g.Count())?.Key == p.Label);
        output.WriteLine($"Genre: {right} of {music.Count} pieces.");
        Assert.InRange(right / (double)music.Count, LeastShareOfPieces, 1);
    }

    private static List<Piece> ReadTruth(double durationSeconds)
    {
        using var truth = JsonDocument.Parse(File.ReadAllText(DemoProgrammeFiles.Truth));
        Assert.Equal(truth.RootElement.GetProperty("durationSeconds").GetDouble(), durationSeconds, 0.01);
        return [.. truth.RootElement.GetProperty("segments").EnumerateArray().Select(Piece.Read)];
    }

    private sealed record Window(double Start, double End, string Label, string Activity)
    {
        public static Window Read(JsonElement json) => new(
            json.GetProperty("start_s").GetDouble(), json.GetProperty("end_s").GetDouble(),
            json.GetProperty("label").GetString()!, json.GetProperty("activity").GetString()!);
    }

    private sealed record Piece(double Start, double End, string Label, string Activity)
    {
        public static Piece Read(JsonElement json) => new(
            json.GetProperty("startSeconds").GetDouble(), json.GetProperty("endSeconds").GetDouble(),
            json.GetProperty("label").GetString()!, json.GetProperty("activity").GetString()!);

        /// <summary>The windows that hear nothing else.</summary>
        public IEnumerable<Window> Of(IEnumerable<Window> windows) => windows.Where(w => w.Start >= Start && w.End <= End);
    }
}
