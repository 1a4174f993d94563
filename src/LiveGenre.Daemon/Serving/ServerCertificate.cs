using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Telemetry;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Serving;

/// <summary>The certificate that HTTPS is served with. A renewed file is taken up within a minute, without a restart. Safe for any thread.</summary>
internal sealed class ServerCertificate
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly CertificateOptions _options;
    private readonly string _path;
    private readonly TimeProvider _time;
    private SslStreamCertificateContext _context;
    private byte[] _content; // of the file that was read
    private long _looked;

    private ServerCertificate(CertificateOptions options, string path, TimeProvider time)
    {
        (_options, _path, _time) = (options, path, time);
        _content = Content();
        _context = Read();
        _looked = time.GetTimestamp();
    }

    /// <summary>Reads the certificate, or makes one.</summary>
    /// <returns>Null where no URL is https.</returns>
    /// <exception cref="SettingsException">It is missing, cannot be read, or does not fit its key or password.</exception>
    public static ServerCertificate? Load(LiveGenreOptions options, TimeProvider time)
    {
        var urls = new[] { options.Serving.PageUrl, options.Serving.GrpcUrl }.Select(url => new Uri(url)).Where(url => url.Scheme == Uri.UriSchemeHttps).ToList();
        if (urls.Count == 0)
        {
            return null;
        }
        var certificate = options.Serving.Certificate;
        var path = certificate.Path.Length > 0 ? Path.GetFullPath(certificate.Path) : SelfSignedCertificate.Provide(DataFolder.Find(options), urls, time);
        return new(certificate, path, time);
    }

    /// <summary>What a connection is answered with.</summary>
    public SslStreamCertificateContext Get(ILogger logger)
    {
        lock (_gate)
        {
            if (_time.GetElapsedTime(_looked) >= LookEvery)
            {
                _looked = _time.GetTimestamp();
                Refresh(logger);
            }
            return _context;
        }
    }

    private void Refresh(ILogger logger)
    {
        var content = Content();
        if (content.AsSpan().SequenceEqual(_content))
        {
            return;
        }
        try
        {
            _context = Read();
            _content = content;
            logger.CertificateRead(_path, _context.TargetCertificate.NotAfter);
        }
        catch (SettingsException error)
        {
            logger.CertificateUnreadable(error.Message); // half-written, perhaps; the next look will tell
        }
    }

    /// <summary>Rather than when it was written: where the path is a link, what is behind it changes and the link does not.</summary>
    private byte[] Content()
    {
        try
        {
            return File.ReadAllBytes(_path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return []; // reading it as a certificate says why
        }
    }

    private SslStreamCertificateContext Read()
    {
        const string section = LiveGenreOptions.Section + ":Serving:Certificate";
        try
        {
            var chain = new X509Certificate2Collection();
            X509Certificate2 leaf;
            if (Path.GetExtension(_path).ToLowerInvariant() is ".pfx" or ".p12")
            {
                chain = X509CertificateLoader.LoadPkcs12CollectionFromFile(_path, _options.Password.Reveal());
                leaf = chain.FirstOrDefault(c => c.HasPrivateKey) ?? throw new CryptographicException("it holds no private key.");
            }
            else
            {
                var key = _options.KeyPath.Length > 0 ? _options.KeyPath : null;
                leaf = !_options.Password.IsEmpty
                    ? X509Certificate2.CreateFromEncryptedPemFile(_path, _options.Password.Reveal(), key)
                    : X509Certificate2.CreateFromPemFile(_path, key);
                chain.ImportFromPemFile(_path);
            }
            if (OperatingSystem.IsWindows())
            {
                // SChannel serves only with keys that it holds itself.
                leaf = X509CertificateLoader.LoadPkcs12(leaf.Export(X509ContentType.Pkcs12), null);
            }
            return SslStreamCertificateContext.Create(leaf, chain, offline: true);
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SettingsException([$"{section}:Path = \"{_path}\" cannot be served with: {error.Message} A PEM file with its key there or in {section}:KeyPath, or a PFX file; {section}:Password where it has one."]);
        }
    }
}
