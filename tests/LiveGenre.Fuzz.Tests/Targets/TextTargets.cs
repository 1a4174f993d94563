using System.Reflection;
using LiveGenre.Capture;
using LiveGenre.Capture.FFmpeg;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Evidence;
using LiveGenre.Daemon.Serving;
using LiveGenre.Fuzz.Tests.Engine;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;
using Microsoft.Extensions.Configuration;

namespace LiveGenre.Fuzz.Tests.Targets;

/// <summary>What people and programs write: settings, addresses of sources, tokens of pages and streams, what ffmpeg says.</summary>
internal static class TextTargets
{
    private static readonly AudioSourceOptions FromOutside = new() { StreamReach = StreamReach.Private };

    /// <summary>Lines of KEY=VALUE, as a settings file or the environment gives them.</summary>
    public static FuzzTarget Settings { get; } = new("settings", 60, SettingsSeeds(),
        [.. Bytes.OddTexts, .. Bytes.Of([.. Keys(typeof(LiveGenreOptions), "").Select(key => $"\n{key}=")])], ReadSettings);

    public static FuzzTarget Addresses { get; } = new("addresses", 100,
        Bytes.Of("http://user:secret@radio.example:8000/live.mp3?token=abc#x", "https://[2001:db8::1]:8443/x", "udp://@239.1.2.3:5000?reuse=1", "srt://:9000?mode=listener",
            "rtsp://camera.example/1", "icecast://radio.example/live", "pulse:onair.monitor", "portaudio:USB Audio", "file:///srv/a%20b.wav", "/srv/show.flac", "demo", "-"),
        [.. Bytes.OddTexts, .. Bytes.Of("@", "://", "?", "#", "&", ":", "169.254.169.254", "fifo_size=1", "\\", "concat:", "subfile,,start,0,end,0,,:", "pipe:0", "-i", "-f", "lavfi")],
        ReadAddress);

    public static FuzzTarget Tokens { get; } = new("tokens", 80,
        Bytes.Of(new ResumeToken(1, 1).Encode("fm"), new ResumeToken(long.MaxValue, ulong.MaxValue).Encode("fm"), "1763733600000000", "-62135596800000000",
            "20261121T140459.123Z,fm,rock,jazz,10000,15000", "20261121T140459.123Z,fm,R%26B,unknown,0,2147483647", "99991231T235959.999Z,fm,a,b,2147483647,1"),
        [.. Bytes.OddTexts, .. Bytes.Of("AAAA", "_-", "==", ",", "%2F", "../fm")], ReadTokens);

    /// <summary>What ffmpeg writes while it gives up, which holds what the station sent.</summary>
    public static FuzzTarget LastWords { get; } = new("last-words", 60,
        Bytes.Of("[http @ 0x55d0c0] [error] HTTP error 404 Not Found\n[fatal] http://u:secret@radio.example/?token=abc: Server returned 404",
            "[in#0 @ 0x1] [error] Error opening input: Invalid data found when processing input", "?token=a;key=b&pass=c ?hash", "a://b@c://d@e"),
        [.. Bytes.OddTexts, .. Bytes.Of("[", "] ", "[error]", "://", "@", "?", "token", "key", "=", "?token?token?token?token?token?token?token?token", "a://a://a://a://a://a://")],
        ReadLastWords);

