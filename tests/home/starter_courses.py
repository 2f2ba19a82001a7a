"""The starter courses as they come, read once."""

from pathlib import Path

from home.packages import read_package

STARTER = Path(__file__).resolve().parents[2] / "home" / "starter"
IPS = read_package(STARTER / "ips-in-practice")
ENGAGING = read_package(STARTER / "engaging-people")
