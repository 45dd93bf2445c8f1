#!/usr/bin/env python3
"""Draw the phone app's icons: a ring (the round) that a check mark closes.

Standard library only. Run it after changing the shape and commit what it writes to fieldapp/public/icons/.
"""

import struct
import zlib
from itertools import pairwise
from pathlib import Path

ICONS = Path(__file__).parent.parent / "fieldapp" / "public" / "icons"

BLUE = (0x00, 0x00, 0xBF)
WHITE = (0xFF, 0xFF, 0xFF)
GREEN = (0x6F, 0xE0, 0xA8)

# Shape in a unit square. A maskable icon may be cropped to the circle of radius 0.4, so it is drawn smaller.
RING_RADIUS = 0.30
RING_WIDTH = 0.075
CHECK = ((0.36, 0.51), (0.47, 0.62), (0.80, 0.25))
CHECK_WIDTH = 0.09
CORNER_RADIUS = 0.22
SAMPLES = 4

Point = tuple[float, float]


def distance_to_segment(point: Point, start: Point, end: Point) -> float:
    """The distance from a point to a line segment, all in unit square coordinates."""
    (px, py), (ax, ay), (bx, by) = point, start, end
    dx, dy = bx - ax, by - ay
    along = max(0.0, min(1.0, ((px - ax) * dx + (py - ay) * dy) / (dx * dx + dy * dy)))
    return float(((px - ax - along * dx) ** 2 + (py - ay - along * dy) ** 2) ** 0.5)


def is_outside_rounded_square(x: float, y: float) -> bool:
    """Whether a point lies beyond the rounded corners."""
    cx = max(CORNER_RADIUS - x, x - (1 - CORNER_RADIUS), 0.0)
    cy = max(CORNER_RADIUS - y, y - (1 - CORNER_RADIUS), 0.0)
    return cx * cx + cy * cy > CORNER_RADIUS * CORNER_RADIUS


def colour_at(x: float, y: float, scale: float, is_full_bleed: bool) -> tuple[int, int, int, int]:
    """The RGBA colour of a point of the unit square."""
    if not is_full_bleed and is_outside_rounded_square(x, y):
        return (0, 0, 0, 0)
    point = (0.5 + (x - 0.5) / scale, 0.5 + (y - 0.5) / scale)
    check = min(distance_to_segment(point, a, b) for a, b in pairwise(CHECK))
    if check <= CHECK_WIDTH / 2:
        return (*GREEN, 255)
    from_centre = ((point[0] - 0.5) ** 2 + (point[1] - 0.5) ** 2) ** 0.5
    is_in_gap = check <= CHECK_WIDTH
    if abs(from_centre - RING_RADIUS) <= RING_WIDTH / 2 and not is_in_gap:
        return (*WHITE, 255)
    return (*BLUE, 255)


def draw(size: int, scale: float, is_full_bleed: bool) -> bytes:
    """The icon as RGBA rows with PNG filter bytes, each pixel averaged over SAMPLES x SAMPLES points."""
    rows = bytearray()
    for row in range(size):
        rows.append(0)
        for column in range(size):
            rows += average_pixel(column, row, size, scale, is_full_bleed)
    return bytes(rows)


def average_pixel(column: int, row: int, size: int, scale: float, is_full_bleed: bool) -> bytes:
    """One pixel's colour, weighted by coverage so that edges stay clean on any background."""
    corners = {
        colour_at((column + i) / size, (row + j) / size, scale, is_full_bleed) for i in (0, 1) for j in (0, 1)
    }
    if len(corners) == 1:
        return bytes(corners.pop())
    red = green = blue = alpha = 0
    for i in range(SAMPLES):
        for j in range(SAMPLES):
            x = (column + (i + 0.5) / SAMPLES) / size
            y = (row + (j + 0.5) / SAMPLES) / size
            r, g, b, a = colour_at(x, y, scale, is_full_bleed)
            red, green, blue, alpha = red + r * a, green + g * a, blue + b * a, alpha + a
    if alpha == 0:
        return bytes(4)
    return bytes((red // alpha, green // alpha, blue // alpha, alpha // (SAMPLES * SAMPLES)))


def png(size: int, rows: bytes) -> bytes:
    """A PNG file of 8-bit RGBA rows."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", size, size, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows, 9))
        + chunk(b"IEND", b"")
    )


def svg() -> str:
    """The same shape for browsers that take vector favicons."""
    points = " ".join(f"{x * 512:g},{y * 512:g}" for x, y in CHECK)

    def hex_of(rgb: tuple[int, int, int]) -> str:
        return "#" + bytes(rgb).hex()

    def check(colour: str, width: float) -> str:
        return (
            f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="{width * 512:g}"'
            ' stroke-linecap="round" stroke-linejoin="round"/>'
        )

    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 512 512">\n'
        f'  <rect width="512" height="512" rx="{CORNER_RADIUS * 512:g}" fill="{hex_of(BLUE)}"/>\n'
        f'  <circle cx="256" cy="256" r="{RING_RADIUS * 512:g}" fill="none" stroke="{hex_of(WHITE)}"'
        f' stroke-width="{RING_WIDTH * 512:g}"/>\n'
        f"  {check(hex_of(BLUE), CHECK_WIDTH * 2)}\n"
        f"  {check(hex_of(GREEN), CHECK_WIDTH)}\n"
        "</svg>\n"
    )


def main() -> None:
    ICONS.mkdir(parents=True, exist_ok=True)
    (ICONS / "icon-192.png").write_bytes(png(192, draw(192, 1.0, is_full_bleed=False)))
    (ICONS / "icon-512.png").write_bytes(png(512, draw(512, 1.0, is_full_bleed=False)))
    (ICONS / "icon-maskable-512.png").write_bytes(png(512, draw(512, 0.8, is_full_bleed=True)))
    (ICONS / "icon.svg").write_text(svg(), encoding="utf-8")


if __name__ == "__main__":
    main()
