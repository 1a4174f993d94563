using System.Security.Authentication;
using LiveGenre.Cli.Connection;
using LiveGenre.Grpc;
using LiveGenre.Grpc.RichErrors;

namespace LiveGenre.Cli.Tests.Connection;

public sealed class CallFailureTests
{
    [Fact]
    public void Explain_DaemonThatCannotReadItsHistory_IsWhatItSaysAndNoMissingDaemon()
    {
        var error = StatusCode.Unavailable.ToRpcException("History cannot be read now: the disk is gone.", "HISTORY_UNAVAILABLE", "livegenre");

        Assert.True(error.IsHistoryOutage());
        Assert.Equal("History cannot be read now: the disk is gone.", error.Explain("http://studio:5081"));
    }

    [Fact]
    public void Explain_CertificateThatIsNotTrusted_NamesTheOptionAndNoMissingDaemon()
    {
        var error = new RpcException(new Status(StatusCode.Unavailable, "No secure connection: not trusted.", new AuthenticationException("not trusted")));

        Assert.Equal(
            "https://studio:5081: No secure connection: not trusted. Where its certificate is its own, give it, or the authority's, with --ca FILE.",
            error.Explain("https://studio:5081"));
    }

    [Fact]
    public void Explain_NobodyAnswers_SaysWhereAndWhatHelps()
    {
        var network = new HttpRequestException("Connection refused (studio:5081)");
        var error = new RpcException(new Status(StatusCode.Unavailable, "The server cannot be reached: " + network.Message, network));

        Assert.False(error.IsHistoryOutage());
        Assert.Equal(
            "no LiveGenre daemon answers at http://studio:5081: Connection refused. Start one with 'livegenre run', or name another with --address; --wait waits for it.",
            error.Explain("http://studio:5081", "; --wait waits for it."));
    }
}
