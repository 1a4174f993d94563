"""What the heads answer, in order."""
GENRES = ["blues", "classical", "country", "disco", "hiphop", "jazz", "metal", "pop", "reggae", "rock", "electronic"]
ACTIVITIES = ["music", "speech", "speech-over-music", "noise"]
