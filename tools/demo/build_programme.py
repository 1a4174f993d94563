"""Renders the running order: fluidsynth plays the scores, espeak-ng speaks, ffmpeg masters and encodes.

    python3 build_programme.py OUT_DIR SOUNDFONT

Writes OUT_DIR/programme.flac (44.1 kHz stereo, 16 bit) and OUT_DIR/programme.json, which says what is on air
when. The same inputs give the same samples.
"""

from __future__ import annotations

import importlib
import json
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import ModuleType

from programme import RUNNING_ORDER, Announcement, DeadAir, Piece
from score import Score
from verse import Verse

SAMPLE_RATE_HZ = 44_100
CHANNELS = 2
_BYTES_PER_FRAME = CHANNELS * 2  # 16 bit

MUSIC_LUFS = -17.0
SPEECH_LUFS = -17.0
_PEAK = 0.89  # −1 dBFS
_RING_OUT_SECONDS = 0.9  # after a piece's last beat
_LINE_SHARE = 0.93  # of the time a line of a verse has; the rest is breath

_RAW = ["-f", "s16le", "-ar", str(SAMPLE_RATE_HZ), "-ac", str(CHANNELS), "-bitexact"]
_READ_RAW = ["-f", "s16le", "-ar", str(SAMPLE_RATE_HZ), "-channel_layout", "stereo"]

# A studio voice: no rumble, some presence, even level, a small room.
_VOICE = ("highpass=f=90,equalizer=f=3200:t=q:w=1:g=3,acompressor=threshold=0.1:ratio=3:attack=5:release=120,"
          "aecho=0.9:0.5:11|23:0.10|0.06")
# While somebody speaks the music steps back by about 10 dB.
_DUCK = "sidechaincompress=threshold=0.02:ratio=6:attack=40:release=500"


class Clip:
    """A stretch of finished audio and what it is: ``marks`` are (frames from its start, label, activity, title)."""

    def __init__(self, pcm: bytes, marks: list[tuple[int, str, str, str]]):
        self.pcm = pcm
        self.marks = marks

    @property
    def frames(self) -> int:
        """Samples of each channel."""
        return len(self.pcm) // _BYTES_PER_FRAME


def run(command: list[str], **options) -> subprocess.CompletedProcess:
    """Runs a program; what it said becomes the error when it fails."""
    result = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, check=False, **options)
    if result.returncode:
        words = result.stderr.decode(errors="replace").strip()
        raise RuntimeError(f"{command[0]} failed with exit code {result.returncode}: {words or 'it said nothing'}")
    return result


def ffmpeg(*arguments: str) -> subprocess.CompletedProcess:
    """Runs ffmpeg, overwriting its output."""
    return run(["ffmpeg", "-hide_banner", "-nostdin", "-v", "error", "-y", *arguments])


def loudness(path: Path) -> float:
    """Integrated loudness of a file, LUFS (EBU R 128)."""
    words = ffmpeg("-v", "info", "-i", str(path), "-af", "ebur128", "-f", "null", "-").stderr.decode()
    return float(re.findall(r"I:\s+(-?[\d.]+) LUFS", words)[-1])


def master(source: Path, filters: str, lufs: float, folder: Path) -> Path:
    """``source`` through ``filters``, at ``lufs`` with peaks held under −1 dBFS, as 44.1 kHz stereo."""
    shaped, levelled = folder / f"{source.stem}.shaped.wav", folder / f"{source.stem}.levelled.wav"
    ffmpeg("-i", str(source), "-af", filters, "-ar", str(SAMPLE_RATE_HZ), "-ac", str(CHANNELS), "-c:a", "pcm_f32le", str(shaped))
    gain = lufs - loudness(shaped)
    ffmpeg("-i", str(shaped), "-af", f"volume={gain:.2f}dB,alimiter=limit={_PEAK}:level=0:attack=3:release=60",
           "-c:a", "pcm_f32le", str(levelled))
    return levelled


def pcm(inputs: list[str], filters: str, seconds: float) -> bytes:
    """``filters`` over ``inputs``, cut or padded to exactly ``seconds``."""
    frames = round(seconds * SAMPLE_RATE_HZ)
    exact = f"{filters},apad,atrim=end_sample={frames}"
    data = ffmpeg(*inputs, "-filter_complex", f"{exact}[out]", "-map", "[out]", *_RAW, "-").stdout
    if len(data) != frames * _BYTES_PER_FRAME:
        raise RuntimeError(f"ffmpeg made {len(data) // _BYTES_PER_FRAME} frames of audio where {frames} were asked for")
    return data


