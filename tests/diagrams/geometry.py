"""Read boxes of texts and shapes, and the course of arcs, off a picture's SVG."""

from __future__ import annotations

import math
import re
import xml.etree.ElementTree as ET
from dataclasses import dataclass

from diagrams.canvas.text import text_width

SVG = "{http://www.w3.org/2000/svg}"
NODES = ("decision", "chance", "theirs", "value", "decided", "learned")


@dataclass(frozen=True)
class Box:
    left: float
    top: float
    right: float
    bottom: float
    words: str = ""
    size: float = 0.0

    def overlaps(self, other, air=0.0):
        return (
            self.left < other.right + air
            and other.left < self.right + air
            and self.top < other.bottom + air
            and other.top < self.bottom + air
        )

    def inside(self, other):
        return (
            other.left <= self.left
            and self.right <= other.right
            and other.top <= self.top
            and self.bottom <= other.bottom
        )

    def moved(self, x, y):
        return Box(
            self.left + x, self.top + y, self.right + x, self.bottom + y, self.words, self.size
        )


def placed(svg):
    """Yield every element with the distance it is moved by and the classes it stands in."""

    def visit(element, x, y, classes):
        found = re.fullmatch(r"translate\(([-\d.]+),([-\d.]+)\)", element.get("transform", ""))
        if found:
            x, y = x + float(found[1]), y + float(found[2])
        elif element.get("transform"):
            raise AssertionError(element.get("transform"))
        if element.get("class"):
            classes = (*classes, element.get("class"))
        yield element, x, y, classes
        for child in element:
            yield from visit(child, x, y, classes)

    yield from visit(ET.fromstring(svg), 0.0, 0.0, ())


def text_box(element, x=0.0, y=0.0):
    """The ink of one line: from the height of a capital down to a descender."""
    size, bold = float(element.get("font-size")), element.get("font-weight") == "700"
    width = text_width(element.text or "", size, bold=bold)
    at, baseline = float(element.get("x")), float(element.get("y"))
    left = {"start": at, "middle": at - width / 2, "end": at - width}[element.get("text-anchor")]
    box = Box(left, baseline - 0.73 * size, left + width, baseline + 0.21 * size)
    return Box(**{**box.__dict__, "words": element.text or "", "size": size}).moved(x, y)


def shape_box(element, x=0.0, y=0.0):
    def number(key):
        return float(element.get(key))

    if element.tag == f"{SVG}ellipse":
        cx, cy, rx, ry = map(number, ("cx", "cy", "rx", "ry"))
        return Box(cx - rx, cy - ry, cx + rx, cy + ry).moved(x, y)
    if element.tag == f"{SVG}rect":
        left, top, width, height = map(number, ("x", "y", "width", "height"))
        return Box(left, top, left + width, top + height).moved(x, y)
    points = [tuple(map(float, p.split(","))) for p in element.get("points").split()]
    xs, ys = zip(*points, strict=True)
    return Box(min(xs), min(ys), max(xs), max(ys)).moved(x, y)


def circles(svg):
    """Middle and radius of every round mark."""
    return [
        (float(e.get("cx")) + x, float(e.get("cy")) + y, float(e.get("r")))
        for e, x, y, _ in placed(svg)
        if e.tag == f"{SVG}circle"
    ]


def texts(svg):
    return [text_box(e, x, y) for e, x, y, _ in placed(svg) if e.tag == f"{SVG}text"]


def nodes(svg):
    """Each node's shape, and the texts that stand in its group."""
    found = []
    for element, x, y, _ in placed(svg):
        if element.tag == f"{SVG}g" and element.get("class") in NODES:
            shape = next(e for e in element if e.tag != f"{SVG}title")
            inside = [text_box(e, x, y) for e in element.iter(f"{SVG}text")]
            found.append((shape_box(shape, x, y), inside))
    return found


def marks(svg):
    """The boxes of the labels on arcs."""
    return [
        shape_box(element[0], x, y)
        for element, x, y, _ in placed(svg)
        if element.tag == f"{SVG}g" and element.get("class") == "mark"
    ]


