using Google.Protobuf.Reflection;
using Grpc.Health.V1;
using Grpc.Reflection.V1;
using LiveGenre.Daemon.Access;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Daemon.Tests.Access;

public sealed class MethodRolesTests
{
    private static readonly FileDescriptor[] Files =
    [
        LivegenreReflection.Descriptor, HistoryReflection.Descriptor, AlertsReflection.Descriptor, AdminReflection.Descriptor,
        HealthReflection.Descriptor, ReflectionReflection.Descriptor,
    ];

    private static IEnumerable<string> Methods =>
        from file in Files from service in file.Services from method in service.Methods select $"/{service.FullName}/{method.Name}";

    [Fact]
    public void Knows_EveryMethodOfEveryService()
    {
        Assert.Contains("/livegenre.v1.AdminService/SwapModel", Methods);
        Assert.All(Methods, method => Assert.True(MethodRoles.Knows(method), method));
    }

    [Fact]
    public void Of_WhatChangesSomething_IsAdmin()
    {
        string[] harmless = ["Get", "List", "Watch", "Check", "ClassifyAudio", "ServerReflectionInfo"];

        Assert.All(
            Methods.Where(method => !harmless.Any(start => method.Split('/')[2].StartsWith(start, StringComparison.Ordinal))),
            method => Assert.Equal(Role.Admin, MethodRoles.Of(method)));
    }

    [Fact]
    public void Of_AMethodThatNobodyThoughtOf_IsAdmin() => Assert.Equal(Role.Admin, MethodRoles.Of("/livegenre.v1.GenreService/DropEverything"));
}
