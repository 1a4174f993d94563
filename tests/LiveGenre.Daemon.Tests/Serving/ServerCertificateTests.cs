using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveGenre.Daemon.Tests.Serving;

public sealed class ServerCertificateTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");

    [Fact]
    public void Get_RenewedBehindLinks_IsTakenUpWithinAMinute()
    {
        if (OperatingSystem.IsWindows())
        {
            return; // where links take rights of their own
        }
        // As a volume of secrets has it: the file is a link into a folder that is a link, and that one moves.
        var (first, second) = (Make("first"), Make("second"));
        var (current, file) = (At("current"), At("tls.pem"));
        Directory.CreateSymbolicLink(current, "first");
        File.CreateSymbolicLink(file, "current/tls.pem");
        var certificate = ServerCertificate.Load(new LiveGenreOptions { Serving = new() { PageUrl = "https://127.0.0.1:0", Certificate = new() { Path = file } } }, _time)!;
        Assert.Equal(first, Served(certificate));

        Directory.Delete(current);
        Directory.CreateSymbolicLink(current, "second");
        Assert.Equal(first, Served(certificate));
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(second, Served(certificate));
    }

    [Fact]
    public void Get_RenewedFileThatIsHalfWritten_ServesTheOldOneUntilItIsWhole()
    {
        var (first, second) = (Make("first"), Make("second"));
        var (file, whole) = (At("first/tls.pem"), File.ReadAllText(At("second/tls.pem")));
        var certificate = ServerCertificate.Load(new LiveGenreOptions { Serving = new() { PageUrl = "https://127.0.0.1:0", Certificate = new() { Path = file } } }, _time)!;

        File.WriteAllText(file, whole[..(whole.Length / 2)]);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(first, Served(certificate));
        File.WriteAllText(file, whole);
        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Equal(second, Served(certificate));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string Served(ServerCertificate certificate) => certificate.Get(NullLogger.Instance).TargetCertificate.Subject;

    private string At(string path) => Path.Combine(_folder.FullName, path);

    /// <summary>A certificate with its key in a folder.</summary>
    /// <returns>Its subject.</returns>
    private string Make(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var certificate = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
        Directory.CreateDirectory(At(name));
        File.WriteAllText(At($"{name}/tls.pem"), certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem());
        return certificate.Subject;
    }
}
