using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Access;

/// <summary>The tokens that count now: those of the settings, and those of the token file, which is read again when it has changed. Safe for any thread.</summary>
internal sealed class TokenStore : IDisposable
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly IReadOnlyList<TokenOptions> _configured;
    private readonly string _path;
    private readonly ILogger _logger;
    private readonly ITimer _timer;
    private KnownToken[] _tokens = [];
    private (DateTime Written, long Length)? _seen;

    /// <exception cref="SettingsException">The token file cannot be read.</exception>
    public TokenStore(LiveGenreOptions options, TimeProvider time, ILogger<TokenStore> logger)
    {
        (_configured, _path, _logger) = (options.Access.Tokens, TokenFile.PathIn(DataFolder.Find(options)), logger);
        _seen = Look();
        Take(TokenFile.Read(_path));
        _timer = time.CreateTimer(_ => Refresh(), null, LookEvery, LookEvery);
    }

    /// <summary>Whether there is any token.</summary>
    public bool Any => Volatile.Read(ref _tokens).Length > 0;

    /// <summary>The token that <paramref name="shown"/> is; null if it is none. Takes as long whichever it is.</summary>
    public KnownToken? Find(string shown)
    {
        var hash = Encoding.ASCII.GetBytes(AccessToken.Hash(shown));
        KnownToken? found = null;
        foreach (var token in Volatile.Read(ref _tokens))
        {
            if (CryptographicOperations.FixedTimeEquals(hash, token.Hash))
            {
                found = token;
            }
        }
        return found;
    }

    /// <summary>Reads the file again if it has changed; calls of tokens that are gone end. What cannot be read changes nothing.</summary>
    public void Refresh()
    {
        lock (_gate)
        {
            var now = Look();
            if (now == _seen)
            {
                return;
            }
            _seen = now;
            try
            {
                Take(TokenFile.Read(_path));
                _logger.TokensRead(_tokens.Length, _path);
            }
            catch (SettingsException error)
            {
                _logger.TokensUnreadable(error.Message);
            }
        }
    }

    public void Dispose() => _timer.Dispose();

    private (DateTime, long)? Look()
    {
        var file = new FileInfo(_path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : null;
    }

    private void Take(IReadOnlyList<TokenEntry> entries)
    {
        var wanted = _configured.Select(t => (t.Name, t.Role, t.Hash)).Concat(entries.Select(t => (t.Name, t.Role, t.Hash))).ToList();
        var before = _tokens;
        Volatile.Write(ref _tokens, [.. wanted.Select(w => before.FirstOrDefault(t => t.Is(w.Name, w.Role, w.Hash)) ?? new KnownToken(w.Name, w.Role, w.Hash))]);
        foreach (var gone in before.Except(_tokens))
        {
            gone.Revoke();
        }
    }
}

/// <summary>A token that counts, until it is revoked.</summary>
[SuppressMessage("Design", "CA1001:Types that own disposable fields should be disposable", Justification = "A source without a timer holds nothing, and calls may ask for its token after it was revoked.")]
internal sealed class KnownToken(string name, TokenRole role, string hash)
{
    private readonly CancellationTokenSource _revoked = new();

    public string Name { get; } = name;

    public TokenRole Role { get; } = role;

    /// <summary>As <see cref="AccessToken.Hash"/>, ASCII.</summary>
    public byte[] Hash { get; } = Encoding.ASCII.GetBytes(hash);

    /// <summary>Fires when it counts no more.</summary>
    public CancellationToken Revoked => _revoked.Token;

    public bool Is(string otherName, TokenRole otherRole, string otherHash) => (Name, Role, hash) == (otherName, otherRole, otherHash);

    public void Revoke() => _revoked.Cancel();
}
