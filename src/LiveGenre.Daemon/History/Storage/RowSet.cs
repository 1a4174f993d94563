namespace LiveGenre.Daemon.History.Storage;

/// <summary>Rows for one table, column by column: numbers, and in the last column of some tables bytes.</summary>
/// <param name="table">Name of the table.</param>
/// <param name="numbers">Names of the columns that hold numbers.</param>
/// <param name="onConflict">What happens to a row whose key is there.</param>
/// <param name="bytes">Name of the column that holds bytes; null for none.</param>
internal sealed class RowSet(string table, string[] numbers, string onConflict, string? bytes = null)
{
    private readonly List<long>[] _numbers = Array.ConvertAll(numbers, _ => new List<long>());
    private readonly List<byte[]> _bytes = [];
    private string? _insertRow;

    public string Table => table;

    public string OnConflict => onConflict;

    public int Count { get; private set; }

    /// <summary>Names of all columns.</summary>
    public IReadOnlyList<string> Columns { get; } = bytes is null ? numbers : [.. numbers, bytes];

    /// <summary>One row's insertion, with a <c>?</c> for each column.</summary>
    public string InsertRow => _insertRow ??=
        $"INSERT INTO {table} ({string.Join(", ", Columns)}) VALUES ({string.Join(", ", Columns.Select(_ => "?"))}) {onConflict}";

    /// <summary>The numbers of a column, one a row.</summary>
    public IReadOnlyList<long> Numbers(string column) => _numbers[Array.IndexOf(numbers, column)];

    /// <summary>Adds a row.</summary>
    public void Add(ReadOnlySpan<long> row, byte[]? blob = null)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(row.Length, numbers.Length);
        for (var i = 0; i < row.Length; i++)
        {
            _numbers[i].Add(row[i]);
        }
        if (bytes is not null)
        {
            _bytes.Add(blob ?? []);
        }
        Count++;
    }

    /// <summary>Whether a column holds bytes rather than numbers.</summary>
    public bool IsBytes(int column) => column == _numbers.Length;

    /// <summary>What a row has in a column of numbers.</summary>
    public long Number(int column, int row) => _numbers[column][row];

    /// <summary>What a row has in the column of bytes.</summary>
    public byte[] Bytes(int row) => _bytes[row];

    /// <summary>Forgets all rows; room for as many stays.</summary>
    public void Clear()
    {
        Array.ForEach(_numbers, column => column.Clear());
        _bytes.Clear();
        Count = 0;
    }

    /// <summary>A whole column, as <c>long[]</c> or <c>byte[][]</c>.</summary>
    public Array Column(int column) => IsBytes(column) ? _bytes.ToArray() : _numbers[column].ToArray();
}
