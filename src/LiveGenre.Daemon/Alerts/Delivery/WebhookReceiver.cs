using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Security.Authentication;
using System.Text;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Alerts.Delivery;

/// <summary>Posts messages as JSON, signed.</summary>
internal sealed class WebhookReceiver(AlertReceiverOptions options, HttpClient http, TimeProvider time) : IAlertReceiver
{
    private static readonly HttpStatusCode[] RefusalsOfTheMessage =
    [
        HttpStatusCode.BadRequest, HttpStatusCode.Gone, HttpStatusCode.RequestEntityTooLarge,
        HttpStatusCode.UnsupportedMediaType, HttpStatusCode.UnprocessableEntity,
    ];

    private readonly Uri _url = new(options.Url.Reveal());

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(AlertMessage message, CancellationToken cancellation)
    {
        using var request = CreateRequest(message);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return response.IsSuccessStatusCode ? DeliveryResult.Delivered : Refused(response);
        }
        catch (HttpRequestException error)
        {
            // It names host and port at the most; the rest of the URL may be a secret. Of TLS only the inner one says more.
            return DeliveryResult.Failed($"{_url.Host}: {(error.InnerException as AuthenticationException ?? (Exception)error).Message}");
        }
    }

    private HttpRequestMessage CreateRequest(AlertMessage message)
    {
        var body = Encoding.UTF8.GetBytes(message.ToJson());
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var request = new HttpRequestMessage(HttpMethod.Post, _url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        request.Headers.Add("User-Agent", "LiveGenre");
        request.Headers.Add("X-LiveGenre-Delivery", message.DeliveryId);
        request.Headers.Add("X-LiveGenre-Event", message.Event);
        request.Headers.Add(WebhookSignature.TimestampHeader, now.ToString(CultureInfo.InvariantCulture));
        if (!options.Secret.IsEmpty)
        {
            request.Headers.Add(WebhookSignature.Header, WebhookSignature.Create(options.Secret.Reveal(), now, body));
        }
        if (!options.Authorization.IsEmpty)
        {
            request.Headers.TryAddWithoutValidation("Authorization", options.Authorization.Reveal());
        }
        return request;
    }

    private DeliveryResult Refused(HttpResponseMessage response)
    {
        var retryAfter = response.Headers.RetryAfter switch
        {
            { Delta: { } wait } => wait,
            { Date: { } date } => date - time.GetUtcNow(),
            _ => (TimeSpan?)null,
        };
        return DeliveryResult.Failed(
            $"{_url.Host} answered {(int)response.StatusCode} {response.ReasonPhrase}".TrimEnd() + ".",
            RefusalsOfTheMessage.Contains(response.StatusCode),
            retryAfter > TimeSpan.Zero ? retryAfter : null);
    }
}
