using System.Diagnostics;
using System.Globalization;
using Dapper;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.History.Storage;
using LiveGenre.Daemon.Tests.History.Support;
using Microsoft.Data.Sqlite;
using Xunit.Abstractions;

namespace LiveGenre.Daemon.Tests.History;

/// <summary>kill -9 in the middle of writing. LIVEGENRE_HISTORY_KILLS sets how often, 8 if it is not set.</summary>
public sealed class KilledWriterTests(ITestOutputHelper output) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");

    [Fact]
    public async Task Write_KilledAgainAndAgain_CorruptsNothingAndLosesNothingWritten()
    {
        var kills = int.TryParse(Environment.GetEnvironmentVariable("LIVEGENRE_HISTORY_KILLS"), CultureInfo.InvariantCulture, out var set) ? set : 8;
        var file = Path.Combine(_folder.FullName, "history.db");
        var random = new Random(1);
        long next = 0;
        var worst = TimeSpan.Zero;
        for (var kill = 0; kill < kills; kill++)
        {
            // By count of batches, so that a slow machine is killed in the middle of writing too.
            var (written, added) = await RunAndKillAsync(file, next, batches: 1 + (kill % 3), TimeSpan.FromMilliseconds(random.Next(0, 600)));

            await using var database = SqliteDatabase.InFile($"Data Source={file}", StoreUnderTest.Quota);
            var stored = await CheckAsync(database, next);
            Assert.InRange(stored, written, added.Count + 1); // killed between adding and saying so
            // How long before the kill the first window that is lost was added.
            var lost = stored < added.Count ? added[^1] - added[(int)stored] : TimeSpan.Zero;
            worst = lost > worst ? lost : worst;
            next += stored;
        }
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{kills} kills, {next} windows kept; at most the last {worst.TotalSeconds:0.00} s lost"));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>All that the file holds agrees with itself.</summary>
    /// <returns>Windows from number <paramref name="first"/> on.</returns>
    private static async Task<long> CheckAsync(SqliteDatabase database, long first)
    {
        await using var connection = (SqliteConnection)await database.ConnectAsync(CancellationToken.None);
        Assert.Equal("ok", await connection.ExecuteScalarAsync<string>("PRAGMA integrity_check"));
        var windows = await connection.ExecuteScalarAsync<long>("SELECT COUNT(*) FROM heard_window");
        var last = await connection.ExecuteScalarAsync<long?>("SELECT MAX(start_us) FROM heard_window");
        // No holes: what is lost is the end, of each run.
        Assert.Equal(windows == 0 ? null : UnixMicroseconds.Of(CrashingWriter.StartOf(windows - 1)), last);
        // Air time came in the same transactions.
        var heard = await new HistoryReader(database).MeasureAsync(
            "fm", [new(Programme.Noon, Programme.Noon.AddDays(300))], CancellationToken.None);
        Assert.Equal(windows * Programme.Hop, heard[0].Heard);
        // And so did segments: closed and open ones cover all of it.
        var closed = await connection.ExecuteScalarAsync<long>("SELECT COALESCE(SUM(window_count), 0) FROM segment");
        var open = await connection.ExecuteScalarAsync<long>("SELECT COALESCE(MAX(end_us), 0) FROM open_segment");
        Assert.InRange(windows - first, 0, long.MaxValue);
        if (windows > first)
        {
            Assert.Equal(UnixMicroseconds.Of(CrashingWriter.StartOf(windows - 1) + (2 * Programme.Hop)), open);
            Assert.InRange(closed, windows - CrashingWriter.WindowsPerSegment, windows + (2 * windows / CrashingWriter.WindowsPerSegment) + 2);
        }
        return windows - first;
    }

    /// <summary>Runs the writer until it has written some batches, lets it go on for a moment, and kills it.</summary>
    /// <returns>Windows that it said were written, and when it said that it had added each.</returns>
    private static async Task<(long Written, IReadOnlyList<TimeSpan> Added)> RunAndKillAsync(string file, long first, int batches, TimeSpan moment)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", ["exec", typeof(CrashingWriter).Assembly.Location, "history-writer", file, first.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
        })!;
        long written = 0;
        var added = new List<TimeSpan>();
        var clock = Stopwatch.StartNew();
        var isKilled = false;
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.StartsWith("added", StringComparison.Ordinal))
            {
                added.Add(clock.Elapsed);
            }
            else if (long.TryParse(line.AsSpan("written ".Length), CultureInfo.InvariantCulture, out written) && --batches == 0)
            {
                _ = Task.Delay(moment).ContinueWith(_ => process.Kill(), TaskScheduler.Default);
                isKilled = true;
            }
        }
        await process.WaitForExitAsync();
        Assert.True(isKilled, $"the writer ended by itself with exit code {process.ExitCode}");
        return (written, added);
    }
}
