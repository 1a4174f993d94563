"""Puts tools/train on the import path; imported first by every test."""
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[1]
MODELS = TOOLS.parents[1] / "models"
sys.path.insert(0, str(TOOLS))
