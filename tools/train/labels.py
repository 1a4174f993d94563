"""What the heads answer, in order. Genres come from the data; these are the released model's."""
GENRES = ["blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock", "electronic"]
ACTIVITIES = ["music", "speech", "speech-over-music", "noise"]

RESERVED = ["none", "unknown", "silence", *ACTIVITIES]  # what decisions and activities are called: no genre's name


def in_order(genres):
    """The genres that occur, each once: known ones in their order, then others by name."""
    found = set(genres)
    return [genre for genre in GENRES if genre in found] + sorted(found - set(GENRES))
