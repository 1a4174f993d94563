namespace LiveGenre.Daemon.Pipeline;

/// <summary>Whether the model answers. Told by the classify stage, asked by health, metrics and alerts.</summary>
internal sealed class ModelHealth(TimeProvider time)
{
    private ModelState _state = new(false, "", time.GetUtcNow());

    /// <summary>How it is now; replaced as a whole.</summary>
    public ModelState State => Volatile.Read(ref _state);

    /// <summary>It began to fail, or answers again.</summary>
    public event Action<ModelState>? Changed;

    /// <summary>A window got no measurement.</summary>
    public void Fail(string detail)
    {
        if (!State.IsFailing)
        {
            Enter(new(true, detail, time.GetUtcNow()));
        }
    }

    /// <summary>A batch was classified.</summary>
    public void Answer()
    {
        if (State.IsFailing)
        {
            Enter(new(false, "", time.GetUtcNow()));
        }
    }

    private void Enter(ModelState state)
    {
        Volatile.Write(ref _state, state);
        Changed?.Invoke(state);
    }
}

/// <summary>How the model does.</summary>
/// <param name="IsFailing">Whether the last window that it was given got no measurement.</param>
/// <param name="Detail">Why, as a sentence.</param>
/// <param name="Since">Since when, UTC.</param>
internal sealed record ModelState(bool IsFailing, string Detail, DateTimeOffset Since);
