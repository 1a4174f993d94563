using System.Net;
using System.Text.RegularExpressions;
using LiveGenre.Daemon.Serving;

namespace LiveGenre.Daemon.Tests.Serving;

/// <summary>The page as a browser asks for it, from the whole daemon. Skipped where it was built with <c>-p:SkipWeb=true</c>.</summary>
public sealed partial class PageTests(RunningDaemon daemon) : IClassFixture<RunningDaemon>
{
    [PageTheory]
    [InlineData("/", "page", PageHeaders.ContentSecurityPolicy)]
    [InlineData("/dj", "dj", PageHeaders.ContentSecurityPolicy)]
    [InlineData("/DJ", "dj", PageHeaders.ContentSecurityPolicy)]
    [InlineData("/overlay?size=80", "overlay", PageHeaders.OverlayContentSecurityPolicy)]
    public async Task Get_APage_AnswersItUnderItsPolicy(string address, string id, string policy)
    {
        using var response = await daemon.Http.GetAsync(new Uri(address, UriKind.Relative));

        Assert.Equal((HttpStatusCode.OK, "text/html"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.Equal(policy, response.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Contains($"id=\"{id}\"", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [PageTheory]
    [InlineData("/")]
    [InlineData("/dj")]
    [InlineData("/overlay")]
    public async Task Get_EveryFileThatAPageNames_IsDelivered(string address)
    {
        var page = await daemon.Http.GetStringAsync(new Uri(address, UriKind.Relative));
        var files = FileNames().Matches(page).Select(m => m.Groups["path"].Value).ToList();
        foreach (var sheet in files.Where(f => f.EndsWith(".css", StringComparison.Ordinal)).ToList())
        {
            var styles = await daemon.Http.GetStringAsync(new Uri(sheet, UriKind.Relative));
            files.AddRange(UrlsInStyles().Matches(styles).Select(m => m.Groups["path"].Value));
        }

        var types = new List<string?>();
        foreach (var file in files)
        {
            using var response = await daemon.Http.GetAsync(new Uri(file, UriKind.Relative));
            Assert.True(response.IsSuccessStatusCode, $"{file}: {response.StatusCode}");
            types.Add(response.Content.Headers.ContentType?.MediaType);
        }
        Assert.Equal(["font/woff2", "image/svg+xml", "text/css", "text/javascript"], types.Distinct().Order());
    }

    [PageFact]
    public async Task Get_Root_HoldsNothingThatItsPolicyForbids()
    {
        var page = await daemon.Http.GetStringAsync(new Uri("/", UriKind.Relative));

        Assert.DoesNotContain("://", page, StringComparison.Ordinal);
        Assert.DoesNotContain("data:", page, StringComparison.Ordinal);
        Assert.DoesNotMatch(@"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", page);
    }

    [PageFact]
    public async Task Get_AFileThatTheBrowserHas_SendsItOnce()
    {
        using var first = await daemon.Http.GetAsync(new Uri("/assets/index.js", UriKind.Relative));
        using var again = new HttpRequestMessage(HttpMethod.Get, new Uri("/assets/index.js", UriKind.Relative));
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var second = await daemon.Http.SendAsync(again);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.NotModified), (first.StatusCode, second.StatusCode));
    }

    [GeneratedRegex("(?:src|href)=\"(?<path>/[^\"]+)\"")]
    private static partial Regex FileNames();

    [GeneratedRegex("url\\(\"?(?<path>/[^)\"]+)")]
    private static partial Regex UrlsInStyles();

    private static string? WhyNot =>
        File.Exists(Path.Combine(AppContext.BaseDirectory, "wwwroot", "index.html")) ? null : "the page was not built";

    private sealed class PageFactAttribute : FactAttribute
    {
        public PageFactAttribute() => Skip = WhyNot;
    }

    private sealed class PageTheoryAttribute : TheoryAttribute
    {
        public PageTheoryAttribute() => Skip = WhyNot;
    }
}
