using LiveGenre.Grpc;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Administration;

/// <summary>The methods of <c>livegenre.v1.AdminService</c>, for both sides of a call.</summary>
public static class AdminMethods
{
    private static readonly Google.Protobuf.Reflection.ServiceDescriptor Service =
        AdminReflection.Descriptor.Services.Single(s => s.Name == "AdminService");

    /// <summary>What the caller may do.</summary>
    public static readonly Method<GetAccessRequest, GetAccessResponse> GetAccess =
        Method.Create<GetAccessRequest, GetAccessResponse>(Service, "GetAccess");

    /// <summary>Devices that a source could listen to.</summary>
    public static readonly Method<WatchDevicesRequest, WatchDevicesResponse> WatchDevices =
        Method.Create<WatchDevicesRequest, WatchDevicesResponse>(Service, "WatchDevices");

    /// <summary>Adds a source.</summary>
    public static readonly Method<AddSourceRequest, AddSourceResponse> AddSource =
        Method.Create<AddSourceRequest, AddSourceResponse>(Service, "AddSource");

    /// <summary>Replaces a source's settings.</summary>
    public static readonly Method<UpdateSourceRequest, UpdateSourceResponse> UpdateSource =
        Method.Create<UpdateSourceRequest, UpdateSourceResponse>(Service, "UpdateSource");

    /// <summary>Removes a source.</summary>
    public static readonly Method<RemoveSourceRequest, RemoveSourceResponse> RemoveSource =
        Method.Create<RemoveSourceRequest, RemoveSourceResponse>(Service, "RemoveSource");

    /// <summary>The settings of a source.</summary>
    public static readonly Method<GetSourceSettingsRequest, GetSourceSettingsResponse> GetSourceSettings =
        Method.Create<GetSourceSettingsRequest, GetSourceSettingsResponse>(Service, "GetSourceSettings");

    /// <summary>Bundles in the models folder.</summary>
    public static readonly Method<ListModelsRequest, ListModelsResponse> ListModels =
        Method.Create<ListModelsRequest, ListModelsResponse>(Service, "ListModels");

    /// <summary>Puts another model to work.</summary>
    public static readonly Method<SwapModelRequest, SwapModelResponse> SwapModel =
        Method.Create<SwapModelRequest, SwapModelResponse>(Service, "SwapModel");
}