def duration(path: Path) -> float:
    """Length of a file in seconds."""
    return float(run(["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(path)]).stdout)


def speak(announcement: Announcement, folder: Path, name: str) -> Path:
    """The announcement as mastered audio."""
    spoken = folder / f"{name}.wav"
    run(["espeak-ng", "-v", announcement.voice, "-s", str(announcement.words_per_minute), "-w", str(spoken), announcement.text])
    return master(spoken, f"aresample={SAMPLE_RATE_HZ},aformat=channel_layouts=mono,{_VOICE},pan=stereo|c0=c0|c1=c0", SPEECH_LUFS, folder)


def render_announcement(item: Announcement, folder: Path, name: str, _: str) -> Clip:
    """Speech alone."""
    voice = speak(item, folder, name)
    data = pcm(["-i", str(voice)], "[0:a]anull", duration(voice) + 0.2)
    return Clip(data, [(0, "none", "speech", item.text)])


def play_buses(piece: ModuleType, score: Score, folder: Path, name: str, soundfont: str) -> dict[str, Path]:
    """Each bus of a piece as audio: what fluidsynth plays of the score, and the verse if the piece has one."""
    played = {}
    for bus in score.buses:
        midi, audio = folder / f"{name}.{bus}.mid", folder / f"{name}.{bus}.wav"
        midi.write_bytes(score.midi(bus))
        run(["fluidsynth", "-niq", "-F", str(audio), "-r", str(SAMPLE_RATE_HZ), "-T", "wav", "-O", "float", "-g", "0.5",
             "-o", "synth.polyphony=512", "-o", "synth.midi-bank-select=xg", soundfont, str(midi)])
        played[bus] = audio
    if hasattr(piece, "VERSE"):
        played["voice"] = speak_in_time(piece.VERSE, score, folder, name)
    return played


def speak_in_time(verse: Verse, score: Score, folder: Path, name: str) -> Path:
    """The verse on the score's beat."""
    inputs, placed = [], []
    for number, line in enumerate(verse.lines):
        spoken = folder / f"{name}.line{number}.wav"
        run(["espeak-ng", "-v", verse.voice, "-p", str(verse.pitch), "-s", "180", "-w", str(spoken), line])
        start = score.time(number * verse.beats_per_line)
        room = score.time((number + 1) * verse.beats_per_line) - start
        inputs += ["-i", str(spoken)]
        placed.append(f"[{number}:a]atempo={duration(spoken) / (_LINE_SHARE * room):.4f},aresample={SAMPLE_RATE_HZ},"
                      f"aformat=channel_layouts=stereo,adelay={1000 * start:.0f}:all=1[l{number}]")
    together = "".join(f"[l{number}]" for number in range(len(placed)))
    whole = folder / f"{name}.voice.wav"
    ffmpeg(*inputs, "-filter_complex", ";".join(placed) + f";{together}amix=inputs={len(placed)}:normalize=0[out]",
           "-map", "[out]", "-c:a", "pcm_f32le", str(whole))
    return whole


def mix_buses(piece: ModuleType, played: dict[str, Path], folder: Path, name: str) -> Path:
    """The buses, each through its own effects, as one."""
    effects = getattr(piece, "BUSES", {})
    chains = [f"[{number}:a]{effects.get(bus, 'anull')}[b{number}]" for number, bus in enumerate(played)]
    together = "".join(f"[b{number}]" for number in range(len(chains)))
    mixed = folder / f"{name}.mixed.wav"
    ffmpeg(*(word for audio in played.values() for word in ("-i", str(audio))),
           "-filter_complex", ";".join(chains) + f";{together}amix=inputs={len(chains)}:normalize=0[out]",
           "-map", "[out]", "-c:a", "pcm_f32le", str(mixed))
    return mixed


def render_piece(item: Piece, folder: Path, name: str, soundfont: str) -> Clip:
    """A piece, faded out over its last echo, with the talk over its beginning if there is one."""
    piece = importlib.import_module(f"pieces.{item.name}")
    score = piece.compose()
    played = play_buses(piece, score, folder, name, soundfont)
    music = master(mix_buses(piece, played, folder, name), piece.MASTERING, MUSIC_LUFS, folder)
    seconds = score.seconds + _RING_OUT_SECONDS
    fade = f"afade=t=out:st={score.seconds - 0.4:.3f}:d={_RING_OUT_SECONDS + 0.4:.3f}"
    if item.talk_over is None:
        return Clip(pcm(["-i", str(music)], f"[0:a]{fade}", seconds), [(0, piece.LABEL, "music", piece.TITLE)])

    voice = speak(item.talk_over, folder, f"{name}-talk")
    mix = (f"[1:a]apad,atrim=end={seconds:.3f},asplit[key][voice];[0:a]{fade},volume=-2dB[music];"
           f"[music][key]{_DUCK}[under];[under][voice]amix=inputs=2:normalize=0,alimiter=limit={_PEAK}:level=0")
    data = pcm(["-i", str(music), "-i", str(voice)], mix, seconds)
    return Clip(data, [(0, piece.LABEL, "speech-over-music", item.talk_over.text),
                       (round(duration(voice) * SAMPLE_RATE_HZ), piece.LABEL, "music", piece.TITLE)])


def render_dead_air(item: DeadAir, *_) -> Clip:
    """Digital silence."""
    return Clip(bytes(round(item.seconds * SAMPLE_RATE_HZ) * _BYTES_PER_FRAME), [(0, "none", "silence", "dead air")])


RENDERERS = {Announcement: render_announcement, Piece: render_piece, DeadAir: render_dead_air}


def render_all(folder: Path, soundfont: str) -> list[Clip]:
    """Every item of the running order, as many at a time as there are cores."""
    with ThreadPoolExecutor(max_workers=os.cpu_count() or 1) as pool:
        jobs = [pool.submit(RENDERERS[type(item)], item, folder, f"{number:02d}", soundfont)
                for number, item in enumerate(RUNNING_ORDER)]
        clips = []
        for number, (item, job) in enumerate(zip(RUNNING_ORDER, jobs), start=1):
            clips.append(job.result())
            seconds = clips[-1].frames / SAMPLE_RATE_HZ
            print(f"  {number:2d}/{len(jobs)}  {seconds:5.1f} s  {clips[-1].marks[0][2]}: {clips[-1].marks[0][3][:60]}", flush=True)
    return clips


def segments(clips: list[Clip]) -> list[dict]:
    """What is on air when, in order and without gaps."""
    found, start = [], 0
    for clip in clips:
        ends = [at for at, *_ in clip.marks[1:]] + [clip.frames]
        for (at, label, activity, title), end in zip(clip.marks, ends):
            found.append({"startSeconds": round((start + at) / SAMPLE_RATE_HZ, 3),
                          "endSeconds": round((start + end) / SAMPLE_RATE_HZ, 3),
                          "label": label, "activity": activity, "title": title})
        start += clip.frames
    return found


def main(out_dir: str, soundfont: str) -> None:
    """Builds the programme into ``out_dir``."""
    target = Path(out_dir)
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="livegenre-demo-") as scratch:
        folder = Path(scratch)
        clips = render_all(folder, soundfont)
        whole = folder / "programme.raw"
        whole.write_bytes(b"".join(clip.pcm for clip in clips))
        ffmpeg(*_READ_RAW, "-i", str(whole), "-c:a", "flac", "-fflags", "+bitexact", "-bitexact", str(folder / "programme.flac"))
        description = {
            "formatVersion": 1,
            "audio": "programme.flac",
            "sampleRateHz": SAMPLE_RATE_HZ,
            "channels": CHANNELS,
            "durationSeconds": round(sum(clip.frames for clip in clips) / SAMPLE_RATE_HZ, 3),
            "segments": segments(clips),
        }
        (target / "programme.json").write_text(json.dumps(description, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
        (target / "programme.flac").write_bytes((folder / "programme.flac").read_bytes())


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: build_programme.py OUT_DIR SOUNDFONT")
    try:
        main(sys.argv[1], sys.argv[2])
    except (RuntimeError, OSError, ValueError) as error:
        sys.exit(f"The demo programme could not be made: {error}")
