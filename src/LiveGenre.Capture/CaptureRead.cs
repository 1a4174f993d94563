namespace LiveGenre.Capture;

/// <summary>What one read of an <see cref="IAudioCapture"/> brought.</summary>
/// <param name="SampleCount">Interleaved samples copied, a multiple of the channels; 0 at the end of the stream.</param>
/// <param name="LostFrameCount">Frames (one sample of each channel) that were captured and lost just before these, because the reader or the system was too slow.</param>
public readonly record struct CaptureRead(int SampleCount, long LostFrameCount);
