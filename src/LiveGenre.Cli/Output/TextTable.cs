using Spectre.Console;

namespace LiveGenre.Cli.Output;

/// <summary>Tables for people. A pipe gets them at full width and without colours, so that grep and awk find whole lines.</summary>
internal static class TextTable
{
    private const int PipeWidth = 400;

    /// <summary>Columns that a table may have before its words are cut.</summary>
    public static int MostColumns => Console.IsOutputRedirected ? PipeWidth : Console.WindowWidth;

    /// <summary>A table with these headings; those that end in &gt; are aligned to the right. The last column's words wrap where a terminal is too narrow.</summary>
    public static Table Create(params ReadOnlySpan<string> headings)
    {
        var table = new Table { Border = Console.IsOutputRedirected ? TableBorder.None : TableBorder.Simple };
        for (var i = 0; i < headings.Length; i++)
        {
            var heading = headings[i];
            var isRight = heading.EndsWith('>');
            var isLast = i == headings.Length - 1;
            var column = new TableColumn(new Text(heading.TrimEnd('>'), new Style(decoration: Decoration.Bold))) { NoWrap = !isLast };
            table.AddColumn(isRight ? column.RightAligned() : column);
        }
        return table;
    }

    /// <summary>Adds a row of plain text.</summary>
    public static void AddText(this Table table, params ReadOnlySpan<string> cells)
    {
        var row = new Text[cells.Length];
        for (var i = 0; i < row.Length; i++)
        {
            row[i] = new Text(cells[i]);
        }
        table.AddRow(row);
    }

    /// <summary>Prints it on standard output.</summary>
    public static void Print(this Table table)
    {
        if (!Console.IsOutputRedirected)
        {
            AnsiConsole.Write(table);
            return;
        }
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No });
        console.Profile.Width = PipeWidth;
        console.Write(table);
    }
}
