namespace LiveGenre.Grpc.Wire;

/// <summary>Between <see cref="Metadata"/> and header fields.</summary>
internal static class MetadataCoding
{
    /// <summary>
    /// Adds the entries that one received header field holds: of a binary key one for each comma-separated
    /// part, otherwise one. Nothing for a field of the transport. HTTP allows values that gRPC does not: what
    /// is not printable ASCII, or not Base64 where it should be, is left out.
    /// </summary>
    public static void Append(Metadata metadata, string key, string value)
    {
        key = key.ToLowerInvariant();
        if (GrpcHeaderNames.IsTransports(key))
        {
            return;
        }
        if (!key.EndsWith(Metadata.BinaryHeaderSuffix, StringComparison.Ordinal))
        {
            if (Metadata.Entry.IsTransportable(value))
            {
                metadata.Add(Metadata.Entry.Received(key, value));
            }
            return;
        }
        foreach (var part in value.Split(',', StringSplitOptions.TrimEntries))
        {
            if (TryDecodeBase64(part, out var bytes))
            {
                metadata.Add(Metadata.Entry.Received(key, bytes));
            }
        }
    }

    /// <summary>What the application may send of its metadata: field names and values in order.</summary>
    public static IEnumerable<KeyValuePair<string, string>> Fields(Metadata metadata)
    {
        foreach (var entry in metadata)
        {
            if (!GrpcHeaderNames.IsTransports(entry.Key))
            {
                yield return new(entry.Key, entry.IsBinary ? EncodeBase64(entry.ValueBytes) : entry.Value);
            }
        }
    }

    /// <summary>Base64 without padding, as the protocol prefers.</summary>
    public static string EncodeBase64(byte[] bytes) => Convert.ToBase64String(bytes).TrimEnd('=');

    /// <summary>Reads Base64 with or without padding.</summary>
    public static bool TryDecodeBase64(string text, out byte[] bytes)
    {
        var unpadded = text.TrimEnd('=');
        var padded = unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '=');
        bytes = new byte[padded.Length / 4 * 3];
        if (!Convert.TryFromBase64String(padded, bytes, out var written))
        {
            return false;
        }
        Array.Resize(ref bytes, written);
        return true;
    }
}
