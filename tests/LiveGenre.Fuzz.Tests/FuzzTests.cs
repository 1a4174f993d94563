using LiveGenre.Daemon.Configuration;
using LiveGenre.Fuzz.Tests.Engine;
using LiveGenre.Fuzz.Tests.Targets;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;

namespace LiveGenre.Fuzz.Tests;

/// <summary>The short run: some thousands of cases a target, the same ones each time.</summary>
public sealed class FuzzTests
{
    private const int Seed = 1;

    /// <summary>Cases for one of a target's shares.</summary>
    private const int CasesAShare = 25;

    [Theory]
    [InlineData("wav")]
    [InlineData("pcm")]
    [InlineData("frames")]
    [InlineData("web-text")]
    [InlineData("fields")]
    [InlineData("protobuf")]
    [InlineData("settings")]
    [InlineData("addresses")]
    [InlineData("tokens")]
    [InlineData("last-words")]
    [InlineData("feed")]
    public void Target_WhateverComes_TakesItOrRefusesIt(string name) => Run(FuzzTargets.Pure.Single(target => target.Name == name));

    [Fact]
    public void Files_WhateverTheyHold_AreTakenOrRefused()
    {
        using var files = new FileTargets();
        foreach (var target in files.All)
        {
            Run(target);
        }
    }

    [Fact]
    public void Analysis_OfSamplesThatAreNoNumbers_GivesNumbers()
    {
        using var classifier = new OnnxGenreClassifier(ModelBundle.Load(ModelFolder.Find("models/livegenre-1")), new OnnxClassifierOptions { MaxBatch = 8 });
        Run(SoundTargets.Analysis(classifier));
    }

    [Fact]
    public async Task Calls_OfAnyMethodWithAnything_AreAnsweredOrRefused()
    {
        await using var daemon = await new CallTarget().StartAsync();
        Run(daemon.Target);
    }

    // What a long run has found: Google.Protobuf adds such lengths up beyond what an int holds, and fails in two ways of its own.
    [Theory]
    [InlineData("ListEvidenceRequest", "0A0266071AFFFFFFFF072A02666D")]
    [InlineData("Snapshot", "0A480A02666D1202666D32FFFFFFFF074A66")]
    public void Protobuf_LengthThatOverflows_IsRefused(string message, string bytes)
    {
        var index = WireTargets.Messages.Index().Single(m => m.Item.Name == message).Index;

        Assert.False(WireTargets.Protobuf.Run([(byte)index, .. Convert.FromHexString(bytes)]));
    }

    [Fact]
    public void Run_TargetThatFails_ReportsTheSmallestInput()
    {
        var target = new FuzzTarget("broken", 1, [new byte[100]], ["boom"u8.ToArray()], input =>
        {
            FuzzException.Require(!Bytes.Text(input).Contains("boom", StringComparison.Ordinal), "It held boom.");
            return true;
        });
        var run = new FuzzRun(target, Seed);

        run.Run(0, 1_000);

        Assert.Contains("text:  boom\n", Assert.Single(run.Findings), StringComparison.Ordinal);
    }

    private static void Run(FuzzTarget target)
    {
        var run = new FuzzRun(target, Seed);
        run.Run(0, target.Share * CasesAShare);
        Assert.True(run.Findings.Count == 0, string.Join("\n", run.Findings));
        Assert.InRange(run.Taken, 1, run.Cases - 1); // a target that takes everything, or nothing, tries nothing
    }
}
