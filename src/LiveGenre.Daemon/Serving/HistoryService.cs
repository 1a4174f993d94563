using LiveGenre.Daemon.History;
using LiveGenre.Daemon.Reports;
using LiveGenre.Grpc;

namespace LiveGenre.Daemon.Serving;

/// <summary>Answers <c>livegenre.v1.HistoryService</c>; who answers a method is named here, how it is answered is not.</summary>
internal sealed class HistoryService(HistoryQueries history, ReportQueries reports)
{
    /// <summary>The service with its handlers, to be mapped.</summary>
    public ServerServiceDefinition Definition => ServerServiceDefinition.CreateBuilder()
        .AddMethod(HistoryMethods.ListWindows, history.ListWindowsAsync)
        .AddMethod(HistoryMethods.GetTimeline, history.GetTimelineAsync)
        .AddMethod(HistoryMethods.GetReport, reports.GetReportAsync)
        .AddMethod(HistoryMethods.GetHistoryStatus, history.GetHistoryStatusAsync)
        .Build();
}
