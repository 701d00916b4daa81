"""Tables of predicted against measured."""

import statistics

FIGURES = ["decode_0", "decode_2048", "prefill"]


def median_ratio(row, figure):
    """Predicted over measured, the median of the pairs."""
    return statistics.median(p["predicted"][figure]["estimate"] / p["measured"][figure] for p in row["pairs"])


def median(row, side, figure):
    values = [p[side][figure] for p in row["pairs"]]
    return statistics.median(v["estimate"] if side == "predicted" else v for v in values)


def memory_ratio(row):
    """Ours over llama.cpp's for weights, cache and compute buffer."""
    ours, theirs = row["memory"], row["buffers"]
    parts = ["weights_bytes", "kv_cache_bytes", "recurrent_bytes", "compute_bytes"]
    return sum(ours[p] or 0 for p in parts) / sum(theirs.values())


def line(name, rows):
    row = rows[name]
    cells = [name]
    for figure in FIGURES:
        predicted, measured = median(row, "predicted", figure), median(row, "measured", figure)
        cells.append(f"{predicted:.1f} / {measured:.1f} ({(median_ratio(row, figure) - 1) * 100:+.0f} %)")
    cells.append(f"{(memory_ratio(row) - 1) * 100:+.2f} %")
    return "| " + " | ".join(cells) + " |"


def percentile(values, share):
    """Linear between the neighbours."""
    values = sorted(values)
    place = share * (len(values) - 1)
    low = int(place)
    return values[low] + (values[min(low + 1, len(values) - 1)] - values[low]) * (place - low)


def errors(rows, figure):
    return [abs(median_ratio(row, figure) - 1) for row in rows.values()]


def inside(rows, figure):
    """The share of the turns whose measured value lies in the band."""
    told = [(pair["predicted"][figure], pair["measured"][figure]) for row in rows.values() for pair in row["pairs"]]
    return sum(speed["low"] <= measured <= speed["high"] for speed, measured in told) / len(told)


def summary(rows):
    lines = ["| figure | cells | median error | 90th percentile | turns inside the band |", "|---|--:|--:|--:|--:|"]
    for figure, name in zip(FIGURES, ("decode, empty cache", "decode at 2,048", "prefill of 512")):
        off = errors(rows, figure)
        lines.append(f"| {name} | {len(off)} | {statistics.median(off):.0%} | {percentile(off, 0.9):.0%} | "
                     f"{inside(rows, figure):.0%} |")
    return lines


def replace(path, section, lines):
    """Replaces what stands between the marks of a section and leaves the words around them."""
    begin, end = (f"<!-- {section}: {word} -->" for word in ("begin", "end"))
    text = path.read_text() if path.exists() else f"# Validation\n\n{begin}\n{end}\n"
    head, rest = text.split(begin)
    path.write_text(head + begin + "\n" + "\n".join(lines) + "\n" + end + rest.split(end)[1])


def write(path, rows, section, held_out=()):
    """The tables of one processor; those of the shapes that no constant was set with are summed up by themselves."""
    told = {True: {}, False: {}}
    for name, row in rows.items():
        told[name.split()[0] in held_out][name] = row
    lines = []
    for held, part in told.items():
        if part and all(told.values()):
            lines += ["Shapes that no constant was set with:" if held else "Shapes with which constants were set:", ""]
        lines += [*summary(part), ""] if part else []
    replace(path, section, lines + [
        "| model | decode, empty cache | decode at 2,048 | prefill of 512 | memory |", "|---|---|---|---|--:|",
        *(line(name, rows) for name in rows)])
