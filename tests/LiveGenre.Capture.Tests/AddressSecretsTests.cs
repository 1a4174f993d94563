namespace LiveGenre.Capture.Tests;

public class AddressSecretsTests
{
    [Theory]
    [InlineData("http://dj:s3cret@radio.example/live", "http://***@radio.example/live")]
    [InlineData("http://dj:p@ss:w@radio.example/live", "http://***@radio.example/live")]
    [InlineData("https://h/x?a=1&token=abc123&b=2", "https://h/x?a=1&token=***&b=2")]
    [InlineData("https://h/x?access_token=abc#f", "https://h/x?access_token=***#f")]
    [InlineData("srt://h:9000?mode=caller&passphrase=hush-hush", "srt://h:9000?mode=caller&passphrase=***")]
    [InlineData("https://h/x?X-Amz-Signature=ff00", "https://h/x?X-Amz-Signature=***")]
    [InlineData("https://h/path@with-at?volume=7", "https://h/path@with-at?volume=7")]
    [InlineData("two: http://a:b@c/ and http://d:e@f/", "two: http://***@c/ and http://***@f/")]
    public void Redact_Url_LosesItsSecretsOnly(string text, string expected) => Assert.Equal(expected, AddressSecrets.Redact(text));

    [Theory]
    [InlineData("?token")]
    [InlineData("a://")]
    [InlineData("?&;")]
    public async Task Redact_LongTextMadeToTakeLong_DoesNot(string piece)
    {
        // Half a million characters: trying every way to read them would take weeks.
        var text = string.Concat(Enumerable.Repeat(piece, 500_000 / piece.Length));
        Assert.Equal(text, await Task.Run(() => AddressSecrets.Redact(text)).WaitAsync(TimeSpan.FromMinutes(2)));
    }

    [Fact]
    public void Redact_TextOfAnotherProgram_LosesTheSecretsOfTheUrlWhereverTheyStand()
    {
        const string url = "http://dj:pa%24word@h/x?key=topsecret";
        var text = AddressSecrets.Redact("auth 'dj:pa%24word' failed, decoded pa$word, with topsecret", url);
        Assert.Equal("auth '***' failed, decoded ***, with ***", text);
    }
}
