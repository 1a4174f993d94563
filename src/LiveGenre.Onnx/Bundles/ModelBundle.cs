using System.Security.Cryptography;
using LiveGenre.Onnx.Golden;
using LiveGenre.Onnx.Runtime;

namespace LiveGenre.Onnx.Bundles;

/// <summary>A folder with a model and all that it needs, checked: what it says is what it holds.</summary>
public sealed class ModelBundle
{
    private readonly byte[] _manifestHash;

    private ModelBundle(string directory, ModelManifest manifest, byte[] manifestHash, byte[] model)
    {
        Directory = directory;
        Manifest = manifest;
        _manifestHash = manifestHash;
        Model = model;
    }

    /// <summary>The bundle's folder, as a full path.</summary>
    public string Directory { get; }

    /// <summary>What manifest.json says.</summary>
    public ModelManifest Manifest { get; }

    /// <summary>The ONNX file.</summary>
    public string ModelPath => Path.Combine(Directory, Manifest.Model.File);

    /// <summary>The bytes whose hash was checked: what runs is what was checked, even if the file changes.</summary>
    internal ReadOnlyMemory<byte> Model { get; }

    /// <summary>
    /// Reads a bundle and checks it: manifest, hash, the model's input and outputs, and that it yields finite values
    /// that do not depend on the other windows of a batch.
    /// </summary>
    /// <param name="directory">The folder that holds manifest.json.</param>
    /// <exception cref="ModelFormatException">The bundle cannot be used; the message says why.</exception>
    /// <exception cref="OnnxRuntimeException">The native ONNX Runtime cannot be loaded.</exception>
    public static ModelBundle Load(string directory)
    {
        var folder = Path.GetFullPath(directory);
        if (!System.IO.Directory.Exists(folder))
        {
            throw new ModelFormatException(folder, ["there is no such folder."]);
        }

        var manifestPath = Path.Combine(folder, ManifestReader.FileName);
        if (!File.Exists(manifestPath))
        {
            throw new ModelFormatException(folder, [$"it has no {ManifestReader.FileName}."]);
        }

        var manifest = ManifestReader.Read(manifestPath);
        var bundle = new ModelBundle(folder, manifest, HashOfManifest(folder) ?? [], ReadModel(folder, manifest.Model));
        ModelProbe.Check(bundle);
        return bundle;
    }

    /// <summary>Whether another manifest is in the folder by now, and so another model; not where none can be read any more.</summary>
    public bool IsReplaced() => HashOfManifest(Directory) is { } now && !now.AsSpan().SequenceEqual(_manifestHash);

    /// <summary>
    /// Computes again what training computed for the audio in the folder golden: the mel within 1e-3 standard deviations,
    /// the posteriors within 0.06.
    /// </summary>
    /// <returns>How near it came, one for each piece of audio.</returns>
    /// <exception cref="ModelFormatException">A value is further away, or there is nothing to compare with.</exception>
    public IReadOnlyList<GoldenResult> Verify() => GoldenVectors.Verify(this);

    private static byte[]? HashOfManifest(string folder)
    {
        try
        {
            return SHA256.HashData(File.ReadAllBytes(Path.Combine(folder, ManifestReader.FileName)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static byte[] ReadModel(string folder, ModelFileManifest model)
    {
        var path = Path.Combine(folder, model.File);
        if (!File.Exists(path))
        {
            throw new ModelFormatException(folder, [$"{model.File}, which model.file names, is missing."]);
        }

        try
        {
            var bytes = File.ReadAllBytes(path);
            var found = Convert.ToHexStringLower(SHA256.HashData(bytes));
            return found == model.Sha256
                ? bytes
                : throw new ModelFormatException(
                    folder,
                    [$"the SHA-256 of {model.File} is {found}, model.sha256 says {model.Sha256}. Either the file is damaged or was replaced, or the manifest is not the one that was made with it."]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelFormatException(folder, [$"{model.File} cannot be read: {e.Message}"], e);
        }
    }
}
