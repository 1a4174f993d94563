using System.Globalization;
using LiveGenre.Cli.Classification;
using LiveGenre.Cli.Output;
using LiveGenre.Core.Decisions;
using LiveGenre.Core.Features;
using LiveGenre.Daemon.Pipeline;

namespace LiveGenre.Cli.Plotting;

/// <summary>One file as a picture: waveform, mel spectrogram, and what the daemon would publish, over one axis of time.</summary>
/// <param name="file">Classified.</param>
/// <param name="samples">[n], mono.</param>
/// <param name="mel">[bands × frames], dB.</param>
/// <param name="frontEnd">That made the frames.</param>
/// <param name="labels">The model's genres.</param>
internal sealed class SoundPlot(ClassifiedFile file, float[] samples, float[] mel, FrontEndParameters frontEnd, IReadOnlyList<string> labels)
{
    private const int Left = 76;
    private const int Width = 1_040;
    private const int Right = 84;
    private const int WaveTop = 52;
    private const int WaveHeight = 104;
    private const int MelTop = WaveTop + WaveHeight + 16;
    private const int MelHeight = 256;
    private const int GenreTop = MelTop + MelHeight + 18;
    private const int LaneHeight = 30;
    private const int ConfidenceTop = GenreTop + LaneHeight + 6;
    private const int ConfidenceHeight = 56;
    private const int ActivityTop = ConfidenceTop + ConfidenceHeight + 12;
    private const int Bottom = ActivityTop + LaneHeight;
    private const double RangeDb = 80; // below the loudest, as the model sees it
    private const double TextWidth = 7.2; // of a character, pixels, at 12 px
    private const string Soft = "fill=\"#5b6575\"";
    private const string Grid = "stroke=\"#dfe3ea\" fill=\"none\"";

    private static readonly int[] FrequencyTicksHz = [250, 500, 1_000, 2_000, 4_000, 8_000];

    private readonly SvgCanvas _canvas = new(Left + Width + Right, Bottom + 40, $"Waveform, mel spectrogram and decisions of {Path.GetFileName(file.Path)}");
    private readonly TimeAxis _time = new(Left, Width, TimeSpan.Zero, TimeSpan.FromSeconds((double)samples.Length / frontEnd.SampleRateHz));

    private TimeSpan Duration => TimeSpan.FromSeconds((double)samples.Length / frontEnd.SampleRateHz);

    /// <summary>Draws it.</summary>
    public SvgCanvas Draw()
    {
        _canvas.Rect(0, 0, Left + Width + Right, Bottom + 40, "fill=\"#ffffff\"");
        DrawTitle();
        DrawWaveform();
        DrawSpectrogram();
        DrawDecisions();
        foreach (var tick in _time.Ticks())
        {
            _canvas.Line(_time.X(tick), Bottom, _time.X(tick), Bottom + 5, "stroke=\"#5b6575\"");
            _canvas.Text(_time.X(tick), Bottom + 20, Clock(tick), $"text-anchor=\"middle\" {Soft}");
        }
        return _canvas;
    }

    private void DrawTitle()
    {
        var (label, confidence) = GenreAnswer.For(file, labels);
        _canvas.Text(Left, 26, Path.GetFileName(file.Path), "font-size=\"17\" font-weight=\"bold\" fill=\"#1d2430\"");
        _canvas.Text(Left, 43, string.Create(CultureInfo.InvariantCulture,
            $"as a whole: {label} {confidence:0.00}, {file.Activity.ToLabel()}; {Duration.ToClock()}"), Soft);
    }

    /// <summary>The extremes of each pixel's samples, so that no peak is lost.</summary>
    private void DrawWaveform()
    {
        var middle = WaveTop + (WaveHeight / 2.0);
        var (tops, bottoms) = (new List<(double, double)>(), new List<(double, double)>());
        for (var column = 0; column < Width; column++)
        {
            var from = (int)((long)samples.Length * column / Width);
            var part = samples.AsSpan(from, Math.Max(1, (int)((long)samples.Length * (column + 1) / Width) - from));
            var (least, most) = (0f, 0f);
            foreach (var sample in part)
            {
                (least, most) = (Math.Min(least, sample), Math.Max(most, sample));
            }
            tops.Add((Left + column, middle - (Math.Min(1, most) * WaveHeight / 2)));
            bottoms.Add((Left + column, middle + (Math.Min(1, -least) * WaveHeight / 2)));
        }
        _canvas.Line(Left, middle, Left + Width, middle, Grid);
        bottoms.Reverse();
        _canvas.Polyline([.. tops, .. bottoms], "fill=\"#184e8c\" stroke=\"#184e8c\" stroke-width=\"0.5\"");
        _canvas.Rect(Left, WaveTop, Width, WaveHeight, Grid);
        foreach (var (value, text) in new[] { (1.0, "1"), (0, "0"), (-1, "-1") })
        {
            _canvas.Text(Left - 8, middle - (value * WaveHeight / 2) + (value > 0 ? 10 : value < 0 ? 0 : 4), text, $"text-anchor=\"end\" {Soft}");
        }
        _canvas.TurnedText(18, middle, -90, "waveform", $"text-anchor=\"middle\" {Soft}");
    }

