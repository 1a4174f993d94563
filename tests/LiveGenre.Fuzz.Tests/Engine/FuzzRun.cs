using System.Diagnostics;
using System.Text;

namespace LiveGenre.Fuzz.Tests.Engine;

/// <summary>Feeds a target case after case and keeps what went wrong.</summary>
internal sealed class FuzzRun(FuzzTarget target, int seed)
{
    private const int MostFindings = 5;

    private readonly HashSet<string> _known = [];

    /// <summary>Cases that were fed.</summary>
    public long Cases { get; private set; }

    /// <summary>Those of them that were taken; the others were refused as they should be.</summary>
    public long Taken { get; private set; }

    /// <summary>The longest that one took.</summary>
    public TimeSpan Slowest { get; private set; }

    /// <summary>Number of the case that took longest.</summary>
    public long SlowestCase { get; private set; }

    /// <summary>The case that runs now, for who watches over it; −1 between runs.</summary>
    public long Current { get; private set; } = -1;

    /// <summary>What went wrong, each with its smallest input.</summary>
    public List<string> Findings { get; } = [];

    /// <summary>Runs cases <paramref name="from"/> up to, and without, <paramref name="to"/>.</summary>
    public void Run(long from, long to)
    {
        for (var index = from; index < to && Findings.Count < MostFindings; index++)
        {
            var input = Mutator.Make(target, seed, index);
            Current = index;
            var started = Stopwatch.GetTimestamp();
            try
            {
                Taken += target.Run(input) ? 1 : 0;
            }
            catch (Exception error)
            {
                Note(index, input, error);
            }
            var took = Stopwatch.GetElapsedTime(started);
            if (took > Slowest)
            {
                (Slowest, SlowestCase) = (took, index);
            }
            Cases++;
        }
        Current = -1;
    }

    private void Note(long index, byte[] input, Exception error)
    {
        if (!_known.Add(Kind(error)))
        {
            return;
        }
        var smallest = Shrinker.Shrink(input, candidate => FailsAs(candidate, Kind(error)));
        Findings.Add($"""
            {target.Name}: case {index} of seed {seed} ({input.Length} bytes, {smallest.Length} of them needed)
              run it again: --target {target.Name} --seed {seed} --case {index}
              text:  {Printable(smallest)}
              bytes: {Convert.ToHexString(smallest.AsSpan(0, Math.Min(smallest.Length, 512)))}
              {error}
            """);
    }

    private bool FailsAs(byte[] input, string kind)
    {
        try
        {
            target.Run(input);
            return false;
        }
        catch (Exception error)
        {
            return Kind(error) == kind;
        }
    }

    /// <summary>Two errors of one type from one place are one finding.</summary>
    private static string Kind(Exception error) => $"{error.GetType()} {error.StackTrace?.Split('\n')[0]}";

    private static string Printable(byte[] input) =>
        string.Concat(Encoding.Latin1.GetString(input.AsSpan(0, Math.Min(input.Length, 256))).Select(c => c is >= ' ' and <= '~' ? c : '·'));
}
