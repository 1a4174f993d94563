using System.Runtime.CompilerServices;

namespace LiveGenre.Grpc;

/// <summary>The messages that the other side streams.</summary>
public interface IAsyncStreamReader<out T>
{
    /// <summary>The message that the last <see cref="MoveNext"/> brought.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    T Current { get; }

    /// <summary>Waits for the next message; false when the other side has sent its last. One at a time.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken = default);
}

/// <summary>Reads streams with <c>await foreach</c>.</summary>
public static class AsyncStreamReaderExtensions
{
    /// <summary>All messages until the other side has sent its last.</summary>
    public static async IAsyncEnumerable<T> ReadAllAsync<T>(
        this IAsyncStreamReader<T> reader,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await reader.MoveNext(cancellationToken))
        {
            yield return reader.Current;
        }
    }
}
