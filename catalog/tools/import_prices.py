#!/usr/bin/env python3
"""Write catalog/prices.json, instances.json and energy.json from a folder of dated prices.

Usage: import_prices.py FACTS_DIR CATALOG_DIR

FACTS_DIR holds api-prices.csv (published prices of hosted models), compute-prices.csv (rented machines, GPUs,
electricity, power) and energy.csv (measured energy per token). The same input gives the same output. Figures are taken
over with their source and date; nothing is averaged, converted or estimated here.
"""
import collections
import csv
import json
import os
import re
import sys

from catalog_entries import load

# The sources, the most recent first: a later one speaks only where the earlier ones say nothing.
SOURCES = [
    ("litellm", "PyPI litellm", "litellm 1.110.2, model_prices_and_context_window_backup.json (as downloaded)"),
    ("genai-prices", "pydantic/genai-prices", "pydantic/genai-prices, prices/data.json"),
    ("llm-prices", "simonw/llm-prices", "simonw/llm-prices, data/*.json"),
    ("models.dev", "models.dev", "models.dev (anomalyco/models.dev)"),
    ("openrouter", "OpenRouter", "OpenRouter /api/v1/models (as kept by models.dev)"),
]
SOURCE_KEYS = [key for key, _, _ in SOURCES]
# Makers who sell their own models, by the names that the sources have for them.
MAKERS = {
    "openai": "OpenAI", "anthropic": "Anthropic", "gemini": "Google Gemini API", "google": "Google Gemini API",
    "mistral": "Mistral", "deepseek": "DeepSeek", "cohere": "Cohere", "cohere_chat": "Cohere", "xai": "xAI",
    "moonshot": "Moonshot AI", "moonshotai": "Moonshot AI", "zai": "Z.ai", "minimax": "MiniMax",
}
# Hosts of open models that are compared with running them oneself, and the most that are kept for one model.
HOSTS = {
    "together_ai": "Together", "togetherai": "Together", "fireworks_ai": "Fireworks", "fireworks-ai": "Fireworks",
    "deepinfra": "DeepInfra", "groq": "Groq", "cerebras": "Cerebras", "openrouter": "OpenRouter",
    "novita": "Novita", "novita-ai": "Novita", "bedrock": "AWS Bedrock", "bedrock_converse": "AWS Bedrock",
}
HOSTS_PER_MODEL = 2
# What is no text model at a price per token of its own.
UNWANTED = re.compile(
    r"^ft:|audio|realtime|tts|transcribe|whisper|image|video|voxtral|robotics|deep-research|computer-use|search|"
    r"live|veo|imagen|moderation|omni|-latest|preview|experimental|beta|multi-agent|vibe-cli|mistral-code|labs-|-gv2|"
    r"vision-exp|customtools|guardrail|embed|rerank|-\d+k$|babbage|davinci|cyber|-law|rosalind|:|\.ft-|gemma|nightly|"
    r"claude-\w+-\d\.|aya-|0309|gemini-exp")
WANTED_ANYWAY = re.compile(r"embed-english-v3|embed-v4|text-embedding-3|gemini-embedding-001|claude-mythos-preview|"
                           r"gemini-3.1-pro-preview$|gemini-3-pro-preview$|gemini-3-flash-preview$")
DATED = re.compile(r"[-@](20\d\d-?\d\d-?\d\d|\d{4})(-v\d(:0)?)?$")
# Generations of before that people still ask for; the sources name them as retired or not at all any more.
OLDER = re.compile(r"^(claude-3|claude-opus-4|claude-sonnet-4|claude-(opus|sonnet|haiku)-4-[01]$|o1|o3|o4-mini|"
                   r"gpt-4|gpt-3.5-turbo$|gemini-(1.5|2.0|2.5)-(pro|flash)|command-r|grok-[34])")
