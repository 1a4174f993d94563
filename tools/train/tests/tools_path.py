"""Puts tools/train on the import path; imported first by every test."""
import sys
from pathlib import Path

TOOLS = Path(__file__).resolve().parents[1]
REPOSITORY = TOOLS.parents[1]
MODELS = REPOSITORY / "models"
sys.path.insert(0, str(TOOLS))
