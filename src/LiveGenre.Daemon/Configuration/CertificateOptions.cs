namespace LiveGenre.Daemon.Configuration;

/// <summary>What HTTPS is served with. Section <c>LiveGenre:Serving:Certificate</c>. Files that change are read again within a minute.</summary>
public sealed class CertificateOptions
{
    /// <summary>A PEM file (the certificate first, then its chain) or a PFX file (<c>.pfx</c>, <c>.p12</c>).</summary>
    public string Path { get; init; } = "";

    /// <summary>The PEM file of the private key; empty where it stands in <see cref="Path"/>.</summary>
    public string KeyPath { get; init; } = "";

    /// <summary>Password of the PFX or of the key; best given as LiveGenre__Serving__Certificate__Password in the environment.</summary>
    public Secret Password { get; init; }

    /// <summary>Whether a certificate is made, once, in the data folder, where <see cref="Path"/> is empty. Clients must be told to trust it. Default false.</summary>
    public bool SelfSigned { get; init; }
}
