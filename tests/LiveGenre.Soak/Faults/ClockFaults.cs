using LiveGenre.Soak.Scene;

namespace LiveGenre.Soak.Faults;

/// <summary>The system clock is set.</summary>
internal static class ClockFaults
{
    public static IEnumerable<Fault> Of(Surroundings around)
    {
        var missing = around.Clock is null ? "needs libfaketime" : null;
        var offset = TimeSpan.Zero;

        yield return new("clock set forwards", around.Booth, [], random => StepAsync(TimeSpan.FromMinutes(random.Next(2, 90))), missing);
        yield return new("clock set back", around.Booth, [], random => StepAsync(-TimeSpan.FromMinutes(random.Next(2, 90))), missing);

        async Task StepAsync(TimeSpan step)
        {
            offset += step;
            around.Clock!.Set(offset);
            var events = around.Booth.EventsOf("booth-deck");
            await events.WaitForAsync(
                r => r.Window is not null && (r.Window.EndTime() - DateTimeOffset.UtcNow - offset).Duration() < TimeSpan.FromSeconds(30), "a window of the new time", events.All.Count);
        }
    }
}
