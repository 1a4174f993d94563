using System.Buffers;
using System.IO.Pipelines;
using LiveGenre.Grpc.Wire;
using RpcStatus = Google.Rpc.Status;

namespace LiveGenre.Grpc.Tests.Wire;

public sealed class MessageReaderTests
{
    [Fact]
    public async Task ReadAsync_PartThatClaimsTwoGigabytes_IsABrokenMessage()
    {
        // Field 3, a message of 2³¹ − 1 bytes, of which four are there: Google.Protobuf adds that up beyond what an int holds.
        byte[] message = [0x1a, 0xff, 0xff, 0xff, 0xff, 0x07, 0x2a, 0x02, 0x66, 0x6d];
        var frame = new byte[FrameHeader.Size + message.Length];
        new FrameHeader(0, (uint)message.Length).Write(frame);
        message.CopyTo(frame, FrameHeader.Size);
        var reader = new MessageReader(PipeReader.Create(new ReadOnlySequence<byte>(frame)), null, gzip: false);

        var error = await Assert.ThrowsAsync<RpcException>(async () => await reader.ReadAsync(Marshallers.Create<RpcStatus>(), default));

        Assert.Equal(StatusCode.Internal, error.StatusCode);
        Assert.IsType<IndexOutOfRangeException>(error.Status.DebugException); // the day it is mended there, the reader need not know of it
    }
}
