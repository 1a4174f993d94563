using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace LiveGenre.Daemon.Tests.Alerts;

/// <summary>Somebody else's web server: it takes what is posted, and answers as a test wants it to.</summary>
internal sealed class HttpReceiver : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Post> _posts = [];
    private readonly WebApplication _app;

    private HttpReceiver()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>How it answers a post; 200 unless a test says otherwise.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = _ => Task.CompletedTask;

    public string Url { get; private set; } = "";

    public IReadOnlyList<Post> Posts
    {
        get
        {
            lock (_gate)
            {
                return [.. _posts];
            }
        }
    }

    public static async Task<HttpReceiver> StartAsync()
    {
        var receiver = new HttpReceiver();
        await receiver._app.StartAsync();
        receiver.Url = receiver._app.Urls.Single() + "/hook/in-the-path?token=in-the-query";
        return receiver;
    }

    /// <summary>Answers with a status from now on.</summary>
    public void AnswerWith(int status) => Answer = http =>
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    };

    public Task WaitForAsync(int posts) => Wait.UntilAsync(() => Posts.Count >= posts, $"{posts} posts");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        using var reader = new StreamReader(http.Request.Body);
        var body = await reader.ReadToEndAsync();
        var post = new Post(http.Request.Headers.ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase), body);
        lock (_gate)
        {
            _posts.Add(post);
        }
        await Answer(http);
    }

    internal sealed record Post(IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public JsonElement Json => JsonElement.Parse(Body);

        public string Event => Json.GetProperty("event").GetString()!;
    }
}
