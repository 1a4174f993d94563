using static LiveGenre.Capture.PortAudio.LibPortAudio;

namespace LiveGenre.Capture.PortAudio;

/// <summary>
/// The one owner of PortAudio, whose state is the process's. All calls run on one thread, as its Windows host APIs require. PortAudio
/// looks for devices only when it is initialised, and ending it stops all streams: so it runs only while something is open or asked.
/// </summary>
internal sealed class PortAudioHost
{
    private readonly object _gate = new();
    private readonly Queue<Action<AudioSourceException?>> _jobs = new();
    private bool _hasThread;
    private int _openStreams;

    private PortAudioHost()
    {
    }

    /// <summary>The process's.</summary>
    public static PortAudioHost Shared { get; } = new();

    /// <summary>Streams open now. While there are any, PortAudio does not see devices that were plugged in later.</summary>
    public int OpenStreams => Volatile.Read(ref _openStreams);

    /// <summary>Runs <paramref name="work"/> on PortAudio's thread, with PortAudio initialised.</summary>
    /// <exception cref="AudioSourceException">PortAudio is not installed, or cannot be initialised.</exception>
    public Task<T> RunAsync<T>(string address, Func<T> work)
    {
        NativeLibraries.RequirePortAudio(address);
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _jobs.Enqueue(unusable =>
            {
                try
                {
                    done.SetResult(unusable is null ? work() : throw unusable);
                }
                catch (Exception error) // belongs to the caller
                {
                    done.SetException(error);
                }
            });
            if (!_hasThread)
            {
                _hasThread = true;
                new Thread(Serve) { IsBackground = true, Name = "livegenre-portaudio" }.Start();
            }

            Monitor.Pulse(_gate);
        }

        return done.Task;
    }

    /// <summary>Counts a stream that was opened. On PortAudio's thread.</summary>
    public void StreamOpened() => Interlocked.Increment(ref _openStreams);

    /// <summary>Counts a stream that was closed. On PortAudio's thread.</summary>
    public void StreamClosed() => Interlocked.Decrement(ref _openStreams);

    private void Serve()
    {
        NativeNoise.Silence();
        do
        {
            var error = Pa_Initialize();
            var unusable = error == 0 ? null : new AudioSourceException(
                AudioSourceFault.Unreachable, "portaudio", $"PortAudio cannot be initialised: {ErrorText(error)}.", error);
            while (NextJob() is { } job)
            {
                job(unusable);
            }

            if (error == 0)
            {
                _ = Pa_Terminate();
            }
        }
        while (!TryLeave());
    }

    private Action<AudioSourceException?>? NextJob()
    {
        lock (_gate)
        {
            while (_jobs.Count == 0 && _openStreams > 0)
            {
                Monitor.Wait(_gate);
            }

            return _jobs.TryDequeue(out var job) ? job : null;
        }
    }

    private bool TryLeave()
    {
        lock (_gate)
        {
            _hasThread = _jobs.Count > 0;
            return !_hasThread;
        }
    }
}
