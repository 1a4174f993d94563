using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Serving;

/// <summary>A certificate of the daemon's own, for trials and closed networks: made once, kept in the data folder.</summary>
internal static class SelfSignedCertificate
{
    private const string FileName = "certificate.pem";
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Browsers take no more than 825 days from a certificate that a user trusts by hand.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(820);

    private static readonly TimeSpan RenewBefore = TimeSpan.FromDays(30);

    /// <summary>The PEM file with certificate and key; made where it is missing or about to expire.</summary>
    /// <exception cref="SettingsException">It cannot be written.</exception>
    public static string Provide(string folder, IEnumerable<Uri> urls, TimeProvider time)
    {
        var path = Path.Combine(folder, FileName);
        if (IsGood(path, time))
        {
            return path;
        }
        try
        {
            WholeFile.Write(path, Encoding.ASCII.GetBytes(Create(urls, time.GetUtcNow())));
            return path;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SettingsException([$"{path}, the certificate that {LiveGenreOptions.Section}:Serving:Certificate:SelfSigned asks for, cannot be written: {error.Message}"]);
        }
    }

    private static bool IsGood(string path, TimeProvider time)
    {
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificateFromFile(path);
            return certificate.NotAfter.ToUniversalTime() - RenewBefore > time.GetUtcNow().UtcDateTime;
        }
        catch (Exception error) when (error is CryptographicException or IOException)
        {
            return false; // missing, or none
        }
    }

    private static string Create(IEnumerable<Uri> urls, DateTimeOffset now)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Environment.MachineName}, O=LiveGenre", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddDnsName(Environment.MachineName);
        IPAddress[] addresses = [IPAddress.Loopback, IPAddress.IPv6Loopback, .. urls.Select(url => IPAddress.TryParse(url.Host.Trim('[', ']'), out var address) ? address : null).OfType<IPAddress>()];
        foreach (var address in addresses.Distinct().Where(a => !a.Equals(IPAddress.Any) && !a.Equals(IPAddress.IPv6Any)))
        {
            names.AddIpAddress(address);
        }
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: false, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        using var certificate = request.CreateSelfSigned(now - TimeSpan.FromDays(1), now + Lifetime);
        return $"{certificate.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n";
    }
}
