using System.Globalization;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What must hold between settings, once each is right by itself.</summary>
internal static class CrossFieldRules
{
    public static void Check(LiveGenreOptions options, List<string> errors)
    {
        const string root = LiveGenreOptions.Section;
        var page = ParseUrl(options.Serving.PageUrl, $"{root}:Serving:PageUrl", errors);
        var grpc = ParseUrl(options.Serving.GrpcUrl, $"{root}:Serving:GrpcUrl", errors);
        if (page is not null && grpc is not null && page.Port == grpc.Port && page.Port != 0)
        {
            errors.Add($"{root}:Serving:GrpcUrl = \"{options.Serving.GrpcUrl}\" has the port of PageUrl; clear-text HTTP/2 and HTTP/1.1 need two ports.");
        }
        if (options.Telemetry.OtlpEndpoint.Length > 0)
        {
            ParseUrl(options.Telemetry.OtlpEndpoint, $"{root}:Telemetry:OtlpEndpoint", errors);
        }
        if (options.Decisions.SilenceLeaveDbfs < options.Decisions.SilenceEnterDbfs)
        {
            errors.Add(string.Create(CultureInfo.InvariantCulture,
                $"{root}:Decisions:SilenceLeaveDbfs = {options.Decisions.SilenceLeaveDbfs} lies below SilenceEnterDbfs ({options.Decisions.SilenceEnterDbfs}); it must be at or above it."));
        }
        if (options.Capture.ReconnectAfter < options.Capture.NoDataAfter)
        {
            errors.Add($"{root}:Capture:ReconnectAfter = \"{options.Capture.ReconnectAfter}\" is shorter than NoDataAfter ({options.Capture.NoDataAfter}); it must not be.");
        }
        if (options.Capture.MaxRetryDelay < options.Capture.FirstRetryDelay)
        {
            errors.Add($"{root}:Capture:MaxRetryDelay = \"{options.Capture.MaxRetryDelay}\" is shorter than FirstRetryDelay ({options.Capture.FirstRetryDelay}); it must not be.");
        }
        foreach (var twin in options.Sources.Index().GroupBy(s => s.Item.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            errors.Add($"{root}:Sources:{twin.Last().Index}:Id = \"{twin.Key}\" is taken by {root}:Sources:{twin.First().Index}; each source needs its own.");
        }
        if (options.Sources.Count(s => s.Address == "-") > 1)
        {
            errors.Add($"{root}:Sources: only one source can read standard input (\"-\").");
        }
    }

    private static Uri? ParseUrl(string text, string key, List<string> errors)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" && url.AbsolutePath == "/")
        {
            return url;
        }
        errors.Add($"{key} = \"{text}\" is not allowed; a URL of scheme, host and port such as http://127.0.0.1:5080.");
        return null;
    }
}
