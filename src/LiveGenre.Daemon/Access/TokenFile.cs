using System.Text.Json;
using System.Text.Json.Serialization;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Access;

/// <summary><c>tokens.json</c> in the data folder: who may do what, without the tokens. The command line writes it, the daemon reads it.</summary>
public static class TokenFile
{
    private const int SupportedVersion = 1;

    /// <summary>Where it is.</summary>
    public static string PathIn(string dataFolder) => Path.Combine(dataFolder, "tokens.json");

    /// <summary>What it holds; nothing where it is missing.</summary>
    /// <exception cref="SettingsException">It cannot be read.</exception>
    public static IReadOnlyList<TokenEntry> Read(string path)
    {
        try
        {
            if (!File.Exists(path))
            {
                return [];
            }
            var file = JsonSerializer.Deserialize(File.ReadAllBytes(path), TokenFileJson.Default.TokenFileContent);
            if (file?.Tokens.Contains(null) ?? false)
            {
                throw new JsonException("One of its tokens is null.");
            }
            return file is { Version: SupportedVersion } ? file.Tokens : throw new SettingsException([
                $"{path} is of version {file?.Version}, and this livegenre reads version {SupportedVersion}."]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new SettingsException([$"{path} cannot be read: {error.Message} Mend it, or move it away and create the tokens anew."]);
        }
    }

    /// <summary>Replaces what it holds.</summary>
    /// <exception cref="SettingsException">It cannot be written; nothing has changed.</exception>
    public static void Write(string path, IReadOnlyList<TokenEntry> tokens)
    {
        try
        {
            WholeFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(new(SupportedVersion, tokens), TokenFileJson.Default.TokenFileContent));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{path} cannot be written: {error.Message} {LiveGenreOptions.Section}:DataFolder says where it is."]);
        }
    }
}

/// <summary>A token that was created.</summary>
/// <param name="Name">Whose it is.</param>
/// <param name="Role">What it allows.</param>
/// <param name="Hash">As <see cref="AccessToken.Hash"/>.</param>
/// <param name="CreateTime">UTC.</param>
public sealed record TokenEntry(string Name, TokenRole Role, string Hash, DateTimeOffset CreateTime);

/// <summary>The file as a whole.</summary>
internal sealed record TokenFileContent(int Version, IReadOnlyList<TokenEntry> Tokens);

/// <summary>The generated reader and writer of the file.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(TokenFileContent))]
internal sealed partial class TokenFileJson : JsonSerializerContext;
