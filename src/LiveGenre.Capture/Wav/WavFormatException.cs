namespace LiveGenre.Capture.Wav;

/// <summary>A RIFF/WAVE header that cannot be understood; the message names what is wrong with it.</summary>
internal sealed class WavFormatException(string message) : Exception(message);
