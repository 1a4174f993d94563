namespace LiveGenre.Daemon.Alerts.Rules;

/// <summary>What a rule finds at one moment.</summary>
/// <param name="Finding">Trouble, none, or nothing to go by.</param>
/// <param name="Since">When the trouble began, as far as this moment shows; UTC.</param>
/// <param name="Detail">The trouble in words.</param>
internal readonly record struct Verdict(Finding Finding, DateTimeOffset Since = default, string Detail = "")
{
    public static Verdict Unknown => new(Finding.Unknown);

    public static Verdict Well => new(Finding.Well);

    public static Verdict Trouble(DateTimeOffset since, string detail) => new(Finding.Trouble, since, detail);
}

/// <summary>Whether there is trouble.</summary>
internal enum Finding
{
    /// <summary>Nothing to go by: what was found before neither grows nor ends.</summary>
    Unknown,

    /// <summary>None.</summary>
    Well,

    /// <summary>What the rule looks for.</summary>
    Trouble,
}
