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


def errors(rows, figures):
    return [abs(median_ratio(row, figure) - 1) for row in rows.values() for figure in figures]


def summary(rows):
    decode, prefill = errors(rows, FIGURES[:2]), errors(rows, FIGURES[2:])
    inside = [p["predicted"][f]["low"] <= p["measured"][f] <= p["predicted"][f]["high"]
              for row in rows.values() for p in row["pairs"] for f in FIGURES]
    return [
        "| figure | median error | 90th percentile | target |", "|---|--:|--:|---|",
        f"| decode | {statistics.median(decode):.0%} | {percentile(decode, 0.9):.0%} | 15 % and 35 % |",
        f"| prefill | {statistics.median(prefill):.0%} | {percentile(prefill, 0.9):.0%} | 25 % in the median |",
        "", f"{sum(inside) / len(inside):.0%} of the measured values lie between `low` and `high`.",
    ]


def replace(path, section, lines):
    """Replaces what stands between the marks of a section and leaves the words around them."""
    begin, end = (f"<!-- {section}: {word} -->" for word in ("begin", "end"))
    text = path.read_text() if path.exists() else f"# Validation\n\n{begin}\n{end}\n"
    head, rest = text.split(begin)
    path.write_text(head + begin + "\n" + "\n".join(lines) + "\n" + end + rest.split(end)[1])


def write(path, rows):
    """The tables of processors."""
    replace(path, "tables", summary(rows) + [
        "", "| model | decode, empty cache | decode at 2,048 | prefill of 512 | memory |", "|---|---|---|---|--:|",
        *(line(name, rows) for name in rows)])
