using System.Threading.Channels;

namespace LiveGenre.Cli.Watching.Screen;

/// <summary>Writes the screen as a picture as soon as each source has a decision, and ends.</summary>
/// <param name="views">One a source.</param>
/// <param name="draw">Draws them.</param>
/// <param name="file">Where to.</param>
/// <param name="time">The clock.</param>
internal sealed class PictureOutput(IReadOnlyList<SourceView> views, Action<ScreenCanvas> draw, FileInfo file, TimeProvider time) : IWatchOutput
{
    private const int Columns = 92;
    private const int Rows = 36;

    public async Task RunAsync(ChannelReader<WatchEvent> events, CancellationToken stop)
    {
        var byId = views.ToDictionary(v => v.SourceId);
        await foreach (var item in events.ReadAllAsync(stop))
        {
            byId[item.SourceId].Apply(item, time.GetUtcNow());
            if (views.All(v => v.IsLive && v.Window is not null))
            {
                var canvas = new ScreenCanvas(Columns, Rows);
                draw(canvas);
                await File.WriteAllTextAsync(file.FullName, ScreenPicture.Create(canvas), stop);
                return;
            }
        }
    }
}
