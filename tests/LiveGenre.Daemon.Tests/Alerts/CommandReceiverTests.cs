using LiveGenre.Daemon.Alerts.Delivery;
using LiveGenre.Daemon.Alerts.Rules;
using LiveGenre.Daemon.Configuration;

namespace LiveGenre.Daemon.Tests.Alerts;

public sealed class CommandReceiverTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("livegenre-alerts-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Send_GivesTheMessageOnStandardInputAndArgumentsAsTheyAre()
    {
        const string odd = "two words; $(echo no) \"'";
        Environment.SetEnvironmentVariable("LiveGenre__Alerts__Receivers__9__Secret", "a secret of the daemon's");

        var result = await RunAsync("cat > \"$0\"; printf '%s\\n' \"$1\" > \"$0.argument\"; env > \"$0.environment\"", InFolder("out"), odd);

        Assert.Equal(DeliveryResult.Delivered, result);
        Assert.Equal("firing", AlertMessage.Parse(await File.ReadAllTextAsync(InFolder("out"))).Event);
        Assert.Equal(odd + "\n", await File.ReadAllTextAsync(InFolder("out.argument")));
        var environment = await File.ReadAllTextAsync(InFolder("out.environment"));
        Assert.Contains("LIVEGENRE_EVENT=firing", environment, StringComparison.Ordinal);
        Assert.DoesNotContain("a secret of the daemon's", environment, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Send_ToAProgramThatFails_TellsWhatItSaid()
    {
        var result = await RunAsync("echo no network >&2; exit 7");

        Assert.Equal(DeliveryResult.Failed("/bin/sh ended with exit code 7: no network."), result);
    }

    [Fact]
    public async Task Send_ToAProgramThatReadsNothing_StillDelivers() =>
        Assert.True((await RunAsync("exec 0<&-; exit 0")).IsDelivered);

    [Fact]
    public async Task Send_ToAProgramThatIsMissing_SaysSo()
    {
        var receiver = new CommandReceiver(new() { Kind = AlertReceiverKind.Command, Program = "/nonexistent/pager" });

        var result = await receiver.SendAsync(Message(), default);

        Assert.StartsWith("/nonexistent/pager cannot be started: ", result.Trouble, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Attempt_ThatTakesTooLong_KillsTheProgramWithItsChildren()
    {
        var command = new CommandReceiver(new()
        {
            Program = "/bin/sh",
            Arguments = Plain("-c", "sleep 600 & echo $! > \"$0.new\"; mv \"$0.new\" \"$0\"; wait", InFolder("child")),
        });
        var time = new ManualTime();
        var receiver = new AlertReceiver("pager", TimeSpan.FromSeconds(10), command, time);

        var attempt = receiver.AttemptAsync(Message(), default);
        await Wait.UntilAsync(() => File.Exists(InFolder("child")), "the child");
        time.Advance(TimeSpan.FromSeconds(11));

        Assert.Equal("No answer within 10 s.", (await attempt).Trouble);
        var child = (await File.ReadAllTextAsync(InFolder("child"))).Trim();
        await Wait.UntilAsync(() => HasEnded(child), "the child's end");
    }

    private static bool HasEnded(string process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].TrimStart()[0] is 'Z' or 'X';
        }
        catch (IOException)
        {
            return true;
        }
    }

    private string InFolder(string name) => Path.Combine(_folder.FullName, name);

    private static Secret[] Plain(params string[] arguments) => [.. arguments.Select(argument => new Secret(argument))];

    private static AlertMessage Message() => AlertMessage.Create("0", AlertEvent.Firing, AlertParts.NewAlert(), "FM");

    private static Task<DeliveryResult> RunAsync(string script, params string[] arguments) =>
        new CommandReceiver(new() { Program = "/bin/sh", Arguments = Plain(["-c", script, .. arguments]) }).SendAsync(Message(), default);
}
