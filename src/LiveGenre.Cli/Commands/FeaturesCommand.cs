using System.CommandLine;
using System.Globalization;
using LiveGenre.Cli.Arguments;
using LiveGenre.Cli.Features;
using LiveGenre.Cli.Files;
using LiveGenre.Cli.Output;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Cli.Commands;

/// <summary><c>livegenre features DIR OUT</c>: mel frames for training.</summary>
internal static class FeaturesCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("DIR") { Description = "All audio in and below it is read." };
        var output = new Argument<string>("OUT") { Description = "Receives a .npy file for each at the same relative path: float32 [bands, frames], dB before clipping and normalisation; frame i begins at sample i times the hop." };
        var channel = Parameters.Number("--channel", "INDEX", 0, 31, "The one channel to take, from 0; without it all are mixed.");
        var jobs = Parameters.Jobs();
        var force = new Option<bool>("--force") { Description = "Also write files that are there and younger than their audio." };
        var settings = new SettingsArguments();
        var command = new ExampledCommand("features",
            "Compute mel frames for training with the daemon's own front end.")
        {
            Examples =
            [
                "livegenre features music/ mel/                  # music/jazz/one.flac gives mel/jazz/one.npy",
                "livegenre features music/ mel/ --jobs 8         # later: only what is new",
                "python3 -c \"import numpy; print(numpy.load('mel/jazz/one.npy').shape)\"",
            ],
        };
        command.Add(folder);
        command.Add(output);
        command.Add(channel);
        command.Add(jobs);
        command.Add(force);
        settings.AddTo(command);
        command.SetAction((parsed, cancellation) => RunAsync(
            parsed.GetValue(folder)!, parsed.GetValue(output)!, parsed.GetValue(channel),
            parsed.GetValue(jobs) ?? Environment.ProcessorCount, parsed.GetValue(force), settings.Read(parsed), cancellation));
        return command;
    }

    private static async Task<int> RunAsync(
        string folder, string output, int? channel, int jobs, bool force, LiveGenreOptions options, CancellationToken cancellation)
    {
        if (!Directory.Exists(folder))
        {
            throw new CommandFailedException($"'{folder}' is no folder.");
        }
        OutputPath.RequireFolder("OUT", new DirectoryInfo(output));
        var frontEnd = ModelBundle.Load(ModelFolder.Find(options.Model.Path)).Manifest.FrontEnd.ToParameters();
        var audio = AudioFiles.Expand([folder], out var errors);
        var all = FeatureFile.Plan(folder, audio, output, out var collisions);
        foreach (var error in errors.Concat(collisions))
        {
            Report.Error(error);
        }
        var stale = all.Where(file => force || !file.IsUpToDate).ToDictionary(file => file.Audio);
        var (written, failed, length) = (0, 0, TimeSpan.Zero);
        using (var progress = ProgressLine.Start(stale.Count))
        {
            await foreach (var outcome in FileWork.RunAsync(
                [.. stale.Keys], jobs, () => new FeatureWriter(frontEnd, channel),
                (writer, file, stop) => writer.WriteAsync(stale[file], stop), cancellation))
            {
                if (outcome.Value is { } statistics)
                {
                    written++;
                    length += statistics.Duration;
                }
                else
                {
                    Report.Error(outcome.Error!);
                    failed++;
                }
                progress?.Advance();
            }
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{written} written ({length.ToClock()} of audio), {all.Count - stale.Count} up to date, {failed} failed."));
        return errors.Count + collisions.Count + failed == 0 ? ExitCode.Done : ExitCode.Failed;
    }
}
