using System.Globalization;
using Google.Protobuf.WellKnownTypes;
using LiveGenre.Daemon.History;
using LiveGenre.Daemon.History.Storage;

namespace LiveGenre.Daemon.Serving;

/// <summary>Fields that several requests have, checked alike.</summary>
internal static class RequestFields
{
    private const int DefaultPageSize = 100;
    private const int MaxPageSize = 1_000;

    /// <summary>Items on a page; 0 asks for the default.</summary>
    /// <exception cref="Grpc.RpcException">Out of range.</exception>
    public static int PageSize(int asked) => asked switch
    {
        0 => DefaultPageSize,
        >= 1 and <= MaxPageSize => asked,
        _ => throw RequestErrors.Invalid("page_size", asked.ToString(CultureInfo.InvariantCulture), $"1 to {MaxPageSize} are allowed, or 0 for {DefaultPageSize}"),
    };

    /// <summary>A time that must be given.</summary>
    /// <exception cref="Grpc.RpcException">It is absent, or out of Timestamp's range.</exception>
    public static DateTimeOffset Time(Timestamp? time, string field)
    {
        try
        {
            return time?.ToDateTimeOffset() ?? throw RequestErrors.Invalid(field, "", "it must be set");
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentOutOfRangeException)
        {
            throw RequestErrors.Invalid(field, $"{time!.Seconds} s", "it is no time between the years 1 and 9999");
        }
    }

    /// <summary>A stretch of time; an absent bound is the end of time.</summary>
    /// <exception cref="Grpc.RpcException">It ends before it starts.</exception>
    public static UtcInterval Interval(Timestamp? from, Timestamp? to)
    {
        var interval = new UtcInterval(
            from is null ? DateTimeOffset.MinValue : Time(from, "from_time"), to is null ? DateTimeOffset.MaxValue : Time(to, "to_time"));
        return interval.Start <= interval.End
            ? interval
            : throw RequestErrors.Invalid("from_time", interval.Start.ToString("O", CultureInfo.InvariantCulture), "it lies after to_time");
    }

    /// <summary>The moment that a page token stands for; null for the first page.</summary>
    /// <exception cref="Grpc.RpcException">It is no token of <paramref name="method"/>.</exception>
    public static DateTimeOffset? TimeToken(string token, string method)
    {
        if (token.Length == 0)
        {
            return null;
        }
        return long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var microseconds)
            && microseconds >= UnixMicroseconds.Of(DateTimeOffset.MinValue) && microseconds <= UnixMicroseconds.Of(DateTimeOffset.MaxValue)
            ? UnixMicroseconds.ToTime(microseconds)
            : throw RequestErrors.Invalid("page_token", token, $"it is no token that {method} gave out");
    }

    /// <summary>The token that leads on from a moment.</summary>
    public static string TimeToken(DateTimeOffset time) => UnixMicroseconds.Of(time).ToString(CultureInfo.InvariantCulture);
}
