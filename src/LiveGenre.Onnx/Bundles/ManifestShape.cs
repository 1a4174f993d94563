using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace LiveGenre.Onnx.Bundles;

/// <summary>
/// Holds a manifest's keys and their types against the generated metadata of <see cref="ModelManifest"/>, so that every
/// misspelt, missing or mistyped key is named at once; the deserialiser alone would stop at the first.
/// </summary>
internal static class ManifestShape
{
    /// <summary>Everything that does not fit, one sentence each, in the order of the text.</summary>
    public static IReadOnlyList<string> Check(JsonElement root)
    {
        var problems = new List<string>();
        Check("the manifest", "", root, typeof(ModelManifest), problems);
        return problems;
    }

    private static void Check(string key, string prefix, JsonElement value, Type type, List<string> problems)
    {
        var wanted = Wanted(value, type);
        if (wanted is not null)
        {
            problems.Add($"{key} is {Shorten(value)}; allowed: {wanted}.");
            return;
        }

        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || type == typeof(JsonElement))
        {
            return;
        }

        var info = ManifestJson.Default.GetTypeInfo(type)!;
        if (info.ElementType is { } element)
        {
            var index = 0;
            foreach (var item in value.EnumerateArray())
            {
                Check($"{key}[{index}]", $"{key}[{index}].", item, element, problems);
                index++;
            }

            return;
        }

        Keys(prefix, value, info, problems);
    }

    private static void Keys(string prefix, JsonElement value, JsonTypeInfo info, List<string> problems)
    {
        // Only what the constructor takes; the rest are computed.
        var keys = info.Properties.Where(property => property.AssociatedParameter is not null).ToDictionary(property => property.Name);
        foreach (var member in value.EnumerateObject())
        {
            var key = prefix + member.Name;
            if (!keys.Remove(member.Name, out var property))
            {
                problems.Add($"{key} is not a key of this format.");
            }
            else if (!(property.AssociatedParameter!.IsNullable && member.Value.ValueKind == JsonValueKind.Null))
            {
                Check(key, $"{key}.", member.Value, property.PropertyType, problems);
            }
        }

        problems.AddRange(keys.Values.Where(property => !property.AssociatedParameter!.HasDefaultValue).Select(property => $"{prefix}{property.Name} is missing."));
    }

    // What should stand there, or null if it fits.
    private static string? Wanted(JsonElement value, Type type) => value.ValueKind switch
    {
        JsonValueKind.Number when type == typeof(double) => double.IsFinite(value.GetDouble()) ? null : "a number",
        JsonValueKind.Number when type == typeof(int) => value.TryGetInt32(out _) ? null : "a whole number",
        JsonValueKind.String when type == typeof(string) => null,
        JsonValueKind.Array when typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && type != typeof(string) => null,
        JsonValueKind.Object when !typeof(System.Collections.IEnumerable).IsAssignableFrom(type) && !type.IsPrimitive => null,
        _ when type == typeof(int) => "a whole number",
        _ when type == typeof(double) => "a number",
        _ when type == typeof(string) => "text",
        _ when typeof(System.Collections.IEnumerable).IsAssignableFrom(type) => "a list",
        _ => "an object",
    };

    private static string Shorten(JsonElement value)
    {
        var text = value.GetRawText();
        return text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), " …");
    }
}