def arcs(svg, steps=30):
    """Points along every arc, without its ends."""
    found = []
    for element, x, y, classes in placed(svg):
        if element.tag != f"{SVG}path" or " C" not in element.get("d", "") or classes:
            continue
        numbers = list(map(float, re.findall(r"-?[\d.]+", element.get("d"))))
        points = list(zip(numbers[::2], numbers[1::2], strict=True))
        course = []
        for first in range(0, len(points) - 1, 3):
            four = points[first : first + 4]
            for step in range(steps + 1):
                t = step / steps
                weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3)
                course.append(
                    (
                        sum(w * p[0] for w, p in zip(weights, four, strict=True)) + x,
                        sum(w * p[1] for w, p in zip(weights, four, strict=True)) + y,
                    )
                )
        found.append(course)
    return found


def heads(svg):
    """Tip and middle of every arrowhead on the diagram, with the node that it points at."""
    boxes = [shape for shape, _ in nodes(svg)]
    lowest = max((box.bottom for box in boxes), default=0.0)
    found = []
    for element, x, y, classes in placed(svg):
        if element.tag != f"{SVG}polygon" or classes or len(element.get("points").split()) != 3:
            continue
        points = [tuple(map(float, p.split(","))) for p in element.get("points").split()]
        tip = points[0][0] + x, points[0][1] + y
        if tip[1] > lowest:
            continue  # the legend's
        middle = sum(p[0] for p in points) / 3 + x, sum(p[1] for p in points) / 3 + y
        found.append((middle, min(range(len(boxes)), key=lambda i: distance(tip, boxes[i]))))
    return found


def ends(svg):
    """Tip of every arrowhead on the diagram and the shape nearest to it, as points of its outline."""
    outlines = []
    for element, x, y, _ in placed(svg):
        if element.tag == f"{SVG}g" and element.get("class") in NODES:
            shape = next(e for e in element if e.tag != f"{SVG}title")
            outlines.append([(px + x, py + y) for px, py in outline(shape)])
    tips = []
    lowest = max((y for o in outlines for _, y in o), default=0.0)
    for element, x, y, classes in placed(svg):
        points = (element.get("points") or "").split()
        if element.tag == f"{SVG}polygon" and not classes and len(points) == 3:
            px, py = map(float, points[0].split(","))
            if py + y <= lowest:
                tips.append((px + x, py + y))
    return [(tip, min(outlines, key=lambda o: gap(tip, o))) for tip in tips]


def outline(shape, steps=16):
    """Points round a shape, closely enough spaced to measure distances to their connecting lines."""
    if shape.tag == f"{SVG}polygon":
        return [tuple(map(float, p.split(","))) for p in shape.get("points").split()]
    box = shape_box(shape)
    if shape.tag == f"{SVG}ellipse":
        rx, ry = (box.right - box.left) / 2, (box.bottom - box.top) / 2
    else:
        rx = ry = float(shape.get("rx") or 0)
    points = []
    for corner, (x, y) in enumerate(
        [
            (box.right - rx, box.bottom - ry),
            (box.left + rx, box.bottom - ry),
            (box.left + rx, box.top + ry),
            (box.right - rx, box.top + ry),
        ]
    ):
        for step in range(steps + 1):
            angle = math.pi / 2 * (corner + step / steps)
            points.append((x + rx * math.cos(angle), y + ry * math.sin(angle)))
    return points


def gap(point, points):
    """The distance from a point to the line through some points and back to the first."""

    def to_line(a, b):
        length = math.dist(a, b)
        if not length:
            return math.dist(point, a)
        along = ((point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])) / length**2
        along = min(max(along, 0.0), 1.0)
        return math.dist(point, (a[0] + along * (b[0] - a[0]), a[1] + along * (b[1] - a[1])))

    return min(to_line(a, b) for a, b in zip(points, [*points[1:], points[0]], strict=True))


def distance(point, box):
    return max(
        box.left - point[0], point[0] - box.right, box.top - point[1], point[1] - box.bottom, 0
    )


def size(svg):
    root = ET.fromstring(svg)
    width, height = map(float, root.get("viewBox").split()[2:])
    return width, height, float(root.get("width")) / width
