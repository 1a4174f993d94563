namespace LiveGenre.Core.Evaluation.Conditions;

/// <summary>White noise of unit variance, the same for a seed on every machine. Source: G. E. P. Box and M. E. Muller, 1958.</summary>
/// <param name="seed">Any number.</param>
internal sealed class GaussianNoise(int seed)
{
    private readonly Random _random = new(seed); // a seeded one keeps its algorithm across .NET versions

    /// <summary>The next value.</summary>
    public double Next() =>
        Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
}
