using System.Globalization;
using Google.Protobuf;
using LiveGenre.Cli.Output;
using LiveGenre.Protocol.V1;

namespace LiveGenre.Cli.Commands;

/// <summary>Deliveries, for people or for programs.</summary>
internal static class DeliveryOutput
{
    /// <summary>Prints them, newest first as they come.</summary>
    public static void Print(IReadOnlyList<Delivery> deliveries, bool asJson)
    {
        if (asJson)
        {
            var output = StandardOutput.Open();
            foreach (var delivery in deliveries)
            {
                output.WriteLine(JsonFormatter.Default.Format(delivery));
            }
            return;
        }
        if (deliveries.Count == 0)
        {
            Console.WriteLine("No delivery.");
            return;
        }
        var table = TextTable.Create("DELIVERY", "RECEIVER", "EVENT", "STATE", "ATTEMPTS>", "CREATED", "NEXT", "TROUBLE");
        foreach (var delivery in deliveries)
        {
            table.AddText(
                delivery.DeliveryId, delivery.Receiver, delivery.Event, delivery.State.ToString().ToLowerInvariant(),
                delivery.AttemptCount.ToString(CultureInfo.InvariantCulture), Time(delivery.CreateTime), Time(delivery.NextAttemptTime),
                delivery.Trouble.WithoutControls());
        }
        table.Print();
    }

    /// <summary>Prints them and says whether all arrived.</summary>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Report(IReadOnlyList<Delivery> deliveries, bool asJson)
    {
        Print(deliveries, asJson);
        return deliveries.All(d => d.State == DeliveryState.Delivered) ? ExitCode.Done : ExitCode.Failed;
    }

    private static string Time(Google.Protobuf.WellKnownTypes.Timestamp? time) =>
        time?.ToDateTimeOffset().ToString("u", CultureInfo.InvariantCulture) ?? "";
}