REGIONS = ("us-east-1", "eu-central-1", "all", "", "US", "DE")
PLACES = {
    "EU-27": "EU", "Germany": "DE", "Belgium": "BE", "Denmark": "DK", "Hungary": "HU", "Malta": "MT", "Bulgaria": "BG",
    "Ireland": "IE", "Czechia": "CZ", "Cyprus": "CY", "Italy": "IT", "France": "FR", "US": "US",
}
STATES = {
    "Connecticut": "CT", "Massachusetts": "MA", "New York": "NY", "New Jersey": "NJ", "Pennsylvania": "PA",
    "Illinois": "IL", "Michigan": "MI", "Ohio": "OH", "Wisconsin": "WI", "Iowa": "IA", "Kansas": "KS",
    "Minnesota": "MN", "California": "CA", "Texas": "TX", "Washington": "WA", "Hawaii": "HI", "Virginia": "VA",
    "Oregon": "OR", "Georgia": "GA", "Arizona": "AZ", "Florida": "FL", "Colorado": "CO", "Alabama": "AL",
    "Alaska": "AK", "Arkansas": "AR",
}
SECTORS = [("non-household", "business"), ("household", "household"), ("business", "business"),
           ("residential", "household"), ("commercial", "business"), ("industrial", "industrial"),
           ("national", "household")]
# Surcharges that providers publish for keeping data in one region, and the like.
SURCHARGES = [
    {"provider": "OpenAI", "name": "data residency", "factor": 1.1, "applies_to": "models released from 2026-03-05",
     "as_of": "2026", "source": "OpenAI, data residency guide"},
    {"provider": "Anthropic", "name": "inference in the US only", "factor": 1.1,
     "applies_to": "Claude Opus 4.6 and later", "as_of": "2026", "source": "platform.claude.com, data residency"},
    {"provider": "Mistral", "name": "regional endpoint", "factor": 1.1, "applies_to": "EU or US endpoint",
     "as_of": "2026", "source": "docs.mistral.ai"},
    {"provider": "Vercel AI Gateway", "name": "zero retention upstream", "usd_per_thousand_requests": 0.1,
     "as_of": "2026-08-31", "source": "Vercel, AI Gateway documentation"},
]


def rows(facts, name):
    return list(csv.DictReader(open(os.path.join(facts, name))))


def number(text):
    if not text:
        return None
    value = float(text)
    return int(value) if value == int(value) else value


def without_none(pairs):
    return {key: value for key, value in pairs.items() if value not in (None, "")}


def day(text):
    """A year, month or day: without remarks, and the end of a quarter, a half or a span of years."""
    text = text.split(" ")[0]
    text = re.sub(r"^(\d{4})-Q(\d)$", lambda found: f"{found[1]}-{int(found[2]) * 3:02}", text)
    text = re.sub(r"^(\d{4})-H(\d)$", lambda found: f"{found[1]}-{int(found[2]) * 6:02}", text)
    return re.sub(r"^\d{4}-(\d{4})$", r"\1", text)


def source_key(text):
    return next(key for key, start, _ in SOURCES if text.startswith(start))


def plain_name(row):
    """The model as its maker calls it: without provider, and without a date that says nothing more."""
    return row["model_id"].split("/")[-1].lower().replace("claude-3.5", "claude-3-5").replace("claude-3.7", "claude-3-7")


def short_name(name, provider):
    """The name without a date, which Cohere's names need."""
    return name if provider == "Cohere" else DATED.sub("", name)


def price(row, provider, model, today, gone=frozenset()):
    status = row["status"]
    retires = status.removeprefix("deprecates ") if status.startswith("deprecates ") else None
    return without_none({
        "provider": provider, "model": model, "catalog_id": row["plimsoll_model_id"],
        "input_usd_per_million": number(row["input_usd_per_mtok"]),
        "cached_input_usd_per_million": number(row["cached_input_usd_per_mtok"]),
        "output_usd_per_million": number(row["output_usd_per_mtok"]),
        "batch_input_usd_per_million": number(row["batch_input_usd_per_mtok"]),
        "batch_output_usd_per_million": number(row["batch_output_usd_per_mtok"]),
        "context_tokens": number(row["context_tokens"]),
        "retires": retires,
        "retired": True if status == "deprecated" or (provider, model) in gone or (retires or today) < today else None,
        "as_of": day(row["source_version_date"]), "source": source_key(row["source"]),
    })


def rank(row):
    """The best row for one name: latest source, undated name, with most prices."""
    return (SOURCE_KEYS.index(source_key(row["source"])), bool(DATED.search(row["model_id"])),
            row["batch_input_usd_per_mtok"] == "", row["valid_from"] == "", row["model_id"])


