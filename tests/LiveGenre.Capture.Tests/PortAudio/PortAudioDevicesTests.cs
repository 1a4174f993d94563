using LiveGenre.Capture.PortAudio;

namespace LiveGenre.Capture.Tests.PortAudio;

public class PortAudioDevicesTests
{
    private static readonly PortAudioDevice[] Inputs =
    [
        Device(3, "MME", "Microphone (USB Audio)"),
        Device(7, "Windows WASAPI", "Microphone (USB Audio)", isDefault: true),
        Device(8, "Windows WASAPI", "Speakers (USB Audio) [Loopback]", isDefault: true),
        Device(9, "ALSA", "HDA Intel PCH: ALC257 Analog (hw:0,0)"),
    ];

    [Theory]
    [InlineData("MME: Microphone (USB Audio)", 3)]
    [InlineData("Microphone (USB Audio)", 7)] // of several host APIs the default one
    [InlineData("microphone (usb audio)", 7)]
    [InlineData("Speakers (USB Audio) [Loopback]", 8)]
    [InlineData("ALSA: HDA Intel PCH: ALC257 Analog", 9)] // the card's number may change
    [InlineData("HDA Intel PCH: ALC257 Analog (hw:0,0)", 9)]
    [InlineData("@DEFAULT_SOURCE@", 7)]
    [InlineData("@DEFAULT_MONITOR@", 8)]
    [InlineData("Microphone", null)]
    [InlineData("7", null)]
    public void Find_Name_MeansOneDeviceWhateverItsIndex(string name, int? index) =>
        Assert.Equal(index, PortAudioDevices.Find(Inputs, name)?.Index);

    private static PortAudioDevice Device(int index, string api, string name, bool isDefault = false) =>
        new(index, api, name, new(48_000, 2), 0.03, isDefault);
}
