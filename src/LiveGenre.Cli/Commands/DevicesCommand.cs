using System.Buffers;
using System.CommandLine;
using System.Globalization;
using LiveGenre.Capture;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Output;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre devices</c>: what can be captured on this machine.</summary>
internal static class DevicesCommand
{
    private static readonly SearchValues<char> Special = SearchValues.Create(" ()&;'\"$*");

    public static Command Create()
    {
        var format = Parameters.OutputFormat("How to print: a table, or JSON.");
        var command = new ExampledCommand("devices", "List what can be listened to on this machine.")
        {
            Examples =
            [
                "livegenre devices                               # what there is",
                "livegenre run pulse:@DEFAULT_MONITOR@           # listen to one of them, by its address",
                "livegenre devices --format json | jq -r '.devices[].address'",
            ],
        };
        command.Add(format);
        command.SetAction(async (parsed, cancellation) =>
        {
            var listing = await DeviceCatalog.ListAsync(cancellation: cancellation);
            if (parsed.GetValue(format) == Parameters.Json)
            {
                Console.WriteLine(ToJson(listing));
            }
            else
            {
                Print(listing);
            }
            return ExitCode.Done;
        });
        return command;
    }

    private static void Print(DeviceListing listing)
    {
        if (listing.Devices.Count == 0)
        {
            Console.WriteLine("No sound device to listen to.");
        }
        else
        {
            var table = TextTable.Create("SOURCE", "BACKEND", "KIND", "RATE>", "CHANNELS>", "DEFAULT", "NAME");
            foreach (var device in Ordered(listing))
            {
                table.AddText(
                    Quote(device.Address),
                    device.Backend.ToString(),
                    Kind(device),
                    device.Format.SampleRateHz.ToString(CultureInfo.InvariantCulture),
                    device.Format.Channels.ToString(CultureInfo.InvariantCulture),
                    device.IsDefault ? "*" : "",
                    device.DisplayName);
            }
            table.Print();
        }
        foreach (var note in listing.Notes)
        {
            Console.WriteLine($"note: {note}");
        }
    }

    private static string ToJson(DeviceListing listing) => JsonLine.CreateIndented(json =>
    {
        json.WriteStartArray("devices");
        foreach (var device in Ordered(listing))
        {
            json.WriteStartObject();
            json.WriteString("address", device.Address);
            json.WriteString("name", device.DisplayName);
            json.WriteString("backend", Backend(device));
            json.WriteString("kind", Kind(device));
            json.WriteNumber("sample_rate_hz", device.Format.SampleRateHz);
            json.WriteNumber("channels", device.Format.Channels);
            json.WriteBoolean("default", device.IsDefault);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("notes");
        foreach (var note in listing.Notes)
        {
            json.WriteStringValue(note);
        }
        json.WriteEndArray();
    });

    private static IEnumerable<CaptureDevice> Ordered(DeviceListing listing) =>
        listing.Devices.OrderBy(d => d.Backend).ThenBy(d => d.Kind).ThenByDescending(d => d.IsDefault);

    private static string Backend(CaptureDevice device) => device.Backend == CaptureBackend.PulseAudio ? "pulseaudio" : "portaudio";

    private static string Kind(CaptureDevice device) => device.Kind == CaptureDeviceKind.Loopback ? "loopback" : "microphone";

    /// <summary>As a shell takes it.</summary>
    private static string Quote(string address) => address.AsSpan().IndexOfAny(Special) < 0 ? address : $"\"{address}\"";
}
