using System.Reflection;
using LiveGenre.Daemon.Access;
using LiveGenre.Daemon.Devices;
using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Administration;

/// <summary>Answers <c>livegenre.v1.AdminService</c>. Who may call what is decided before, by <see cref="AccessPolicy"/>.</summary>
internal sealed class AdminService(SourceAdministration sources, ModelAdministration models, DeviceWatch devices, AccessPolicy access)
{
    internal static readonly string Version =
        typeof(AdminService).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "";

    /// <summary>The service with its handlers, to be mapped.</summary>
    public ServerServiceDefinition Definition => ServerServiceDefinition.CreateBuilder()
        .AddMethod(AdminMethods.GetAccess, GetAccess)
        .AddMethod(AdminMethods.WatchDevices, WatchDevices)
        .AddMethod(AdminMethods.AddSource, async (request, call) => new AddSourceResponse { Source = await sources.AddAsync(request.Settings ?? new(), call.CancellationToken) })
        .AddMethod(AdminMethods.UpdateSource, async (request, call) => new UpdateSourceResponse { Source = await sources.UpdateAsync(request.Settings ?? new(), call.CancellationToken) })
        .AddMethod(AdminMethods.RemoveSource, RemoveSource)
        .AddMethod(AdminMethods.GetSourceSettings, (request, call) => Task.FromResult(sources.GetSettings(request.SourceId)))
        .AddMethod(AdminMethods.ListModels, ListModels)
        .AddMethod(AdminMethods.SwapModel, async (request, call) => new SwapModelResponse { Model = await models.SwapAsync(request.ModelId, call.CancellationToken) })
        .Build();

    private Task<GetAccessResponse> GetAccess(GetAccessRequest request, ServerCallContext call)
    {
        var caller = access.Identify(CallOrigin.Of(call));
        return Task.FromResult(new GetAccessResponse
        {
            Role = caller.Role,
            AnonymousRead = access.AnonymousRead,
            DaemonVersion = Version,
            TokenName = caller.TokenName,
            Warnings = { caller.Role == Role.None ? [] : access.Warnings },
        });
    }

    private async Task WatchDevices(WatchDevicesRequest request, IServerStreamWriter<WatchDevicesResponse> responses, ServerCallContext call)
    {
        await foreach (var response in devices.WatchAsync(request.Levels, call.CancellationToken))
        {
            await responses.WriteAsync(response, call.CancellationToken);
        }
    }

    private async Task<ListModelsResponse> ListModels(ListModelsRequest request, ServerCallContext call) =>
        new() { Models = { await models.ListAsync(call.CancellationToken) } };

    private async Task<RemoveSourceResponse> RemoveSource(RemoveSourceRequest request, ServerCallContext call)
    {
        await sources.RemoveAsync(request.SourceId, call.CancellationToken);
        return new();
    }
}
