using System.Reflection;
using System.Runtime.InteropServices;
using SQLitePCL;

namespace LiveGenre.Daemon.History.Storage;

/// <summary>Chooses the SQLite that is used: the system's, which its maintainers keep patched, where it is as new as the one that comes along.</summary>
internal static class SystemSqlite
{
    /// <summary>3.35.5, the version in SQLitePCLRaw.lib.e_sqlite3 2.0.6.</summary>
    private const int BundledVersion = 3_035_005;

    private static readonly Lazy<bool> Chosen = new(Choose);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int VersionNumber();

    /// <summary>Makes the choice, once. Before anyone's first connection: two SQLites in one process would share its handles.</summary>
    public static void Use() => _ = Chosen.Value;

    private static bool Choose()
    {
        NativeLibrary.SetDllImportResolver(typeof(SQLite3Provider_e_sqlite3).Assembly, Resolve);
        Batteries_V2.Init();
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path)
    {
        // Windows' own winsqlite3 has another calling convention on x86 and no fixed version.
        string[] names = OperatingSystem.IsLinux() ? ["libsqlite3.so.0"] : OperatingSystem.IsMacOS() ? ["libsqlite3.dylib"] : [];
        foreach (var candidate in names)
        {
            if (NativeLibrary.TryLoad(candidate, out var library) && IsNewEnough(library))
            {
                return library;
            }
        }
        return 0; // as if there were no resolver: the bundled one
    }

    private static bool IsNewEnough(nint library) =>
        NativeLibrary.TryGetExport(library, "sqlite3_libversion_number", out var version)
        && Marshal.GetDelegateForFunctionPointer<VersionNumber>(version)() >= BundledVersion;
}
