using LiveGenre.Daemon.Serving;
using Microsoft.AspNetCore.Http;

namespace LiveGenre.Daemon.Tests.Serving;

public class PageHeadersTests
{
    [Theory]
    [InlineData("GET")]
    [InlineData("HEAD")]
    public async Task InvokeAsync_WhenSomethingIsRead_TellsTheBrowserWhatThePageMayDo(string method)
    {
        var headers = await HeadersOf(method);

        Assert.Equal("nosniff", headers.XContentTypeOptions);
        Assert.Equal("no-cache", headers.CacheControl);
        Assert.Equal("no-referrer", headers["Referrer-Policy"]);
        Assert.Equal(PageHeaders.ContentSecurityPolicy, headers.ContentSecurityPolicy);
    }

    [Fact]
    public async Task InvokeAsync_WhenAMethodIsCalled_AddsNothing()
    {
        Assert.Empty(await HeadersOf("POST"));
    }

    [Theory]
    [InlineData(PageHeaders.ContentSecurityPolicy, "'self'")]
    [InlineData(PageHeaders.OverlayContentSecurityPolicy, "'self' 'unsafe-inline'")]
    public void ContentSecurityPolicy_AllowsNothingBesideOwnFilesAndTheOverlaysStyles(string policy, string styles)
    {
        var rules = policy.Split("; ").Select(rule => rule.Split(' ', 2)).ToDictionary(rule => rule[0], rule => rule[1]);

        Assert.Equal("'none'", rules["default-src"]);
        Assert.Equal("'none'", rules["frame-ancestors"]);
        Assert.Equal(styles, rules["style-src"]);
        foreach (var kind in new[] { "script-src", "img-src", "font-src", "connect-src" })
        {
            Assert.Equal("'self'", rules[kind]);
        }
    }

    private static async Task<IHeaderDictionary> HeadersOf(string method)
    {
        var http = new DefaultHttpContext();
        http.Request.Method = method;
        var reached = false;
        await new PageHeaders(_ =>
        {
            reached = true;
            return Task.CompletedTask;
        }).InvokeAsync(http);
        Assert.True(reached);
        return http.Response.Headers;
    }
}
