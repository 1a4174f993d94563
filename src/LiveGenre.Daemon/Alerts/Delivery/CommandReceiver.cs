using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Alerts.Delivery;

/// <summary>Runs a program of the operator's, with the JSON on its standard input. Exit code 0 is delivered.</summary>
internal sealed class CommandReceiver(AlertReceiverOptions options) : IAlertReceiver
{
    /// <summary>Characters of standard error that are kept for the trouble.</summary>
    private const int LongestTrouble = 300;

    /// <summary>A child of the program that holds its standard error open is not waited for.</summary>
    private static readonly TimeSpan ErrorPatience = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public async Task<DeliveryResult> SendAsync(AlertMessage message, CancellationToken cancellation)
    {
        using var process = new Process { StartInfo = CreateStart(message) };
        try
        {
            process.Start();
        }
        catch (Win32Exception error)
        {
            return DeliveryResult.Failed($"{options.Program} cannot be started: {error.Message}");
        }
        try
        {
            var output = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, cancellation);
            var trouble = ReadTailAsync(process.StandardError, cancellation);
            await WriteAsync(process, message, cancellation);
            await process.WaitForExitAsync(cancellation);
            if (process.ExitCode == 0)
            {
                return DeliveryResult.Delivered;
            }
            await Task.WhenAny(Task.WhenAll(output, trouble), Task.Delay(ErrorPatience, cancellation));
            var said = trouble.IsCompletedSuccessfully ? trouble.Result : "";
            return DeliveryResult.Failed($"{options.Program} ended with exit code {process.ExitCode}{(said.Length > 0 ? $": {said}" : "")}.");
        }
        finally
        {
            Kill(process);
        }
    }

    private ProcessStartInfo CreateStart(AlertMessage message)
    {
        var start = new ProcessStartInfo(options.Program, options.Arguments.Select(argument => argument.Reveal()))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        // The daemon's settings may stand in its environment, secrets among them; the program needs none of them.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith(LiveGenreOptions.Section, StringComparison.OrdinalIgnoreCase)).ToList())
        {
            start.Environment.Remove(name);
        }
        start.Environment["LIVEGENRE_EVENT"] = message.Event;
        start.Environment["LIVEGENRE_DELIVERY"] = message.DeliveryId;
        return start;
    }

    private static async Task WriteAsync(Process process, AlertMessage message, CancellationToken cancellation)
    {
        try
        {
            await process.StandardInput.WriteLineAsync(message.ToJson().AsMemory(), cancellation);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It does not read its standard input; its exit code says whether that is well.
        }
    }

    private static async Task<string> ReadTailAsync(StreamReader reader, CancellationToken cancellation)
    {
        var (buffer, tail) = (new char[1_024], "");
        while (await reader.ReadAsync(buffer, cancellation) is > 0 and var read)
        {
            tail += new string(buffer, 0, read);
            tail = tail[Math.Max(0, tail.Length - LongestTrouble)..];
        }
        return tail.ReplaceLineEndings(" ").Trim();
    }

    private static void Kill(Process process)
    {
        try
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended in between, with what it had started.
        }
    }
}
