using Microsoft.AspNetCore.Http;

namespace LiveGenre.Daemon.Serving;

/// <summary>Serves the pages beside the first under the addresses that people type: <c>/dj</c> is the file <c>dj.html</c>.</summary>
internal sealed class PageAddresses(RequestDelegate next)
{
    /// <summary>What is laid over a picture in a streaming program.</summary>
    public const string Overlay = "/overlay";

    private static readonly string[] Pages = ["/dj", Overlay];

    /// <summary>Names the file that a page's address stands for; every other request goes by as it is.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        var page = Pages.FirstOrDefault(address => http.Request.Path.Equals(address, StringComparison.OrdinalIgnoreCase));
        if (page is not null && (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)))
        {
            http.Request.Path = $"{page}.html";
        }
        return next(http);
    }
}
