using System.Text.Json;
using LiveGenre.Core.Features;

namespace LiveGenre.Core.Tests.Features;

/// <summary>Front ends to test with.</summary>
internal static class FrontEnds
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>librosa's defaults, which the models read.</summary>
    public static FrontEndParameters Standard { get; } = new(22_050, 2_048, 512, 128, 0, 11_025, 1e-10f);

    /// <summary>Small and quick, with a hop that divides nothing.</summary>
    public static FrontEndParameters Small { get; } = new(8_000, 64, 24, 8, 0, 4_000, 1e-10f);

    public static FrontEndParameters Read(string path) =>
        JsonSerializer.Deserialize<FrontEndParameters>(File.ReadAllText(path), Json)!;

    /// <summary>[frames × bands] of a whole signal, given in blocks.</summary>
    public static float[] Frames(FrontEndParameters parameters, ReadOnlySpan<float> audio, IEnumerable<int> blocks)
    {
        var (frontEnd, frames) = (new LogMelFrontEnd(parameters), new MelFrameBuffer(parameters.MelBands, 10_000));
        foreach (var length in blocks)
        {
            frontEnd.Process(audio.Slice((int)frontEnd.Position, length), frames);
        }
        var values = new float[frames.NextFrame * parameters.MelBands];
        for (var frame = 0; frame < frames.NextFrame; frame++)
        {
            Assert.True(frames.TryReadFrame(frame, values.AsSpan(frame * parameters.MelBands, parameters.MelBands)));
        }
        return values;
    }
}
