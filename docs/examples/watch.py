"""What is on air, from Python.

Once:  apt-get install python3-grpcio python3-protobuf protobuf-compiler      (or: pip install grpcio protobuf)
       protoc -I protos --python_out=docs/examples livegenre/v1/livegenre.proto
Then:  /usr/bin/python3 docs/examples/watch.py [HOST:PORT [SOURCE_ID]]

The source is needed where there are several. A daemon that asks for a token finds it in LIVEGENRE_TOKEN.
"""

import os
import sys

import grpc
from livegenre.v1 import livegenre_pb2 as livegenre

channel = grpc.insecure_channel(sys.argv[1] if len(sys.argv) > 1 else "127.0.0.1:5081")
watch_genre = channel.unary_stream(
    "/livegenre.v1.GenreService/WatchGenre",
    request_serializer=livegenre.WatchGenreRequest.SerializeToString,
    response_deserializer=livegenre.WatchGenreResponse.FromString,
)
request = livegenre.WatchGenreRequest(source_id=sys.argv[2] if len(sys.argv) > 2 else "", updates=livegenre.UPDATES_CHANGES)
token = os.environ.get("LIVEGENRE_TOKEN")
try:
    for response in watch_genre(request, metadata=[("authorization", f"Bearer {token}")] if token else []):
        window = None
        if response.HasField("snapshot"):  # the first message: what is on air already
            print("source", response.snapshot.source.source_id, flush=True)
            if response.snapshot.HasField("window"):
                window = response.snapshot.window
        elif response.HasField("window"):
            window = response.window
        if window is not None:
            activity = livegenre.Activity.Name(window.activity)
            print(f"{window.decision.label:12} {window.decision.confidence:4.0%}  {activity}", flush=True)
except KeyboardInterrupt:
    pass
except grpc.RpcError as error:
    sys.exit(f"{error.code().name}: {error.details()}")
