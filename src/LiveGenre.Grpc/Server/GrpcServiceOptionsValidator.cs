using LiveGenre.Grpc.Web;
using Microsoft.Extensions.Options;

namespace LiveGenre.Grpc.Server;

/// <summary>Refuses settings under which no call could work, all at once.</summary>
internal sealed class GrpcServiceOptionsValidator : IValidateOptions<GrpcServiceOptions>
{
    public ValidateOptionsResult Validate(string? name, GrpcServiceOptions options)
    {
        var builder = new ValidateOptionsResultBuilder();
        CheckSize(builder, options.MaxReceiveMessageSize, nameof(options.MaxReceiveMessageSize));
        CheckSize(builder, options.MaxSendMessageSize, nameof(options.MaxSendMessageSize));
        foreach (var origin in options.Web.AllowedOrigins)
        {
            if (!GrpcWebOptions.IsOrigin(origin))
            {
                builder.AddError($"Web.AllowedOrigins holds '{origin}'; use a scheme, a host and a port, such as https://radio.example:8443, or *.");
            }
        }
        return builder.Build();
    }

    private static void CheckSize(ValidateOptionsResultBuilder builder, int? size, string name)
    {
        if (size < 1)
        {
            builder.AddError($"{name} is {size}; use 1 or more bytes, or nothing for any size.");
        }
    }
}
