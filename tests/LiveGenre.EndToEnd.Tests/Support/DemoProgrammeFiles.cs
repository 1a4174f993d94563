namespace LiveGenre.EndToEnd.Tests.Support;

/// <summary>What tools/demo/build.sh makes.</summary>
internal static class DemoProgrammeFiles
{
    public static string Audio { get; } = RepositoryFolder.Of("artifacts", "demo", "programme.flac");

    /// <summary>What is on air when.</summary>
    public static string Truth { get; } = RepositoryFolder.Of("artifacts", "demo", "programme.json");
}
