using System.Diagnostics;
using System.Diagnostics.Tracing;

namespace LiveGenre.Benchmarks;

/// <summary>What this process takes of the machine from one moment to another: processor time, memory, allocations, pauses of the garbage collector.</summary>
internal sealed class ProcessMeter : EventListener
{
    private const EventKeywords GarbageCollection = (EventKeywords)1;
    private const string AllocationSampled = "GCAllocationTick_V4";

    private readonly Lock _gate = new();
    private readonly Dictionary<string, long> _allocations = [];
    private EventSource? _runtime;
    private DateTime? _suspended;
    private TimeSpan _longestPause;
    private long _started;
    private long _allocatedBefore;
    private TimeSpan _processorBefore;

    /// <param name="sampleAllocations">Whether to find out which types the bytes are of.</param>
    public ProcessMeter(bool sampleAllocations)
    {
        if (sampleAllocations && _runtime is { } runtime)
        {
            EnableEvents(runtime, EventLevel.Verbose, GarbageCollection);
        }
    }

    /// <summary>Longest time that all threads stood still, since <see cref="Begin"/>.</summary>
    public TimeSpan LongestPause
    {
        get
        {
            lock (_gate)
            {
                return _longestPause;
            }
        }
    }

    /// <summary>Managed bytes since <see cref="Begin"/>.</summary>
    public long AllocatedBytes => GC.GetTotalAllocatedBytes(precise: true) - _allocatedBefore;

    /// <summary>Processor time a second since <see cref="Begin"/>.</summary>
    public double Cores => (ProcessorTime() - _processorBefore) / Stopwatch.GetElapsedTime(_started);

    /// <summary>Resident memory now.</summary>
    public static long ResidentBytes
    {
        get
        {
            using var self = Process.GetCurrentProcess();
            return self.WorkingSet64;
        }
    }

    /// <summary>Starts measuring.</summary>
    public void Begin()
    {
        lock (_gate)
        {
            _longestPause = TimeSpan.Zero;
            _allocations.Clear();
        }
        (_started, _allocatedBefore, _processorBefore) = (Stopwatch.GetTimestamp(), GC.GetTotalAllocatedBytes(precise: true), ProcessorTime());
    }

    /// <summary>The types that most bytes were of, of those that were sampled: one in about 100 KB.</summary>
    public IReadOnlyList<KeyValuePair<string, long>> TopAllocations(int count)
    {
        lock (_gate)
        {
            return [.. _allocations.OrderByDescending(a => a.Value).Take(count)];
        }
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        if (eventSource.Name == "Microsoft-Windows-DotNETRuntime")
        {
            _runtime = eventSource;
            EnableEvents(eventSource, EventLevel.Informational, GarbageCollection);
        }
    }

    protected override void OnEventWritten(EventWrittenEventArgs eventData)
    {
        lock (_gate)
        {
            switch (eventData.EventName)
            {
                case "GCSuspendEEBegin_V1":
                    _suspended = eventData.TimeStamp; // events are told of later than they happen
                    break;
                case "GCRestartEEEnd_V1" when _suspended is { } suspended:
                    var pause = eventData.TimeStamp - suspended;
                    _longestPause = pause > _longestPause ? pause : _longestPause;
                    _suspended = null;
                    break;
                case AllocationSampled:
                    var type = (string)eventData.Payload![5]!;
                    _allocations[type] = _allocations.GetValueOrDefault(type) + Convert.ToInt64(eventData.Payload[3], null);
                    break;
            }
        }
    }

    private static TimeSpan ProcessorTime()
    {
        using var self = Process.GetCurrentProcess();
        return self.TotalProcessorTime;
    }
}
