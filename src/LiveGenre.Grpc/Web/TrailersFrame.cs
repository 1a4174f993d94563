using System.Buffers;
using System.Text;
using LiveGenre.Grpc.Wire;

namespace LiveGenre.Grpc.Web;

/// <summary>The last frame of a gRPC-Web body: status and trailers as lines.</summary>
internal static class TrailersFrame
{
    public static void Fill(FrameBuffer frame, IEnumerable<KeyValuePair<string, string>> fields)
    {
        frame.Reserve();
        foreach (var (name, value) in fields)
        {
            frame.Write(Encoding.ASCII.GetBytes($"{name}: {value}\r\n"));
        }
        frame.Seal(FrameHeader.TrailersFlag);
    }
}
