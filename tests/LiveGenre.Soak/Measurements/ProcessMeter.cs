using System.Diagnostics;
using System.Globalization;

namespace LiveGenre.Soak.Measurements;

/// <summary>Reads every two seconds what a process holds (<c>/proc</c>).</summary>
internal sealed class ProcessMeter : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly List<ProcessSample> _samples = [];
    private readonly CancellationTokenSource _stop = new();
    private readonly ChildProcess _process;
    private readonly Task _measuring;

    public ProcessMeter(ChildProcess process)
    {
        _process = process;
        _measuring = MeasureAsync();
    }

    public IReadOnlyList<ProcessSample> Samples
    {
        get
        {
            lock (_gate)
            {
                return [.. _samples];
            }
        }
    }

    /// <summary>Whether a process is there, and no zombie that its new parent has yet to fetch.</summary>
    public static bool IsThere(int process) => State(process) is not (null or 'Z' or 'X');

    /// <summary>Measures no more; what was measured stays.</summary>
    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        await _measuring;
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stop.Dispose();
    }

    private async Task MeasureAsync()
    {
        var clock = Stopwatch.StartNew();
        using var timer = new PeriodicTimer(Interval);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                if (TrySample(clock.Elapsed) is { } sample)
                {
                    lock (_gate)
                    {
                        _samples.Add(sample);
                    }
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private ProcessSample? TrySample(TimeSpan time)
    {
        try
        {
            var status = File.ReadAllLines($"/proc/{_process.Id}/status");
            return new ProcessSample(
                time, Value(status, "VmRSS:") / 1_024.0, Value(status, "Threads:"), Directory.GetFileSystemEntries($"/proc/{_process.Id}/fd").Length,
                _process.Children().Count(child => State(child) == 'Z'));
        }
        catch (Exception error) when (error is IOException or InvalidOperationException)
        {
            return null; // a thread has ended while it was looked at, or the process has; whoever waits for that will say so
        }
    }

    private static int Value(string[] status, string name) =>
        int.Parse(status.First(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);

    private static char? State(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].TrimStart()[0];
        }
        catch (IOException)
        {
            return null;
        }
    }
}
