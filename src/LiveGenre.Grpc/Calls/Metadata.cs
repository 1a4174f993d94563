using System.Collections.ObjectModel;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace LiveGenre.Grpc;

/// <summary>
/// Ordered key and value pairs that travel before (headers) or after (trailers) the messages of a call. A
/// key may occur more than once.
/// </summary>
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "Grpc.Core's name.")]
[SuppressMessage("Design", "CA1034:Nested types should not be visible", Justification = "Grpc.Core's name.")]
public sealed class Metadata : Collection<Metadata.Entry>
{
    /// <summary>The end of the keys whose values are bytes.</summary>
    public const string BinaryHeaderSuffix = "-bin";

    /// <summary>Adds a text value.</summary>
    /// <exception cref="ArgumentException">The key or the value cannot travel; see <see cref="Entry(string, string)"/>.</exception>
    public void Add(string key, string value) => Add(new Entry(key, value));

    /// <summary>Adds a binary value; the key ends in <see cref="BinaryHeaderSuffix"/>.</summary>
    /// <exception cref="ArgumentException">The key cannot travel; see <see cref="Entry(string, byte[])"/>.</exception>
    public void Add(string key, byte[] valueBytes) => Add(new Entry(key, valueBytes));

    /// <summary>The last entry of this key, or null.</summary>
    public Entry? Get(string key) => this.LastOrDefault(entry => entry.HasKey(key));

    /// <summary>All entries of this key, in order.</summary>
    public IEnumerable<Entry> GetAll(string key) => this.Where(entry => entry.HasKey(key));

    /// <summary>The text of the last entry of this key, or null.</summary>
    public string? GetValue(string key) => Get(key)?.Value;

    /// <summary>The bytes of the last entry of this key, or null.</summary>
    public byte[]? GetValueBytes(string key) => Get(key)?.ValueBytes;

    /// <summary>One key and its value.</summary>
    public sealed class Entry
    {
        private readonly string? _text;
        private readonly byte[]? _bytes;

        /// <summary>A text entry.</summary>
        /// <param name="key">Letters (lowered), digits, <c>_ - .</c>; not ending in <c>-bin</c>.</param>
        /// <param name="value">Printable ASCII, without space at either end.</param>
        /// <exception cref="ArgumentException">Either breaks its rule.</exception>
        public Entry(string key, string value)
            : this(NormaliseKey(key, binary: false), value, null)
        {
            if (!IsTransportable(value))
            {
                throw new ArgumentException($"The value of metadata '{key}' must be printable ASCII without space at either end; send other text under a key that ends in '{BinaryHeaderSuffix}'.", nameof(value));
            }
        }

        /// <summary>A binary entry.</summary>
        /// <param name="key">Letters (lowered), digits, <c>_ - .</c>; ending in <c>-bin</c>.</param>
        /// <param name="valueBytes">Any bytes.</param>
        /// <exception cref="ArgumentException">The key breaks its rule.</exception>
        public Entry(string key, byte[] valueBytes)
            : this(NormaliseKey(key, binary: true), null, valueBytes)
        {
        }

        private Entry(string key, string? text, byte[]? bytes)
        {
            Key = key;
            _text = text;
            _bytes = bytes;
        }

        /// <summary>Lower case.</summary>
        public string Key { get; }

        /// <summary>Whether the value is bytes.</summary>
        public bool IsBinary => _bytes is not null;

        /// <summary>The text; of a binary entry, its bytes read as ASCII.</summary>
        public string Value => _text ?? Encoding.ASCII.GetString(_bytes!);

        /// <summary>The bytes; of a text entry, its ASCII.</summary>
        public byte[] ValueBytes => _bytes ?? Encoding.ASCII.GetBytes(_text!);

        /// <inheritdoc/>
        public override string ToString() => IsBinary ? $"[{Key}: {_bytes!.Length} bytes]" : $"[{Key}: {_text}]";

        /// <summary>What came over the wire, checked.</summary>
        internal static Entry Received(string key, string value) => new(key, value, null);

        /// <summary>What came over the wire, decoded.</summary>
        internal static Entry Received(string key, byte[] valueBytes) => new(key, null, valueBytes);

        internal bool HasKey(string key) => Key.Equals(key, StringComparison.OrdinalIgnoreCase);

        internal static bool IsTransportable(string value)
            => value.All(c => c is >= ' ' and <= '~') && (value.Length == 0 || (value[0] != ' ' && value[^1] != ' '));

        private static string NormaliseKey(string key, bool binary)
        {
            var lowered = key.ToLowerInvariant();
            if (lowered.Length == 0 || !lowered.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-' or '.'))
            {
                throw new ArgumentException($"Metadata key '{key}' must consist of letters, digits, '_', '-' and '.'.", nameof(key));
            }
            if (lowered.EndsWith(BinaryHeaderSuffix, StringComparison.Ordinal) != binary)
            {
                throw new ArgumentException($"Metadata key '{key}' must {(binary ? "" : "not ")}end in '{BinaryHeaderSuffix}' for a {(binary ? "binary" : "text")} value.", nameof(key));
            }
            return lowered;
        }
    }
}
