using System.Globalization;
using System.Text.RegularExpressions;

namespace LiveGenre.Cli.StreamEvaluation;

/// <summary>
/// The order of a programme, one item a line: <c>play LABEL[/FILE] [SECONDS] [fade SECONDS] [talk SECONDS]</c>,
/// <c>talk SECONDS</c>, <c>pause SECONDS</c>. What follows a # is a remark; names with blanks stand in quotes.
/// </summary>
internal static partial class ProgrammeScript
{
    private const double LongestSeconds = 86_400;

    /// <summary>Reads a script.</summary>
    /// <param name="name">Of the file, for messages.</param>
    /// <param name="lines">Its lines.</param>
    /// <exception cref="CommandFailedException">A line says nothing that can be done; the message names it.</exception>
    public static IReadOnlyList<ProgrammeItem> Parse(string name, IEnumerable<string> lines)
    {
        var items = new List<ProgrammeItem>();
        foreach (var (at, line) in lines.Index())
        {
            var words = new Queue<string>(Words().Matches(line).TakeWhile(word => word.Value[0] != '#').Select(word => word.Value.Trim('"')));
            if (words.Count > 0)
            {
                items.Add(Item(words, problem => new CommandFailedException(
                    $"{name}, line {at + 1}: {problem}; a line is 'play LABEL[/FILE] [SECONDS] [fade SECONDS] [talk SECONDS]', 'talk SECONDS' or 'pause SECONDS'.")));
            }
        }
        return items.Count > 0 ? items : throw new CommandFailedException($"{name} holds no item.");
    }

    private static ProgrammeItem Item(Queue<string> words, Func<string, CommandFailedException> wrong)
    {
        var item = words.Dequeue() switch
        {
            "play" => new ProgrammeItem(
                ProgrammeItemKind.Play,
                words.TryDequeue(out var target) ? target : throw wrong("play what?"),
                words.TryPeek(out var length) && char.IsAsciiDigit(length[0]) ? Seconds(words, wrong) : null),
            "talk" => new ProgrammeItem(ProgrammeItemKind.Talk, "", Seconds(words, wrong)),
            "pause" => new ProgrammeItem(ProgrammeItemKind.Pause, "", Seconds(words, wrong)),
            var other => throw wrong($"'{other}' is no item"),
        };
        while (words.TryDequeue(out var word))
        {
            item = word switch
            {
                "fade" => item with { Fade = Seconds(words, wrong) },
                "talk" when item.Kind == ProgrammeItemKind.Play => item with { TalkOver = Seconds(words, wrong) },
                _ => throw wrong($"'{word}' is not understood here"),
            };
        }
        return item;
    }

    private static TimeSpan Seconds(Queue<string> words, Func<string, CommandFailedException> wrong) =>
        words.TryDequeue(out var word)
            && double.TryParse(word, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and <= LongestSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw wrong($"{(word is null ? "a time is missing" : $"'{word}' is no time")} (seconds, above 0)");

    [GeneratedRegex("\"[^\"]*\"|[^\\s\"]+")]
    private static partial Regex Words();
}
