using System.Threading.Channels;
using Google.Protobuf;
using LiveGenre.Cli.Output;

namespace LiveGenre.Cli.Watching;

/// <summary>Each response as a line of protobuf's JSON; what becomes of the link goes to standard error.</summary>
/// <param name="output">Where to.</param>
internal sealed class JsonOutput(TextWriter output) : IWatchOutput
{
    public async Task RunAsync(ChannelReader<WatchEvent> events, CancellationToken stop)
    {
        await foreach (var item in events.ReadAllAsync(stop))
        {
            if (item.Response is { } response)
            {
                output.WriteLine(JsonFormatter.Default.Format(response));
            }
            else if (item.Link is { IsUp: false } lost)
            {
                Report.Warning($"{item.SourceId}: not live. {lost.Detail}");
            }
        }
    }
}
