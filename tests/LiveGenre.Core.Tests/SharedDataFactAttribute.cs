namespace LiveGenre.Core.Tests;

/// <summary>A test that needs recordings which may not be published: ../shared/data/NAME beside the repository or its parents. Skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string name)
    {
        if (Find(name) is null)
        {
            Skip = $"There is no shared/data/{name} beside the repository.";
        }
    }

    /// <summary>The folder, or null.</summary>
    public static string? Find(string name)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var data = Path.Combine(folder.FullName, "shared", "data", name);
            if (Directory.Exists(data))
            {
                return data;
            }
        }
        return null;
    }
}
