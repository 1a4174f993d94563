using System.Globalization;
using LiveGenre.Capture;
using LiveGenre.Grpc.Web;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace LiveGenre.Daemon.Configuration;

/// <summary>What must hold between settings.</summary>
internal static class CrossFieldRules
{
    public static void Check(LiveGenreOptions options, SettingsErrors errors)
    {
        const string root = LiveGenreOptions.Section;
        var page = ParseEndpoint(options.Serving.PageUrl, $"{root}:Serving:PageUrl", new ServingOptions().PageUrl, errors);
        var grpc = ParseEndpoint(options.Serving.GrpcUrl, $"{root}:Serving:GrpcUrl", new ServingOptions().GrpcUrl, errors);
        if (page is not null && grpc is not null && page.Port == grpc.Port && page.Port != 0)
        {
            errors.AddRule($"{root}:Serving:GrpcUrl = \"{options.Serving.GrpcUrl}\" has the port of PageUrl; each needs its own.", $"{root}:Serving:GrpcUrl", $"{root}:Serving:PageUrl");
        }
        foreach (var (index, origin) in options.Serving.AllowedOrigins.Index().Where(o => !GrpcWebOptions.IsOrigin(o.Item)))
        {
            errors.AddRule($"{root}:Serving:AllowedOrigins:{index} = \"{origin}\" is not allowed; a scheme, a host and perhaps a port, such as https://radio.example, or *.", $"{root}:Serving:AllowedOrigins:{index}");
        }
        AccessRules.Check(options, errors);
        if (options.Telemetry.OtlpEndpoint is { Length: > 0 } collector
            && !(Uri.TryCreate(collector, UriKind.Absolute, out var url) && url.Scheme is "http" or "https"))
        {
            errors.AddRule($"{root}:Telemetry:OtlpEndpoint = \"{AddressSecrets.Redact(collector)}\" is not allowed; a URL such as http://127.0.0.1:4317.", $"{root}:Telemetry:OtlpEndpoint");
        }
        if (options.Decisions.SilenceLeaveDbfs < options.Decisions.SilenceEnterDbfs)
        {
            errors.AddRule(string.Create(CultureInfo.InvariantCulture,
                $"{root}:Decisions:SilenceLeaveDbfs = {options.Decisions.SilenceLeaveDbfs} lies below SilenceEnterDbfs ({options.Decisions.SilenceEnterDbfs}); it must be at or above it."),
                $"{root}:Decisions:SilenceLeaveDbfs", $"{root}:Decisions:SilenceEnterDbfs");
        }
        if (options.Capture.ReconnectAfter < options.Capture.NoDataAfter)
        {
            errors.AddRule($"{root}:Capture:ReconnectAfter = \"{options.Capture.ReconnectAfter}\" is shorter than NoDataAfter ({options.Capture.NoDataAfter}); it must not be.",
                $"{root}:Capture:ReconnectAfter", $"{root}:Capture:NoDataAfter");
        }
        if (options.Capture.MaxRetryDelay < options.Capture.FirstRetryDelay)
        {
            errors.AddRule($"{root}:Capture:MaxRetryDelay = \"{options.Capture.MaxRetryDelay}\" is shorter than FirstRetryDelay ({options.Capture.FirstRetryDelay}); it must not be.",
                $"{root}:Capture:MaxRetryDelay", $"{root}:Capture:FirstRetryDelay");
        }
        foreach (var twin in options.Sources.Index().GroupBy(s => s.Item.Id, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            errors.AddRule($"{root}:Sources:{twin.Last().Index}:Id = \"{twin.Key}\" is taken by {root}:Sources:{twin.First().Index}; each source needs its own.",
                $"{root}:Sources:{twin.Last().Index}:Id", $"{root}:Sources:{twin.First().Index}:Id");
        }
        CheckConnection(options.History, $"{root}:History", errors);
        if (options.Sources.Index().Where(s => s.Item.Address == "-").Select(s => s.Index).ToList() is [_, .., var last])
        {
            errors.AddRule($"{root}:Sources: only one source can read standard input (\"-\").", $"{root}:Sources:{last}:Address");
        }
        CheckTimeZone(options.TimeZone, $"{root}:TimeZone", errors);
        foreach (var (index, source) in options.Sources.Index())
        {
            CheckAddress(source.Address, $"{root}:Sources:{index}:Address", errors);
            CheckTimeZone(source.TimeZone, $"{root}:Sources:{index}:TimeZone", errors);
        }
        AlertSettingsRules.Check(options.Alerts, errors);
        FormatRules.Check(options, errors);
    }

    private static void CheckAddress(string address, string key, SettingsErrors errors)
    {
        if (address != DemoProgramme.Address && !AudioSourceAddress.TryParse(address, out _, out var error))
        {
            errors.AddRule($"{key} = \"{AddressSecrets.Redact(address)}\": {error} {AudioSourceAddress.Forms}", key);
        }
    }

    private static void CheckTimeZone(string id, string key, SettingsErrors errors)
    {
        if (id.Length > 0 && !TimeZones.TryFind(id, out _))
        {
            errors.AddRule($"{key} = \"{id}\" is no time zone that this system knows; {TimeZones.Explain(id)}", key);
        }
    }

    /// <summary>Never repeats the value: it may hold a password.</summary>
    private static void CheckConnection(HistoryOptions history, string section, SettingsErrors errors)
    {
        string[] keys = [$"{section}:ConnectionString", $"{section}:Store"];
        var key = keys[0];
        try
        {
            var isMissing = history.Store switch
            {
                HistoryStoreKind.PostgreSql => string.IsNullOrEmpty(new NpgsqlConnectionStringBuilder(history.ConnectionString.Reveal()).Host),
                HistoryStoreKind.Sqlite => !history.ConnectionString.IsEmpty
                    && new SqliteConnectionStringBuilder(history.ConnectionString.Reveal()).DataSource is "" or ":memory:",
                _ => false,
            };
            if (history.Store == HistoryStoreKind.Sqlite && new SqliteConnectionStringBuilder(history.ConnectionString.Reveal()).Password.Length > 0)
            {
                errors.AddRule($"{key} holds a password, and SQLite's files are not encrypted here; remove it, and let the file's permissions guard it.", keys);
            }
            if (isMissing)
            {
                errors.AddRule(history.Store == HistoryStoreKind.PostgreSql
                    ? $"{key} names no server; with Store = PostgreSql it must, such as \"Host=db;Database=livegenre;Username=livegenre\"."
                    : $"{key} names no file; \"Data Source=/srv/history.db\", or empty for one in the data folder.", keys);
            }
        }
        catch (Exception error) when (error is ArgumentException or FormatException or KeyNotFoundException)
        {
            var why = error is KeyNotFoundException ? "it holds a keyword that there is not" : error.Message.TrimEnd('.'); // Npgsql, of one without a value
            errors.AddRule($"{key} cannot be read: {why}.", keys);
        }
    }

    private static Uri? ParseEndpoint(string text, string key, string example, SettingsErrors errors)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var url)
            && url is { Scheme: "http" or "https", PathAndQuery: "/", UserInfo: "" }
            && (url.IsLoopback || url.HostNameType is UriHostNameType.IPv4 or UriHostNameType.IPv6))
        {
            return url;
        }
        errors.AddValue(key, $"{key} = \"{AddressSecrets.Redact(text)}\" is not allowed; http:// or https://, an IP address or localhost, and a port, such as {example}.");
        return null;
    }
}
