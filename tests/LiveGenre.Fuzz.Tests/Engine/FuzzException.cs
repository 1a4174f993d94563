namespace LiveGenre.Fuzz.Tests.Engine;

/// <summary>A target took an input, and what it made of it is wrong.</summary>
internal sealed class FuzzException(string message) : Exception(message)
{
    /// <summary>Requires what must hold.</summary>
    /// <exception cref="FuzzException">It does not.</exception>
    public static void Require(bool holds, string what)
    {
        if (!holds)
        {
            throw new FuzzException(what);
        }
    }
}
