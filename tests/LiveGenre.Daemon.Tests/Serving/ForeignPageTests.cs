using System.Net;
using System.Net.Http.Headers;

namespace LiveGenre.Daemon.Tests.Serving;

/// <summary>What browsers and thin lines ask for, and the daemon gives only where it is set.</summary>
public sealed class ForeignPageTests
{
    private const string Page = "https://radio.example";

    [Fact]
    public async Task Call_ByAPageOfAnAllowedOrigin_IsAnsweredCompressed()
    {
        var daemon = new RunningDaemon().With("Serving:AllowedOrigins:0", Page).With("Serving:ResponseCompression", "Gzip");
        await daemon.InitializeAsync();
        try
        {
            using var question = await SendAsync(daemon, HttpMethod.Options, Page);
            using var answer = await SendAsync(daemon, HttpMethod.Post, Page);
            using var stranger = await SendAsync(daemon, HttpMethod.Options, "https://elsewhere.example");

            Assert.Equal((HttpStatusCode.NoContent, Page), (question.StatusCode, Header(question, "access-control-allow-origin")));
            Assert.Equal((HttpStatusCode.OK, Page), (answer.StatusCode, Header(answer, "access-control-allow-origin")));
            Assert.Equal("gzip", Header(answer, "grpc-encoding"));
            Assert.Equal(1, (await answer.Content.ReadAsByteArrayAsync())[0]); // the message's flag
            Assert.Null(Header(stranger, "access-control-allow-origin"));
        }
        finally
        {
            await daemon.DisposeAsync();
        }
    }

    private static Task<HttpResponseMessage> SendAsync(RunningDaemon daemon, HttpMethod verb, string origin)
    {
        var request = new HttpRequestMessage(verb, "/livegenre.v1.GenreService/ListSources") { Headers = { { "origin", origin }, { "grpc-accept-encoding", "gzip" } } };
        if (verb == HttpMethod.Options)
        {
            request.Headers.Add("access-control-request-method", "POST");
            request.Headers.Add("access-control-request-headers", "content-type,x-grpc-web,authorization");
        }
        else
        {
            request.Content = new ByteArrayContent(new byte[5]); // an empty message
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc-web+proto");
        }
        return daemon.Http.SendAsync(request);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;
}