def makers_prices(facts, today):
    best, gone = {}, set()
    for row in facts:
        provider = MAKERS.get(row["provider"])
        if not provider or not row["input_usd_per_mtok"] or row["valid_to"]:
            continue
        name = plain_name(row)
        if provider.startswith("Google") and not name.startswith("gemini"):
            continue
        embeds = "embed" in name
        if not embeds and not float(row["output_usd_per_mtok"] or 0) > 0:
            continue
        if UNWANTED.search(name) and not WANTED_ANYWAY.search(name):
            continue
        if provider == "Mistral" and re.search(r"glm|deepseek", name):
            continue
        short = short_name(name, provider)
        if row["status"] == "deprecated":
            gone.add((provider, short))
        # Old sources add only what people still ask for: their list of current models is out of date.
        if source_key(row["source"]) != "litellm" and not OLDER.search(short) and provider != "xAI":
            continue
        key = (provider, short)
        if key not in best or rank(row) < rank(best[key]):
            best[key] = row
    # What the newest source still lists is not gone, whatever an older one says.
    gone -= {key for key, row in best.items() if source_key(row["source"]) == "litellm"}
    return [price(row, provider, name, today, gone) for (provider, name), row in sorted(best.items())]


def hosts_prices(facts, models, today):
    offers = collections.defaultdict(dict)
    for row in facts:
        provider, model = HOSTS.get(row["provider"]), row["plimsoll_model_id"]
        if not provider or model not in models or row["status"] == "deprecated":
            continue
        if not row["input_usd_per_mtok"] or not float(row["output_usd_per_mtok"] or 0) > 0:
            continue
        if re.search(r":free|basic$|flex|priority|batch", row["model_id"]):
            continue
        if float(row["input_usd_per_mtok"]) <= 0:
            continue
        known = offers[model].get(provider)
        if known is None or rank(row) < rank(known):
            offers[model][provider] = row
    result = []
    for model in sorted(offers):
        blend = lambda row: 3 * float(row["input_usd_per_mtok"]) + float(row["output_usd_per_mtok"])
        cheapest = sorted(offers[model].items(), key=lambda item: (blend(item[1]), item[0]))[:HOSTS_PER_MODEL]
        result += [price(row, provider, row["model_id"].split("/", 1)[-1] if "/" in row["model_id"] else
                         row["model_id"], today) for provider, row in sorted(cheapest)]
    return result


def instances(facts):
    result = []
    for row in facts:
        if row["kind"] != "rental" or row["region"] not in REGIONS or not row["gpu_id"] or row["date"].startswith("seed"):
            continue
        reserved = re.search(r"1-year reserved ([\d.]+)", row["note"])
        processors = re.search(r"vcpu (\d+), ([\d.]+) GB", row["note"])
        archived = "archived" in row["date"]
        result.append(without_none({
            "provider": {"Amazon AWS": "AWS"}.get(row["provider"], row["provider"]),
            "name": row["item"] if row["unit"].endswith("instance") else None,
            "gpu": row["gpu_id"], "gpu_count": number(row["gpu_count"]), "region": row["region"],
            "usd_per_hour": number(row["value"]), "spot_usd_per_hour": number(row["value_spot"]),
            "reserved_year_usd_per_hour": number(reserved.group(1)) if reserved else None,
            "processors": int(processors.group(1)) if processors else None,
            "memory_gb": number(processors.group(2)) if processors else None,
            "archived": True if archived else None, "as_of": day(row["date"]), "source": row["source"],
        }))
    return sorted(result, key=lambda item: (item["gpu"], item["provider"], item.get("name", ""),
                                            item.get("region", ""), item["gpu_count"]))


def hardware(facts, gpus):
    kinds = {"USD launch/list": "list", "USD list": "list", "USD street": "street", "USD": "announced"}
    result = []
    for row in facts:
        if row["kind"] != "hardware_price":
            continue
        whole = "whole Mac" in row["source"]
        result.append(without_none({
            "gpu": row["gpu_id"] if row["gpu_id"] in gpus else None, "name": row["item"], "usd": number(row["value"]),
            "kind": "whole computer" if whole else kinds[row["unit"]],
            "approximate": True if "approximate" in row["source"] else None, "as_of": day(row["date"]),
            "source": row["source"].replace("facts/gpus.json: ", "GPU table: "), "note": row["note"]}))
    return sorted(result, key=lambda item: (item.get("gpu", "~"), item["name"], item["kind"]))


def place_of(region):
    if region.startswith("US ") and region[3:] in STATES:
        return "US-" + STATES[region[3:]]
    return PLACES.get(region, region)