    private static bool ReadSettings(byte[] input)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var line in Bytes.Text(input).Split('\n'))
        {
            var at = line.IndexOf('=', StringComparison.Ordinal);
            if (at > 0)
            {
                settings[$"{LiveGenreOptions.Section}:{line[..at]}"] = line[(at + 1)..];
            }
        }
        try
        {
            SettingsReader.Read(new ConfigurationBuilder().AddInMemoryCollection(settings).Build());
            return true;
        }
        catch (SettingsException refused)
        {
            FuzzException.Require(refused.Errors.Count > 0 && refused.Errors.All(e => e.Contains(LiveGenreOptions.Section, StringComparison.Ordinal)), "An error names no key.");
            return false;
        }
    }

    private static bool ReadAddress(byte[] input)
    {
        var text = Bytes.Text(input);
        try
        {
            SourceSettingsRules.Read(new SourceSettings { SourceId = "web", Address = text, DisplayName = text[..Math.Min(text.Length, 9)] }, allowFiles: false);
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
        {
            return false;
        }
        if (text.Trim() == DemoProgramme.Address)
        {
            return true;
        }
        FuzzException.Require(AudioSourceAddress.TryParse(text, out var address, out _), "An address was taken that cannot be read.");
        FuzzException.Require(address!.Kind is AudioSourceKind.Stream or AudioSourceKind.Pulse or AudioSourceKind.PortAudio, $"A {address.Kind} was taken.");
        if (address.Kind != AudioSourceKind.Stream)
        {
            return true;
        }
        try
        {
            AudioSourceFactory.Create(address, FromOutside);
        }
        catch (ArgumentException)
        {
            return false;
        }
        var arguments = FFmpegArguments.For(address, FromOutside);
        var url = arguments[arguments.ToList().IndexOf("-i") + 1];
        FuzzException.Require(arguments.Count(a => a == "-i") == 1 && char.IsAsciiLetter(url[0]) && url.Contains("://", StringComparison.Ordinal), "The URL is no URL to ffmpeg.");
        FuzzException.Require(arguments[arguments.ToList().IndexOf("-protocol_whitelist") + 1] is { } allowed && !allowed.Split(',').Intersect(["file", "concat", "subfile", "pipe"]).Any(), "A protocol is allowed that reads files.");
        return true;
    }

    private static bool ReadTokens(byte[] input)
    {
        var text = Bytes.Text(input);
        var taken = false;
        if (ResumeToken.TryDecode(text, "fm", out var resume))
        {
            FuzzException.Require(resume.Encode("fm") == text, "Two tokens stand for one place.");
            taken = true;
        }
        if (EvidenceClip.TryParse(text, out var clip))
        {
            FuzzException.Require(Path.GetFileName(clip.FileName) == clip.FileName && clip.FileName.EndsWith(".wav", StringComparison.Ordinal), "An id leads out of its folder.");
            _ = (clip.Change, clip.End);
            taken = true;
        }
        try
        {
            if (RequestFields.TimeToken(text, "List") is { } time)
            {
                FuzzException.Require(RequestFields.TimeToken(RequestFields.TimeToken(time), "List") == time, "A page's token does not come back.");
            }
            taken = true;
        }
        catch (RpcException refused) when (refused.StatusCode == StatusCode.InvalidArgument)
        {
            // As it should.
        }
        return taken;
    }

    private static bool ReadLastWords(byte[] input)
    {
        var text = Bytes.Text(input);
        var address = new AudioSourceAddress(AudioSourceKind.Stream, "http://dj:hunter22@radio.example/live?token=topsecret");
        var lines = text.Split('\n');
        var errors = new[] { FFmpegErrors.CannotOpen(address, [.. lines, "hunter22 topsecret"], 1), FFmpegErrors.Ended(address, [.. lines, "hunter22 topsecret"], 1) };
        FuzzException.Require(errors.All(e => !$"{e}".Contains("hunter22", StringComparison.Ordinal) && !$"{e}".Contains("topsecret", StringComparison.Ordinal)), "A secret is told.");
        var redacted = AddressSecrets.Redact(text);
        FuzzException.Require(AddressSecrets.Redact(redacted) == redacted, "What is redacted is redacted once more.");
        return redacted != text;
    }

    private static byte[][] SettingsSeeds()
    {
        const string whole = """
            Model:Threads=2
            Windowing:Hop=00:00:01
            Decisions:Smoothing=ExponentialAverage
            Sources:0:Id=fm
            Sources:0:Address=http://dj:hunter22@radio.example/
            Sources:0:Channel=1
            Sources:0:Labels:rock=Rock
            Sources:0:TimeZone=Europe/Berlin
            Sources:0:Format:DayParts:0:Name=Night
            Sources:0:Format:DayParts:0:From=22:00
            Sources:0:Format:DayParts:0:To=06:00
            Sources:0:Format:DayParts:0:Days:0=Mon-Fri
            Sources:0:Format:Targets:0:Label=rock
            Sources:0:Format:Targets:0:Share=0.5
            Sources:0:Format:Targets:0:DayPart=Night
            Serving:PageUrl=http://127.0.0.1:5080
            Serving:GrpcUrl=https://[::1]:5081
            Serving:Certificate:SelfSigned=true
            Serving:Limits:MaxConnections=100
            History:Store=PostgreSql
            History:ConnectionString=Host=db;Port=5432;Database=livegenre;Username=u;Password=p;Timeout=5
            Alerts:Receivers:0:Name=desk
            Alerts:Receivers:0:Kind=Webhook
            Alerts:Receivers:0:Url=https://hooks.example/x
            Alerts:Receivers:0:Secret=0123456789abcdef
            Alerts:Receivers:1:Name=mail
            Alerts:Receivers:1:Kind=Email
            Alerts:Receivers:1:SmtpHost=mail.example
            Alerts:Receivers:1:From=a@example.org
            Alerts:Receivers:1:To:0=b@example.org
            Alerts:Rules:0:Kind=OffFormat
            Alerts:Rules:0:Formats:0=rock
            Alerts:Rules:0:Receivers:0=desk
            Access:Tokens:0:Name=page
            Access:Tokens:0:Hash=sha256:0000000000000000000000000000000000000000000000000000000000000000
            Telemetry:OtlpEndpoint=http://127.0.0.1:4317
            """;
        var lines = whole.Split('\n', StringSplitOptions.TrimEntries);
        return Bytes.Of([whole, "History:ConnectionString=Data Source=/srv/h.db;Cache=Shared", .. lines]);
    }

    /// <summary>The keys of all settings.</summary>
    private static IEnumerable<string> Keys(Type type, string prefix)
    {
        foreach (var property in type.GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            var (inner, key) = (property.PropertyType, prefix + property.Name);
            if (inner.IsGenericType && inner.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
            {
                (inner, key) = (inner.GetGenericArguments()[0], key + ":0");
            }
            yield return key;
            if (inner.Namespace == typeof(LiveGenreOptions).Namespace && inner.IsClass)
            {
                foreach (var child in Keys(inner, key + ":"))
                {
                    yield return child;
                }
            }
        }
    }
}
