using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using LiveGenre.Daemon.Access;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Serving;
using LiveGenre.Grpc;
using LiveGenre.Grpc.Client;
using LiveGenre.Grpc.RichErrors;
using LiveGenre.Protocol.V1;
using Event = LiveGenre.Protocol.V1.WatchGenreResponse.EventOneofCase;

namespace LiveGenre.Daemon.Tests.Administration;

public sealed class AccessTests
{
    private const string Reader = "lg_reader";
    private const string Admin = "lg_admin";

    [Fact]
    public async Task Calls_OnceThereAreTokens_NeedTheRightOne()
    {
        await using var daemon = new AdministeredDaemon();
        Create(daemon);
        await daemon.StartAsync();

        var anonymous = await daemon.AskAsync(AdminMethods.GetAccess, new());
        var reader = await daemon.AskAsync(AdminMethods.GetAccess, new(), Reader);
        var admin = await daemon.AskAsync(AdminMethods.GetAccess, new(), Admin);

        Assert.Equal([Role.None, Role.Read, Role.Admin], new[] { anonymous, reader, admin }.Select(a => a.Role));
        Assert.Equal((false, "reader"), (anonymous.AnonymousRead, reader.TokenName));
        var refused = await daemon.RefusesAsync(GenreMethods.GetSource, new());
        Assert.Equal((StatusCode.Unauthenticated, "TOKEN_NEEDED"), (refused.StatusCode, refused.GetRpcStatus()?.GetDetail<Google.Rpc.ErrorInfo>()?.Reason));
        Assert.Equal("fm", (await daemon.AskAsync(GenreMethods.GetSource, new(), Reader)).Source.SourceId);
        Assert.Equal(StatusCode.PermissionDenied, (await daemon.RefusesAsync(AdminMethods.ListModels, new(), Reader)).StatusCode);
        Assert.Single((await daemon.AskAsync(AdminMethods.ListModels, new(), Admin)).Models);
        Assert.Equal(StatusCode.Unauthenticated, (await daemon.RefusesAsync(AdminMethods.GetAccess, new(), "lg_wrong")).StatusCode);
    }

    [Fact]
    public async Task WatchGenre_TokenIsRevoked_EndsUnauthenticated()
    {
        await using var daemon = new AdministeredDaemon();
        Create(daemon);
        await daemon.StartAsync();
        using var watch = daemon.Watch("fm", Reader);
        await AdministeredDaemon.UntilAsync(watch, r => r.EventCase == Event.Snapshot);

        TokenFile.Write(TokenFile.PathIn(daemon.DataFolder), [Entry("admin", TokenRole.Admin)]);

        var end = await Assert.ThrowsAsync<RpcException>(() => AdministeredDaemon.UntilAsync(watch, _ => false));
        Assert.Equal(StatusCode.Unauthenticated, end.StatusCode);
    }

    [Fact]
    public async Task StatusPages_OnceThereAreTokens_TellProbesNothingButWhetherItLives()
    {
        await using var daemon = new AdministeredDaemon();
        Create(daemon);
        await daemon.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(daemon.Page) };

        var refused = await http.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.StartsWith("A token with the role read is needed", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/health/live")).StatusCode);
        Assert.DoesNotContain("\"fm\"", await (await http.GetAsync("/health/ready")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "lg_wrong");
        var rejected = await http.GetAsync("/metrics");
        Assert.Equal(HttpStatusCode.Unauthorized, rejected.StatusCode);
        Assert.Equal("The token is none that this daemon knows, or has been revoked.", await rejected.Content.ReadAsStringAsync());
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Reader);
        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/metrics")).StatusCode);
        Assert.Contains("\"fm\"", await (await http.GetAsync("/health/ready")).Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Https_CertificateOfItsOwn_ServesPageAndGrpcToWhoTrustsIt()
    {
        await using var daemon = new AdministeredDaemon()
            .With("Serving:PageUrl", "https://127.0.0.1:0").With("Serving:GrpcUrl", "https://127.0.0.1:0").With("Serving:Certificate:SelfSigned", "true");
        Create(daemon);
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, shown, _, _) =>
            shown is X509Certificate2 certificate && certificate.Thumbprint == Own(daemon).Thumbprint;
        await daemon.StartAsync(new GrpcChannelOptions { HttpHandler = handler });

        var access = await daemon.AskAsync(AdminMethods.GetAccess, new(), Admin);
        using var http = new HttpClient(handler, disposeHandler: false);
        var live = await http.GetAsync(new Uri(daemon.Page + "/health/live"));
        using var stranger = new HttpClient();

        Assert.Equal(Role.Admin, access.Role);
        Assert.Equal(HttpStatusCode.OK, live.StatusCode);
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(new Uri(daemon.Page + "/health/live")));
        var thumbprint = Own(daemon).Thumbprint;
        await daemon.StopAsync();
        await daemon.StartAsync(new GrpcChannelOptions { HttpHandler = handler });
        Assert.Equal(thumbprint, Own(daemon).Thumbprint);
    }

    private static X509Certificate2 Own(AdministeredDaemon daemon) =>
        X509CertificateLoader.LoadCertificateFromFile(Path.Combine(daemon.DataFolder, "certificate.pem"));

    private static void Create(AdministeredDaemon daemon) =>
        TokenFile.Write(TokenFile.PathIn(daemon.DataFolder), [Entry("reader", TokenRole.Read), Entry("admin", TokenRole.Admin)]);

    private static TokenEntry Entry(string name, TokenRole role) => new(name, role, AccessToken.Hash("lg_" + name), DateTimeOffset.UtcNow);
}
