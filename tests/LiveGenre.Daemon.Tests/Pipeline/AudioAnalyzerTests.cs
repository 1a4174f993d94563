using LiveGenre.Core.Audio;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Daemon.Pipeline;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Classification;

namespace LiveGenre.Daemon.Tests.Pipeline;

public sealed class AudioAnalyzerTests
{
    [Fact]
    public void Complete_StreamOfOneSecondThatIsShorterThanAFrame_HasNoWindow()
    {
        var shipped = ModelBundle.Load(ModelFolder.Find("models/livegenre-1")).Manifest;
        var manifest = shipped with { FrontEnd = shipped.FrontEnd with { FftSize = 65_536, WindowLength = 65_536 } }; // 3 s
        var analyzer = new AudioAnalyzer(new UnaskedClassifier(manifest), new LiveGenreOptions(), new AudioFormat(TestAudio.SampleRateHz, 1));

        analyzer.Push(TestAudio.Chord(TimeSpan.FromSeconds(2)), (_, _) => Assert.Fail("There is no window."));

        Assert.Null(analyzer.Complete((_, _) => Assert.Fail("There is no window.")));
    }

    private sealed class UnaskedClassifier(ModelManifest manifest) : IGenreClassifier
    {
        public ModelManifest Manifest => manifest;

        public int MaxBatch => 1;

        public void Classify(ReadOnlySpan<float> windows, int count, Span<float> genre, Span<float> activity, Span<float> sound) =>
            Assert.Fail("There is nothing to classify.");

        public void Dispose()
        {
        }
    }
}
