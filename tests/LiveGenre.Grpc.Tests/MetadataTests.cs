namespace LiveGenre.Grpc.Tests;

public sealed class MetadataTests
{
    [Theory]
    [InlineData("", "value")]
    [InlineData("key with space", "value")]
    [InlineData("k\u00e4se", "value")]
    [InlineData("data-bin", "value")]
    [InlineData("key", "gr\u00fcn")]
    [InlineData("key", "two\r\nlines")]
    [InlineData("key", " space")]
    [InlineData("key", "space ")]
    public void Add_OfTextThatCannotTravel_Throws(string key, string value)
        => Assert.Throws<ArgumentException>(() => new Metadata().Add(key, value));

    [Fact]
    public void Add_OfBytesUnderATextKey_Throws()
        => Assert.Throws<ArgumentException>(() => new Metadata().Add("data", [1]));

    [Fact]
    public void Get_OfAKeyInAnyCase_IsTheLastEntry()
    {
        var metadata = new Metadata { { "Name", "first" }, { "data-bin", [1, 2] }, { "NAME", "last" } };
        Assert.Equal("last", metadata.GetValue("name"));
        Assert.Equal(["first", "last"], metadata.GetAll("nAme").Select(entry => entry.Value));
        Assert.Equal([1, 2], metadata.GetValueBytes("DATA-BIN"));
        Assert.Null(metadata.Get("missing"));
        Assert.Equal(["name", "data-bin", "name"], metadata.Select(entry => entry.Key));
    }
}
