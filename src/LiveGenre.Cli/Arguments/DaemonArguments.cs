using System.CommandLine;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LiveGenre.Cli.Connection;

namespace LiveGenre.Cli.Arguments;

/// <summary>The options by which a command reaches a daemon.</summary>
internal sealed class DaemonArguments
{
    private const string DefaultAddress = "http://127.0.0.1:5081";
    private const string TokenVariable = "LIVEGENRE_TOKEN";

    private readonly Option<string> _address = new("--address")
    {
        Description = "Where the daemon serves gRPC.",
        HelpName = "URL",
        DefaultValueFactory = _ => DefaultAddress,
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = $"The token to show; without it {TokenVariable} of the environment, where other users of this machine do not see it.",
        HelpName = "TOKEN",
    };

    private readonly Option<FileInfo?> _ca = new("--ca")
    {
        Description = "PEM file of the authority that issued the daemon's certificate, or of the certificate itself where it signed itself.",
        HelpName = "FILE",
    };

    private readonly Option<bool> _insecure = new("--insecure") { Description = "Take whoever answers over https for the daemon." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        _address.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !IsAddress(text))
            {
                result.AddError($"--address {text} is not allowed; scheme, host and port, such as {DefaultAddress}.");
            }
        });
        _token.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && !IsToken(text))
            {
                result.AddError("--token is not allowed; what 'livegenre token create' printed, lg_ and 43 characters.");
            }
        });
        foreach (var option in new Option[] { _address, _token, _ca, _insecure })
        {
            command.Add(option);
        }
    }

    /// <summary>A connection as the command line and the environment say; nothing is sent yet.</summary>
    /// <exception cref="CommandFailedException">A file or the environment's token cannot be used.</exception>
    public DaemonConnection Connect(ParseResult parsed)
    {
        var token = parsed.GetValue(_token) ?? Environment.GetEnvironmentVariable(TokenVariable)?.Trim() ?? "";
        if (token.Length > 0 && !IsToken(token))
        {
            throw new CommandFailedException($"{TokenVariable} holds no token; it is what 'livegenre token create' printed, lg_ and 43 characters.");
        }
        return new(parsed.GetValue(_address)!, token, ReadAuthority(parsed.GetValue(_ca)), parsed.GetValue(_insecure));
    }

    private static X509Certificate2Collection? ReadAuthority(FileInfo? file)
    {
        if (file is null)
        {
            return null;
        }
        try
        {
            var certificates = new X509Certificate2Collection();
            certificates.ImportFromPemFile(file.FullName);
            return certificates.Count > 0 ? certificates : throw new CommandFailedException($"--ca {file}: the file holds no certificate in PEM form.");
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"--ca {file}: {error.Message}", error);
        }
    }

    private static bool IsAddress(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.PathAndQuery == "/";

    // Nothing that could break out of a header.
    private static bool IsToken(string text) => text.Length is > 0 and <= 512 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-');
}