    private void DrawSpectrogram()
    {
        var frames = mel.Length / frontEnd.MelBands;
        if (frames > 0)
        {
            // A frame covers its window's samples; the first half window and the last have none of their own.
            var x = _time.X(Time(frontEnd.FftSize / 2));
            _canvas.Image(x, MelTop, _time.X(Time(((frames - 1L) * frontEnd.HopLength) + (frontEnd.FftSize / 2))) - x, MelHeight, Spectrogram(frames));
        }
        _canvas.Rect(Left, MelTop, Width, MelHeight, Grid);
        var (least, most) = (SlaneyMelScale.FromHz(frontEnd.MinFrequencyHz), SlaneyMelScale.FromHz(frontEnd.MaxFrequencyHz));
        foreach (var hz in FrequencyTicksHz.Where(hz => hz < frontEnd.MaxFrequencyHz))
        {
            var y = MelTop + (MelHeight * (1 - ((SlaneyMelScale.FromHz(hz) - least) / (most - least))));
            _canvas.Line(Left - 5, y, Left, y, "stroke=\"#5b6575\"");
            _canvas.Text(Left - 8, y + 4, hz < 1_000 ? HtmlPage.Count(hz) : $"{HtmlPage.Count(hz / 1_000)}k", $"text-anchor=\"end\" {Soft}");
        }
        _canvas.TurnedText(18, MelTop + (MelHeight / 2), -90, "Hz, mel scale", $"text-anchor=\"middle\" {Soft}");
        DrawScale();
    }

    /// <summary>As many columns as there is room for; each shows its loudest frame.</summary>
    private byte[] Spectrogram(int frames)
    {
        var columns = Math.Min(frames, Width);
        var loudest = mel.Max();
        return PngImage.Encode(columns, frontEnd.MelBands, (column, row) =>
        {
            var (from, band) = ((int)((long)frames * column / columns), frontEnd.MelBands - 1 - row);
            var count = Math.Max(1, (int)((long)frames * (column + 1) / columns) - from);
            var most = float.NegativeInfinity;
            foreach (var value in mel.AsSpan((band * frames) + from, count))
            {
                most = Math.Max(most, value);
            }
            return ColourMap.Of(1 + ((most - loudest) / RangeDb));
        });
    }

    private void DrawScale()
    {
        const int x = Left + Width + 16;
        _canvas.Image(x, MelTop, 12, MelHeight, PngImage.Encode(1, 256, (_, row) => ColourMap.Of(1 - (row / 255.0))));
        foreach (var db in new[] { 0, 20, 40, 60, 80 })
        {
            _canvas.Text(x + 18, MelTop + (MelHeight * db / RangeDb) + (db == 0 ? 9 : db == 80 ? 0 : 4), db == 0 ? "0 dB" : FormattableString.Invariant($"-{db}"), Soft);
        }
    }

    private void DrawDecisions()
    {
        foreach (var value in new[] { 0, 0.5, 1 })
        {
            var y = ConfidenceTop + (ConfidenceHeight * (1 - value));
            _canvas.Line(Left, y, Left + Width, y, Grid);
            _canvas.Text(Left - 8, y + 4, FormattableString.Invariant($"{value}"), $"text-anchor=\"end\" {Soft}");
        }
        _canvas.Text(Left - 8, GenreTop + 20, "genre", $"text-anchor=\"end\" {Soft}");
        _canvas.Text(Left + Width + 10, ConfidenceTop + (ConfidenceHeight / 2) + 4, "confidence", Soft);
        _canvas.Text(Left - 8, ActivityTop + 20, "activity", $"text-anchor=\"end\" {Soft}");
        _canvas.Polyline(
            [.. file.Windows.SelectMany((window, at) => new[] { Shown(at).From, Shown(at).To }, (window, x) => (x, ConfidenceTop + (ConfidenceHeight * (1 - (double)window.Decision.Confidence))))],
            "stroke=\"#184e8c\" stroke-width=\"1.5\" fill=\"none\"");
        DrawLane(GenreTop, window => (LabelNames.Of(window.Decision.LabelIndex, labels), LabelColours.Of(window.Decision.LabelIndex, labels.Count)));
        DrawLane(ActivityTop, window => (window.DecidedActivity.ToLabel(), LabelColours.Of(window.DecidedActivity)));
    }

    /// <summary>Windows in a row with one answer are one box, with its name where there is room.</summary>
    private void DrawLane(double top, Func<ClassifiedWindow, (string Name, string Colour)> answer)
    {
        for (var at = 0; at < file.Windows.Count;)
        {
            var (from, first) = (Shown(at).From, answer(file.Windows[at]));
            var to = from;
            for (; at < file.Windows.Count && answer(file.Windows[at]) == first; at++)
            {
                to = Shown(at).To;
            }
            _canvas.Rect(from, top, to - from, LaneHeight, $"fill=\"{first.Colour}\" stroke=\"#ffffff\"", first.Name);
            if (first.Name.Length * TextWidth < to - from)
            {
                _canvas.Text((from + to) / 2, top + 20, first.Name, "text-anchor=\"middle\" fill=\"#10151d\"");
            }
        }
    }

    /// <summary>A window speaks for its middle: from half way to the one before to half way to the next; the first and last reach the ends.</summary>
    private (double From, double To) Shown(int at)
    {
        TimeSpan Middle(int window) => (file.Windows[window].Start + file.Windows[window].End) / 2;
        var from = at == 0 ? TimeSpan.Zero : (Middle(at - 1) + Middle(at)) / 2;
        var to = at == file.Windows.Count - 1 ? Duration : (Middle(at) + Middle(at + 1)) / 2;
        return (_time.X(from), _time.X(to));
    }

    private TimeSpan Time(long sample) => TimeSpan.FromSeconds((double)sample / frontEnd.SampleRateHz);

    private string Clock(TimeSpan tick) => Duration.TotalSeconds < 10
        ? string.Create(CultureInfo.InvariantCulture, $"{tick.TotalSeconds:0.#} s")
        : tick.ToClock();
}
