using LiveGenre.Soak.Measurements;
using LiveGenre.Soak.Scene;

namespace LiveGenre.Soak.Faults;

/// <summary>A daemon is asked to end at any moment, from its first on. It is one of its own: those of the soak are watched from beginning to end.</summary>
internal static class RestartFaults
{
    private const int Restarts = 3;

    /// <summary>128 + SIGTERM: asked before the program's own code had begun.</summary>
    private const int TerminatedBeforeItBegan = 143;

    private static readonly TimeSpan LatestMoment = TimeSpan.FromSeconds(3);

    public static IEnumerable<Fault> Of(Surroundings around)
    {
        yield return new("SIGTERM at any moment", around.Relay, [], async random =>
        {
            using var station = new Broadcaster(around.Mp3);
            using var data = new TemporaryFolder();
            var setup = new DaemonSetup
            {
                Sources = [("web", station.Url), ("deck", KnownMusic.WavFile)],
                Settings = [("DataFolder", data.Path), ("History:Store", "sqlite"), ("Sources:1:Loop", "true")],
            };
            for (var i = 0; i < Restarts; i++)
            {
                await using var daemon = LivegenreProgram.Start(setup.Arguments(), setup.Environment);
                await Task.Delay(random.NextDouble() * LatestMoment);
                var children = daemon.Children();
                var hasBegun = daemon.Output.Length > 0;
                daemon.SendTerminate();
                var exitCode = await daemon.WaitAsync(Patience.Short);
                Assert.True(exitCode == 0 || (!hasBegun && exitCode == TerminatedBeforeItBegan), $"It ended with {exitCode}.\n{daemon.Output}{daemon.Errors}");
                Assert.All(children, child => Assert.False(ProcessMeter.IsThere(child), "A child is left behind."));
            }
        });
    }
}
