using LiveGenre.Daemon.Serving;

namespace LiveGenre.Daemon.Tests.Serving;

public sealed class ResumeTokenTests
{
    [Fact]
    public void TryDecode_WhatEncodeWrote_GivesItBack()
    {
        var token = new ResumeToken(638_000_000_000_000_000, 42);

        Assert.True(ResumeToken.TryDecode(token.Encode("fm"), "fm", out var decoded));
        Assert.Equal(token, decoded);
    }

    [Fact]
    public void TryDecode_TokenOfAnotherSource_Refuses() =>
        Assert.False(ResumeToken.TryDecode(new ResumeToken(1, 2).Encode("fm"), "web", out _));

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("not a token, not at all.....")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ääääääääääääääääääääääääääää")]
    public void TryDecode_Garbage_Refuses(string text) => Assert.False(ResumeToken.TryDecode(text, "fm", out _));

    [Fact]
    public void TryDecode_AnyChangedCharacter_Refuses()
    {
        var text = new ResumeToken(7, 9).Encode("fm");
        for (var i = 0; i < text.Length - 1; i++) // the last one holds bits that base64 ignores
        {
            var changed = text[..i] + (text[i] == 'A' ? 'B' : 'A') + text[(i + 1)..];
            Assert.False(ResumeToken.TryDecode(changed, "fm", out _), changed);
        }
    }
}
