using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using LiveGenre.Capture;
using LiveGenre.Onnx.Bundles;

namespace LiveGenre.Cli.Support;

/// <summary>What can be said of this machine without the daemon.</summary>
internal static class MachineFacts
{
    private const int MostLogBytes = 1_000_000;

    private const int JournalLines = 5_000;

    private static readonly TimeSpan ProgramPatience = TimeSpan.FromSeconds(20);

    /// <summary>Versions of all that takes part.</summary>
    public static async Task<string> VersionsAsync(CancellationToken cancellation)
    {
        var version = typeof(MachineFacts).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        var ffmpeg = await FirstLineAsync("ffmpeg", ["-version"], cancellation);
        var pulse = await FirstLineAsync("pactl", ["--version"], cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"""
            livegenre   {version}
            .NET        {RuntimeInformation.FrameworkDescription}, {RuntimeInformation.RuntimeIdentifier}
            System      {RuntimeInformation.OSDescription}, {RuntimeInformation.OSArchitecture}
            Processors  {Environment.ProcessorCount}
            Memory      {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000} MB
            Time        {DateTimeOffset.UtcNow:O}, zone {TimeZoneInfo.Local.Id}
            ffmpeg      {ffmpeg}
            PulseAudio  {pulse}

            """);
    }

    /// <summary>What can be listened to.</summary>
    public static async Task<string> DevicesAsync(CancellationToken cancellation)
    {
        var listing = await DeviceCatalog.ListAsync(cancellation: cancellation);
        return string.Join('\n', [
            .. listing.Devices.Select(device => $"{(device.IsDefault ? "*" : " ")} {device.Address}  {device.Kind}  {device.Format}  {device.DisplayName}"),
            .. listing.Notes.Select(note => $"note: {note}"), $"{listing.Devices.Count} devices", ""]);
    }

    /// <summary>A bundle's manifest, and what is wrong with the bundle.</summary>
    public static string Model(string folder)
    {
        string state;
        try
        {
            state = $"{ModelBundle.Load(folder).Manifest.Id}: hash, shapes and labels are right";
        }
        catch (ModelFormatException error)
        {
            state = error.Message;
        }
        var manifest = Path.Combine(folder, "manifest.json");
        return $"{state}\n\n{(File.Exists(manifest) ? File.ReadAllText(manifest) : $"There is no {manifest}.")}\n";
    }

    /// <summary>Names and sizes of the files in a folder; nothing of what they hold.</summary>
    public static string Files(string folder)
    {
        var files = new DirectoryInfo(folder) is { Exists: true } existing ? existing.GetFiles("*", SearchOption.AllDirectories) : [];
        return string.Join('\n', [
            $"{folder}: {files.Length} files, {files.Sum(f => f.Length) / 1e6:0.0} MB; {FreeSpace(folder)} free",
            .. files.OrderBy(f => f.FullName, StringComparer.Ordinal).Take(1_000)
                .Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Length,14:N0}  {f.LastWriteTimeUtc:yyyy-MM-dd HH:mm:ss}  {Path.GetRelativePath(folder, f.FullName)}")), ""]);
    }

    /// <summary>The end of a log file, or of the systemd unit's journal where none is named.</summary>
    /// <exception cref="CommandFailedException">There is none.</exception>
    public static async Task<string> LogAsync(FileInfo? file, CancellationToken cancellation)
    {
        if (file is null)
        {
            var journal = await OutputAsync("journalctl", ["--unit=livegenre", "--no-pager", "--output=short-iso", $"--lines={JournalLines}"], cancellation);
            return journal is { Length: > 0 } && !journal.StartsWith("-- No entries", StringComparison.Ordinal)
                ? journal
                : throw new CommandFailedException("the journal holds nothing of a unit 'livegenre'. Where the daemon's output goes to a file, name it with --log.");
        }
        await using var log = file.OpenRead();
        log.Position = Math.Max(0, log.Length - MostLogBytes);
        using var reader = new StreamReader(log);
        return await reader.ReadToEndAsync(cancellation);
    }

    private static string FreeSpace(string folder)
    {
        var existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing) && Path.GetDirectoryName(existing) is { } parent)
        {
            existing = parent;
        }
        return string.Create(CultureInfo.InvariantCulture, $"{new DriveInfo(existing).AvailableFreeSpace / 1e9:0.0} GB");
    }

    private static async Task<string> FirstLineAsync(string program, string[] arguments, CancellationToken cancellation) =>
        (await OutputAsync(program, arguments, cancellation))?.Split('\n')[0] ?? "not installed";

    /// <summary>What a program prints; null where it is not there, fails or takes too long.</summary>
    private static async Task<string?> OutputAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true })!;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
            patience.CancelAfter(ProgramPatience);
            try
            {
                process.StandardInput.Close();
                var errors = process.StandardError.ReadToEndAsync(patience.Token);
                var output = await process.StandardOutput.ReadToEndAsync(patience.Token);
                await errors;
                await process.WaitForExitAsync(patience.Token);
                return process.ExitCode == 0 ? output : null;
            }
            catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