def electricity(facts):
    newest = {}
    for row in facts:
        if row["kind"] != "electricity" or row["item"].endswith("all sectors") or "New England" in row["item"]:
            continue
        words = row["item"].replace("average", "").split()
        sector = next(value for word, value in SECTORS if word in words)
        if "commercial" in words:
            sector = "business"
        euro = row["unit"].startswith("EUR")
        entry = without_none({
            "place": place_of(row["region"]), "name": row["region"], "sector": sector,
            "currency": "EUR" if euro else "USD", "price_per_kwh": round(float(row["value"]) / 100, 4),
            "as_of": day(row["date"]), "source": row["source"], "note": row["note"]})
        key = (entry["place"], sector)
        if key not in newest or (entry["as_of"], euro) > (newest[key]["as_of"], newest[key]["currency"] == "EUR"):
            newest[key] = entry
    return [newest[key] for key in sorted(newest)]


def power(facts):
    return [without_none({"name": row["item"], "gpu": row["gpu_id"], "gpu_count": number(row["gpu_count"]),
                          "watts": number(row["value"]), "as_of": day(row["date"]), "source": row["source"],
                          "note": row["note"]})
            for row in facts if row["kind"] == "system_power"]


def per_token(facts, models):
    """Measured energy per token, of the catalogue's models, the loads worth telling apart."""
    chosen = {}
    for row in facts:
        if row["plimsoll_model_id"] not in models or not row["joules_per_token"] or not row["gpu_id"]:
            continue
        load = float(row["concurrency"] or 1)
        step = next(limit for limit in (2, 12, 40, 160, float("inf")) if load <= limit)
        key = (row["plimsoll_model_id"], row["gpu_id"], number(row["gpu_count"]), row["weight_format"], step)
        if key not in chosen or (row["date"], -load) > (chosen[key]["date"], -float(chosen[key]["concurrency"] or 1)):
            chosen[key] = row
    return [without_none({
        "model": key[0], "gpu": key[1], "gpu_count": key[2], "weight_format": key[3], "engine": row["engine"],
        "concurrency": number(row["concurrency"]), "watts": number(row["power_w"]), "scope": row["power_scope"],
        "tokens_counted": row["tokens_counted"], "joules_per_token": number(row["joules_per_token"]),
        "as_of": day(row["date"]), "source": row["source"]}) for key, row in sorted(chosen.items())]


def document(sections, comment):
    parts = [f'"comment": {json.dumps(comment)}']
    for name, value in sections.items():
        if isinstance(value, list):
            body = ",\n".join("  " + json.dumps(item, ensure_ascii=False) for item in value)
            parts.append(f'"{name}": [\n{body}\n]')
        else:
            parts.append(f'"{name}": {json.dumps(value, ensure_ascii=False)}')
    return "{\n" + ",\n".join(parts) + "\n}\n"


def main():
    folder, catalog = sys.argv[1], sys.argv[2]
    api, compute = rows(folder, "api-prices.csv"), rows(folder, "compute-prices.csv")
    models = {entry["id"] for entry in load(catalog)}
    gpus = {gpu["id"] for gpu in json.load(open(os.path.join(catalog, "gpus.json")))["gpus"]}
    today = max(day(row["source_version_date"]) for row in api)
    written = "Written by catalog/tools/import_prices.py; every figure as its source published it."
    documents = {
        "prices": document({
            "as_of": today, "sources": {key: text for key, _, text in SOURCES},
            "models": makers_prices(api, today) + hosts_prices(api, models, today),
            "surcharges": SURCHARGES,
        }, "US dollars per million tokens. " + written),
        "instances": document({"instances": instances(compute), "hardware": hardware(compute, gpus)},
                              "Rented machines and prices of hardware. " + written),
        "energy": document({
            "electricity": electricity(compute),
            "power_usage_effectiveness": [without_none({
                "name": row["item"], "factor": number(row["value"]),
                "as_of": day(row["date"]) if row["date"] != "definition" else None, "source": row["source"]})
                for row in compute if row["kind"] == "pue"],
            "power": power(compute), "per_token": per_token(rows(folder, "energy.csv"), models),
        }, "Prices of electricity, power of machines, energy of tokens. " + written),
    }
    for name, text in documents.items():
        open(os.path.join(catalog, name + ".json"), "w").write(text)
        print(name, len(text))


if __name__ == "__main__":
    main()
