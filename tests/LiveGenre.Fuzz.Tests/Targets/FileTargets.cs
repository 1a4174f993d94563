using LiveGenre.Capture;
using LiveGenre.Daemon.Access;
using LiveGenre.Daemon.Administration;
using LiveGenre.Daemon.Configuration;
using LiveGenre.Fuzz.Tests.Engine;
using LiveGenre.Onnx.Bundles;
using LiveGenre.Onnx.Golden;
using LiveGenre.Onnx.Npy;

namespace LiveGenre.Fuzz.Tests.Targets;

/// <summary>Files that the daemon reads at its start: what it has kept, and the model's.</summary>
internal sealed class FileTargets : IDisposable
{
    private const string State = """
        { "version": 1, "sources": [ { "id": "web", "name": "Web", "address": "http://radio.example/", "channel": 1, "loop": false, "timeZone": "Europe/Berlin",
            "labels": { "rock": "Rock" }, "targets": [ { "label": "Rock", "share": 0.5, "dayPart": "Night" } ] } ],
          "model": { "id": "station-1", "insteadOf": "models/livegenre-1" } }
        """;

    private const string TokenList = """
        { "version": 1, "tokens": [ { "name": "anna", "role": "Admin", "hash": "sha256:00", "createTime": "2026-11-21T14:00:00+00:00" } ] }
        """;

    // In memory where there is such a place: these cases are many.
    private readonly DirectoryInfo _folder = Directory.Exists("/dev/shm")
        ? Directory.CreateDirectory($"/dev/shm/livegenre-fuzz-{Environment.ProcessId}-{Guid.NewGuid():N}")
        : Directory.CreateTempSubdirectory("livegenre-fuzz-");

    private readonly byte[] _manifest = File.ReadAllBytes(Path.Combine(ModelFolder.Find("models/livegenre-1"), ManifestReader.FileName));

    public IEnumerable<FuzzTarget> All =>
    [
        new("state-file", 40, Bytes.Of(State), Json, ReadState),
        new("token-file", 40, Bytes.Of(TokenList), Json, ReadTokens),
        new("manifest", 50, [_manifest], Json, ReadManifest),
        new("npy", 50, [Npy(3), Npy(2, 3), Npy()], Bytes.Of("'descr'", "'<f4'", "'shape': (", ")", "True", "99999999999", ",", " "), ReadNpy),
        new("golden-wav", 30, SoundTargets.Wav.Seeds, SoundTargets.Wav.Words, ReadGolden),
    ];

    private static byte[][] Json =>
    [
        .. Bytes.OddTexts,
        .. Bytes.Of("[null]", "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[", "{\"a\":", "\"version\"", "\"id\"", "1.5", "-1", "1e999", "\\u0000", "\\ud800", "//", "/*"),
    ];

    public void Dispose() => _folder.Delete(recursive: true);

    private bool ReadState(byte[] input)
    {
        File.WriteAllBytes(At(StateFile.Name), input);
        try
        {
            using var state = new StateFile(_folder.FullName);
            foreach (var source in state.Current.Sources)
            {
                FuzzException.Require(source.ToOptions(StreamReach.Private) is { } read && read.Labels.Values.All(name => name is not null) && (read.Format?.Targets.All(target => target is not null) ?? true), "A name or a target is null.");
                try
                {
                    SourceSettingsRules.Read(source.ToMessage(), allowFiles: false);
                }
                catch (Grpc.RpcException)
                {
                    // Not listened to, and logged.
                }
            }
            return true;
        }
        catch (SettingsException)
        {
            return false;
        }
    }

    private bool ReadTokens(byte[] input)
    {
        File.WriteAllBytes(At("tokens.json"), input);
        try
        {
            FuzzException.Require(TokenFile.Read(At("tokens.json")).All(token => token.Name.Length >= 0 && new KnownToken(token.Name, token.Role, token.Hash).Hash.Length >= 0), "A token has no hash.");
            return true;
        }
        catch (SettingsException)
        {
            return false;
        }
    }

    private bool ReadManifest(byte[] input)
    {
        File.WriteAllBytes(At(ManifestReader.FileName), input);
        ModelFolder.IdOf(_folder.FullName);
        try
        {
            var manifest = ManifestReader.Read(At(ManifestReader.FileName));
            FuzzException.Require(Path.GetFileName(manifest.Model.File) == manifest.Model.File, "The model's file lies outside of its folder.");
            manifest.FrontEnd.ToParameters();
            return true;
        }
        catch (ModelFormatException)
        {
            return false;
        }
    }

    private static bool ReadNpy(byte[] input)
    {
        try
        {
            var array = NpyFile.Read(new MemoryStream(input));
            FuzzException.Require(array.Values.Length * sizeof(float) <= input.Length, "More came out than went in.");
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private bool ReadGolden(byte[] input)
    {
        File.WriteAllBytes(At("golden.wav"), input);
        try
        {
            GoldenWav.Read(At("golden.wav"), 44_100);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private static byte[] Npy(params int[] shape)
    {
        using var file = new MemoryStream();
        NpyFile.Write(file, new float[shape.Aggregate(1, (product, size) => product * size)], shape);
        return file.ToArray();
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);
}
