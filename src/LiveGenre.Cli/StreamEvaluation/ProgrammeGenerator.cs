namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>Makes programmes up as a station would run them, the same for a seed: tracks in random order, cross-faded, with talk, talk-over and pauses.</summary>
internal static class ProgrammeGenerator
{
    private const double LongestFadeSeconds = 4;
    private const double TalkShare = 0.15; // of the tracks have talk before them,
    private const double PauseShare = 0.08; // a pause,
    private const double TalkOverShare = 0.15; // or a voice over their beginning

    /// <summary>Makes a programme.</summary>
    /// <param name="tracks">LABEL/FILE of each track there is, in any order that does not change; one or more.</param>
    /// <param name="hasSpeech">Whether anybody can talk.</param>
    /// <param name="count">Tracks to play: each once before any comes again.</param>
    /// <param name="length">How long each is played; null for whole.</param>
    /// <param name="seed">Any number.</param>
    public static IReadOnlyList<ProgrammeItem> Create(IReadOnlyList<string> tracks, bool hasSpeech, int count, TimeSpan? length, int seed)
    {
        var random = new Random(seed);
        var (items, waiting) = (new List<ProgrammeItem>(), new Queue<string>());
        while (count-- > 0)
        {
            if (waiting.Count == 0)
            {
                var order = tracks.ToArray();
                random.Shuffle(order);
                waiting = new(order);
            }
            // Every draw is taken whether it is used or not, so that a folder of speech changes nothing else.
            var (kind, over, fade, talk, pause, voice) = (random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble(), random.NextDouble());
            var (talks, pauses) = (hasSpeech && kind < TalkShare, kind is >= TalkShare and < TalkShare + PauseShare);
            if (talks)
            {
                items.Add(new(ProgrammeItemKind.Talk, "", Between(5, 20, talk)));
            }
            if (pauses)
            {
                items.Add(new(ProgrammeItemKind.Pause, "", Between(1, 6, pause)));
            }
            items.Add(new(ProgrammeItemKind.Play, waiting.Dequeue(), length)
            {
                Fade = talks || pauses ? TimeSpan.Zero : Between(0, LongestFadeSeconds, fade),
                TalkOver = hasSpeech && over < TalkOverShare ? Between(5, 12, voice) : TimeSpan.Zero,
            });
        }
        return items;
    }

    private static TimeSpan Between(double least, double most, double share) =>
        TimeSpan.FromSeconds(Math.Round(least + ((most - least) * share), 1));
}
