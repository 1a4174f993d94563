using System.ComponentModel;
using System.Globalization;

namespace LiveGenre.Daemon.Configuration;

/// <summary>A value from the settings that must never be printed: whoever formats it gets a mask.</summary>
[TypeConverter(typeof(Converter))]
public readonly struct Secret(string value) : IEquatable<Secret>
{
    private readonly string? _value = value;

    /// <summary>Whether there is none.</summary>
    public bool IsEmpty => string.IsNullOrEmpty(_value);

    /// <summary>The value itself; call it where the secret is used, nowhere else.</summary>
    public string Reveal() => _value ?? "";

    /// <summary>A mask; empty where there is no secret.</summary>
    public override string ToString() => IsEmpty ? "" : "***";

    /// <inheritdoc/>
    public bool Equals(Secret other) => Reveal() == other.Reveal();

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Secret other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Reveal().GetHashCode(StringComparison.Ordinal);

    /// <summary>Whether both hold the same value.</summary>
    public static bool operator ==(Secret left, Secret right) => left.Equals(right);

    /// <summary>Whether they hold different values.</summary>
    public static bool operator !=(Secret left, Secret right) => !left.Equals(right);

    private sealed class Converter : TypeConverter
    {
        public override bool CanConvertFrom(ITypeDescriptorContext? context, Type sourceType) => sourceType == typeof(string);

        public override object? ConvertFrom(ITypeDescriptorContext? context, CultureInfo? culture, object value) => new Secret((string)value);
    }
}
