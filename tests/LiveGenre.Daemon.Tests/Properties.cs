using FsCheck;

namespace LiveGenre.Daemon.Tests;

internal static class Properties
{
    /// <summary>Tries a property on random input, and on failure throws with the smallest input that fails and the seed that leads to it.</summary>
    public static void AssertHolds(this Property property, int cases = 100) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(cases), property);
}
