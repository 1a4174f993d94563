using Microsoft.AspNetCore.Http;

namespace LiveGenre.Daemon.Serving;

/// <summary>
/// What the page may do in a browser: load its own files and call its own daemon, nothing else. A name of a source or a
/// message of a device that holds markup stays text, whatever the page does with it. docs/decisions/0062.
/// </summary>
internal sealed class PageHeaders(RequestDelegate next)
{
    /// <summary>The page's Content-Security-Policy. The one named policy is the template function of the page's framework.</summary>
    public const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'; " +
        "require-trusted-types-for 'script'; trusted-types svelte-trusted-html";

    /// <summary>The overlay's: streaming programs write their user's own style sheet into the page. docs/decisions/0125.</summary>
    public const string OverlayContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self'; font-src 'self'; connect-src 'self'; " +
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers to whatever is read with GET or HEAD; calls of gRPC-Web go by as they are.</summary>
    public Task InvokeAsync(HttpContext http)
    {
        if (HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method))
        {
            var headers = http.Response.Headers;
            headers.ContentSecurityPolicy = http.Request.Path.StartsWithSegments(PageAddresses.Overlay)
                ? OverlayContentSecurityPolicy
                : ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers["Referrer-Policy"] = "no-referrer";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            headers["Cross-Origin-Resource-Policy"] = "same-origin";
            // Files keep their names from one version to the next: a browser asks each time, and gets 304 by the ETag.
            headers.CacheControl = "no-cache";
        }
        return next(http);
    }
}
