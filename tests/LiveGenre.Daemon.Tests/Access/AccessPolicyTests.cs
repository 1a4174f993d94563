using System.Net;
using LiveGenre.Daemon.Access;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;

namespace LiveGenre.Daemon.Tests.Access;

public sealed class AccessPolicyTests : IDisposable
{
    private const string Watch = "/livegenre.v1.GenreService/WatchGenre";
    private const string AddSource = "/livegenre.v1.AdminService/AddSource";
    private const string GetAccess = "/livegenre.v1.AdminService/GetAccess";
    private const string Loopback = "http://127.0.0.1:5080";
    private const string Wide = "http://0.0.0.0:5080";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-");
    private readonly ManualTime _time = new();
    private readonly List<TokenStore> _stores = [];

    public void Dispose()
    {
        _stores.ForEach(store => store.Dispose());
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Admit_OnLoopbackWithoutAnyToken_AllowsEverything()
    {
        var policy = NewPolicy(Loopback);

        Assert.Equal(StatusCode.OK, policy.Admit(Call(AddSource)).Status.StatusCode);
        Assert.Equal((true, 0), (policy.AnonymousRead, policy.Warnings.Count));
    }

    [Theory]
    [InlineData("radio.attacker.example", null)] // a name that was pointed at this machine
    [InlineData("127.0.0.1", "203.0.113.7")] // a proxy of this machine
    [InlineData("203.0.113.5", null)] // one that says nothing, asked by an address that no listener has
    public void Admit_OnLoopbackForSomebodyElsewhere_AllowsNothing(string host, string? forwardedFor)
    {
        var policy = NewPolicy(Loopback);

        var status = policy.Admit(Call(Watch, host: host, forwardedFor: forwardedFor)).Status;

        Assert.Equal(StatusCode.Unauthenticated, status.StatusCode);
    }

    [Fact]
    public void Admit_OnceThereIsAToken_AsksEverybodyForOne()
    {
        var (policy, token) = (NewPolicy(Loopback, ("fm", TokenRole.Read)), "lg_fm");

        Assert.Equal(StatusCode.Unauthenticated, policy.Admit(Call(Watch)).Status.StatusCode);
        Assert.Equal(StatusCode.OK, policy.Admit(Call(Watch, token)).Status.StatusCode);
        Assert.Equal(StatusCode.OK, policy.Admit(Call(GetAccess)).Status.StatusCode);
        Assert.False(policy.AnonymousRead);
    }

    [Fact]
    public void Admit_ReadTokenForAnAdminsMethod_IsPermissionDenied()
    {
        var policy = NewPolicy(Loopback, ("fm", TokenRole.Read), ("anna", TokenRole.Admin));

        var denied = policy.Admit(Call(AddSource, "lg_fm")).Status;

        Assert.Equal((StatusCode.PermissionDenied, "The token 'fm' may only read; this call needs one with the role admin."), (denied.StatusCode, denied.Detail));
        Assert.Equal(StatusCode.OK, policy.Admit(Call(AddSource, "lg_anna")).Status.StatusCode);
        Assert.Equal(new Caller(Role.Admin, "anna"), policy.Identify(CallOrigin.Of(Call(AddSource, "lg_anna"))) with { Revoked = default });
    }

    [Fact]
    public void Admit_WrongTokenForAPublicMethod_IsStillRefused() =>
        Assert.Equal(StatusCode.Unauthenticated, NewPolicy(Loopback).Admit(Call(GetAccess, "lg_wrong")).Status.StatusCode);

    [Fact]
    public void Admit_ManyWrongTokens_ArePutOffAndRightOnesAreNot()
    {
        var policy = NewPolicy(Loopback, ("fm", TokenRole.Read));
        for (var i = 0; i < FailedAttempts.MostPerMinute; i++)
        {
            Assert.Equal(StatusCode.Unauthenticated, policy.Admit(Call(Watch, $"lg_{i}")).Status.StatusCode);
        }

        Assert.Equal(StatusCode.ResourceExhausted, policy.Admit(Call(Watch, "lg_once_more")).Status.StatusCode);
        Assert.Equal(StatusCode.OK, policy.Admit(Call(Watch, "lg_fm")).Status.StatusCode);
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(StatusCode.Unauthenticated, policy.Admit(Call(Watch, "lg_later")).Status.StatusCode);
    }

    [Fact]
    public void Admit_BeyondThisMachineWithoutAnyToken_AllowsNothingAndWarns()
    {
        var policy = NewPolicy(Wide);

        Assert.Equal(StatusCode.Unauthenticated, policy.Admit(Call(Watch)).Status.StatusCode);
        Assert.Contains("there is no token, so that nobody may read", Assert.Single(policy.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Admit_AnonymousRead_ReadsAndChangesNothing()
    {
        var policy = NewPolicy(Wide, AnonymousAccess.Read);

        Assert.Equal(StatusCode.OK, policy.Admit(Call(Watch, host: "studio.example")).Status.StatusCode);
        Assert.Equal(StatusCode.Unauthenticated, policy.Admit(Call(AddSource)).Status.StatusCode);
        Assert.Contains("whoever reaches it can read everything", Assert.Single(policy.Warnings), StringComparison.Ordinal);
    }

    [Fact]
    public void Warnings_TokensOverClearText_SayThatTheyTravelUnencrypted() =>
        Assert.StartsWith("Tokens travel unencrypted to http://0.0.0.0:5080", Assert.Single(NewPolicy(Wide, ("fm", TokenRole.Read)).Warnings), StringComparison.Ordinal);

    [Fact]
    public void Refresh_TokenThatWasRevoked_CountsNoMoreAndEndsItsCalls()
    {
        var path = TokenFile.PathIn(_folder.FullName);
        TokenFile.Write(path, [Entry("fm"), Entry("web")]);
        var policy = NewPolicy(Loopback);
        var (fm, web) = (policy.Admit(Call(Watch, "lg_fm")), policy.Admit(Call(Watch, "lg_web")));

        TokenFile.Write(path, [Entry("web")]);
        _stores[0].Refresh();

        Assert.Equal((true, false), (fm.Revoked.IsCancellationRequested, web.Revoked.IsCancellationRequested));
        Assert.Equal(StatusCode.Unauthenticated, policy.Admit(Call(Watch, "lg_fm")).Status.StatusCode);
        Assert.Equal(StatusCode.OK, policy.Admit(Call(Watch, "lg_web")).Status.StatusCode);
    }

    [Fact]
    public void Refresh_FileThatCannotBeRead_ChangesNothing()
    {
        var path = TokenFile.PathIn(_folder.FullName);
        TokenFile.Write(path, [Entry("fm")]);
        var policy = NewPolicy(Loopback);

        File.WriteAllText(path, "{ half");
        _stores[0].Refresh();

        Assert.Equal(StatusCode.OK, policy.Admit(Call(Watch, "lg_fm")).Status.StatusCode);
    }

    [Fact]
    public void Create_TwoTokens_DifferAndNeitherIsInItsHash()
    {
        var (one, other) = (AccessToken.Create(), AccessToken.Create());

        Assert.NotEqual(one, other);
        Assert.Equal(46, one.Length);
        Assert.Matches("^sha256:[0-9a-f]{64}$", AccessToken.Hash(one));
    }

    [Fact]
    public void Write_TokenFile_IsForItsOwnerOnly()
    {
        var path = TokenFile.PathIn(Path.Combine(_folder.FullName, "new"));
        TokenFile.Write(path, [Entry("fm")]);

        Assert.Equal("fm", Assert.Single(TokenFile.Read(path)).Name);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }
    }

    private static TokenEntry Entry(string name) => new(name, TokenRole.Read, AccessToken.Hash("lg_" + name), DateTimeOffset.UnixEpoch);

    private AccessPolicy NewPolicy(string url, params (string Name, TokenRole Role)[] tokens) => NewPolicy(url, AnonymousAccess.Auto, tokens);

    private AccessPolicy NewPolicy(string url, AnonymousAccess anonymous, params (string Name, TokenRole Role)[] tokens)
    {
        var options = new LiveGenreOptions
        {
            DataFolder = _folder.FullName,
            Serving = new() { PageUrl = url },
            Access = new()
            {
                Anonymous = anonymous,
                Tokens = [.. tokens.Select(t => new TokenOptions { Name = t.Name, Role = t.Role, Hash = AccessToken.Hash("lg_" + t.Name) })],
            },
        };
        _stores.Add(new TokenStore(options, _time, NullLogger<TokenStore>.Instance));
        return new AccessPolicy(options, _stores[^1], new FailedAttempts(_time), NullLogger<AccessPolicy>.Instance);
    }

    private static DefaultHttpContext Call(string method, string? token = null, string host = "127.0.0.1", string? forwardedFor = null)
    {
        var http = new DefaultHttpContext();
        http.Request.Path = method;
        http.Request.Host = new HostString(host, 5080);
        http.Connection.RemoteIpAddress = IPAddress.Loopback;
        if (token is not null)
        {
            http.Request.Headers.Authorization = "Bearer " + token;
        }
        if (forwardedFor is not null)
        {
            http.Request.Headers["X-Forwarded-For"] = forwardedFor;
        }
        return http;
    }
}
