namespace LiveGenre.Core.Decisions;

/// <summary>What kind of sound is on air. The first four are the labels of a model's activity head, in this order.</summary>
public enum Activity
{
    /// <summary>Music, sung or played.</summary>
    Music,

    /// <summary>Speech alone.</summary>
    Speech,

    /// <summary>Speech with music under it.</summary>
    SpeechOverMusic,

    /// <summary>Neither: applause, traffic, rain, static.</summary>
    Noise,

    /// <summary>Nothing to hear. Decided by level, never by the model.</summary>
    Silence,
}
