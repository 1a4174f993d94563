using System.Net;
using System.Net.Http.Headers;
using System.Net.Mime;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;

namespace LiveGenre.Cli.Connection;

/// <summary>A daemon as a command reaches it: where, with which token, and whom it trusts.</summary>
internal sealed class DaemonConnection : IDisposable
{
    private static readonly TimeSpan PagePatience = TimeSpan.FromSeconds(20);

    /// <summary>Characters that are repeated of why a page is refused: a daemon says it in a sentence.</summary>
    private const int MostOfARefusal = 200;

    private static readonly TimeSpan ProbePatience = TimeSpan.FromSeconds(3);

    // Together less than the silence after which a watch gives a stream up: its next one needs a connection of its own.
    private static readonly TimeSpan PingDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PingTimeout = TimeSpan.FromSeconds(5);

    private readonly HttpMessageHandler _http;
    private readonly GrpcChannel _channel;

    /// <param name="address">Scheme, host and port.</param>
    /// <param name="token">Shown with each call; empty for none.</param>
    /// <param name="authority">The certificates that may have issued the daemon's, or that it is itself; null for those that the system trusts.</param>
    /// <param name="trustsAnyone">Whether whoever answers is taken for the daemon.</param>
    public DaemonConnection(string address, string token, X509Certificate2Collection? authority, bool trustsAnyone)
    {
        Address = address;
        _http = new TokenHandler(token, CreateHandler(address, authority, trustsAnyone));
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { HttpHandler = _http });
        Calls = _channel.CreateCallInvoker();
    }

    /// <summary>As the user gave it.</summary>
    public string Address { get; }

    /// <summary>Starts calls.</summary>
    public CallInvoker Calls { get; }

    /// <summary>Reads a page of the daemon, which its gRPC port serves too: no other address need be known.</summary>
    /// <exception cref="HttpRequestException">Nobody answers there.</exception>
    /// <exception cref="CommandFailedException">The page is refused; the message says why. One that is not ready is a page.</exception>
    public async Task<string> ReadPageAsync(string path, CancellationToken cancellation)
    {
        using var http = new HttpClient(_http, disposeHandler: false)
        {
            BaseAddress = new Uri(Address),
            Timeout = PagePatience,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        using var response = await http.GetAsync(new Uri(path, UriKind.Relative), cancellation);
        var text = await response.Content.ReadAsStringAsync(cancellation);
        return response.IsSuccessStatusCode || response.StatusCode == HttpStatusCode.ServiceUnavailable
            ? $"{(int)response.StatusCode} {response.StatusCode}\n{text}"
            : throw new CommandFailedException($"{path} answers {(int)response.StatusCode} {response.StatusCode}: {text[..Math.Min(text.Length, MostOfARefusal)]}");
    }

    /// <summary>What to tell a person of a call that failed.</summary>
    /// <param name="error">How it ended.</param>
    /// <param name="cancellation">Ends the look at who answers instead.</param>
    /// <param name="hint">What else helps where nobody answers; begins with punctuation.</param>
    public async Task<string> ExplainAsync(RpcException error, CancellationToken cancellation, string hint = ".") =>
        error.Status.DebugException is HttpRequestException or AuthenticationException && await FindMistakenAddressAsync(cancellation) is { } mistake
            ? mistake
            : error.Explain(Address, hint);

    public void Dispose()
    {
        _channel.Dispose();
        _http.Dispose();
    }

    /// <summary>What is wrong with the address and which it is to be, where a daemon answers there in another way: its gRPC port speaks only HTTP/2 in clear text, its page only HTTP/1.1.</summary>
    private async Task<string?> FindMistakenAddressAsync(CancellationToken cancellation)
    {
        var address = new Uri(Address);
        var (clear, secure) = (With(Uri.UriSchemeHttp, address.Port), With(Uri.UriSchemeHttps, address.Port));
        if (await AnswersAsync(clear, HttpVersion.Version11, cancellation))
        {
            return $"{Address} is the page's port; gRPC has one of its own, 5081 by default: --address {With(Uri.UriSchemeHttp, 5081)}";
        }
        if (address.Scheme == Uri.UriSchemeHttps)
        {
            return await AnswersAsync(clear, HttpVersion.Version20, cancellation) ? $"{Address} is served in clear text, without https: --address {clear}" : null;
        }
        return await AnswersAsync(secure, HttpVersion.Version20, cancellation)
            ? $"{Address} is served with https: --address {secure}, and where its certificate is its own, --ca FILE"
            : null;

        string With(string scheme, int port) => new UriBuilder(address) { Scheme = scheme, Port = port }.Uri.GetLeftPart(UriPartial.Authority);
    }

    /// <summary>Whether a daemon answers there in this version of HTTP. Whoever it is, no token is shown.</summary>
    private static async Task<bool> AnswersAsync(string address, Version version, CancellationToken cancellation)
    {
        using var http = new HttpClient(CreateHandler(address, authority: null, trustsAnyone: true))
        {
            Timeout = ProbePatience,
            DefaultRequestVersion = version,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        try
        {
            using var response = await http.GetAsync(new Uri(new Uri(address), "/health/live"), cancellation);
            return response.Content.Headers.ContentType?.MediaType == MediaTypeNames.Application.Json;
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static SocketsHttpHandler CreateHandler(string address, X509Certificate2Collection? authority, bool trustsAnyone)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = new Uri(address).Scheme == Uri.UriSchemeHttps, // clear text is HTTP/2 from its first byte, which no proxy passes on
            EnableMultipleHttp2Connections = true,
            ConnectTimeout = TimeSpan.FromSeconds(5),
            // A connection that leads nowhere any more must not be tried again and again: it may look whole for a quarter of an hour.
            KeepAlivePingDelay = PingDelay,
            KeepAlivePingTimeout = PingTimeout,
            KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        };
        if (trustsAnyone || authority is not null)
        {
            handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
                trustsAnyone || (certificate is X509Certificate2 shown && !errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) && IsIssuedBy(shown, authority!));
        }
        return handler;
    }

    private static bool IsIssuedBy(X509Certificate2 certificate, X509Certificate2Collection authority)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(authority);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        return chain.Build(certificate);
    }

    /// <summary>Shows the token with each request.</summary>
    private sealed class TokenHandler(string token, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (token.Length > 0)
            {
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }
            return base.SendAsync(request, cancellationToken);
        }
    }
}
