using System.Reflection;
using LiveGenre.Daemon.Configuration;
using Xunit.Sdk;

namespace LiveGenre.Daemon.Tests.History.Support;

/// <summary>Each store that this machine can run: PostgreSQL where its server is installed.</summary>
public sealed class StoresAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) =>
        Enum.GetValues<HistoryStoreKind>()
            .Where(kind => kind != HistoryStoreKind.PostgreSql || PostgreSqlServer.Programs is not null)
            .Select(kind => new object[] { kind });
}

/// <summary>A test that needs PostgreSQL's server.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgreSqlFactAttribute : FactAttribute
{
    public PostgreSqlFactAttribute()
    {
        if (PostgreSqlServer.Programs is null)
        {
            Skip = "needs postgresql; what runs on both stores was tried on SQLite only";
        }
    }
}
