/* Written by catalog/tools/embed_files.py: the catalogue's files as bytes inside the binary. */
#include "CCatalog.h"

static const unsigned char file0[] = {
#embed "../../catalog/assumptions.json"
};
static const unsigned char file1[] = {
#embed "../../catalog/boards.json"
};
static const unsigned char file2[] = {
#embed "../../catalog/catalog.json"
};
static const unsigned char file3[] = {
#embed "../../catalog/energy.json"
};
static const unsigned char file4[] = {
#embed "../../catalog/files/01-ai.jsonl"
};
static const unsigned char file5[] = {
#embed "../../catalog/files/ai2.jsonl"
};
static const unsigned char file6[] = {
#embed "../../catalog/files/baai.jsonl"
};
static const unsigned char file7[] = {
#embed "../../catalog/files/baidu.jsonl"
};
static const unsigned char file8[] = {
#embed "../../catalog/files/bigcode.jsonl"
};
static const unsigned char file9[] = {
#embed "../../catalog/files/cohere.jsonl"
};
static const unsigned char file10[] = {
#embed "../../catalog/files/deep-cogito.jsonl"
};
static const unsigned char file11[] = {
#embed "../../catalog/files/deepseek.jsonl"
};
static const unsigned char file12[] = {
#embed "../../catalog/files/google.jsonl"
};
static const unsigned char file13[] = {
#embed "../../catalog/files/hugging-face.jsonl"
};
static const unsigned char file14[] = {
#embed "../../catalog/files/ibm.jsonl"
};
static const unsigned char file15[] = {
#embed "../../catalog/files/lg-ai-research.jsonl"
};
static const unsigned char file16[] = {
#embed "../../catalog/files/liquid-ai.jsonl"
};
static const unsigned char file17[] = {
#embed "../../catalog/files/llava.jsonl"
};
static const unsigned char file18[] = {
#embed "../../catalog/files/meta.jsonl"
};
static const unsigned char file19[] = {
#embed "../../catalog/files/microsoft.jsonl"
};
static const unsigned char file20[] = {
#embed "../../catalog/files/minimax.jsonl"
};
static const unsigned char file21[] = {
#embed "../../catalog/files/mistral-ai.jsonl"
};
static const unsigned char file22[] = {
#embed "../../catalog/files/moonshot-ai.jsonl"
};
static const unsigned char file23[] = {
#embed "../../catalog/files/nous-research.jsonl"
};
static const unsigned char file24[] = {
#embed "../../catalog/files/nvidia.jsonl"
};
static const unsigned char file25[] = {
#embed "../../catalog/files/openai.jsonl"
};
static const unsigned char file26[] = {
#embed "../../catalog/files/openbmb.jsonl"
};
static const unsigned char file27[] = {
#embed "../../catalog/files/others.jsonl"
};
static const unsigned char file28[] = {
#embed "../../catalog/files/poolside.jsonl"
};
static const unsigned char file29[] = {
#embed "../../catalog/files/qwen.jsonl"
};
static const unsigned char file30[] = {
#embed "../../catalog/files/sentence-transformers.jsonl"
};
static const unsigned char file31[] = {
#embed "../../catalog/files/snowflake.jsonl"
};
static const unsigned char file32[] = {
#embed "../../catalog/files/tencent.jsonl"
};
static const unsigned char file33[] = {
#embed "../../catalog/files/tii.jsonl"
};
static const unsigned char file34[] = {
#embed "../../catalog/files/z-ai.jsonl"
};
static const unsigned char file35[] = {
#embed "../../catalog/gateways.json"
};
static const unsigned char file36[] = {
#embed "../../catalog/gguf.json"
};
static const unsigned char file37[] = {
#embed "../../catalog/gpus.json"
};
static const unsigned char file38[] = {
#embed "../../catalog/instances.json"
};
static const unsigned char file39[] = {
#embed "../../catalog/licenses.json"
};
static const unsigned char file40[] = {
#embed "../../catalog/memory-platforms.json"
};
static const unsigned char file41[] = {
#embed "../../catalog/mixed-labels.json"
};
static const unsigned char file42[] = {
#embed "../../catalog/models/01-ai.json"
};
static const unsigned char file43[] = {
#embed "../../catalog/models/ai2.json"
};
static const unsigned char file44[] = {
#embed "../../catalog/models/baai.json"
};
static const unsigned char file45[] = {
#embed "../../catalog/models/baidu.json"
};
static const unsigned char file46[] = {
#embed "../../catalog/models/bigcode.json"
};
static const unsigned char file47[] = {
#embed "../../catalog/models/cohere.json"
};
static const unsigned char file48[] = {
#embed "../../catalog/models/deep-cogito.json"
};
static const unsigned char file49[] = {
#embed "../../catalog/models/deepseek.json"
};
static const unsigned char file50[] = {
#embed "../../catalog/models/google.json"
};
static const unsigned char file51[] = {
#embed "../../catalog/models/hugging-face.json"
};
static const unsigned char file52[] = {
#embed "../../catalog/models/ibm.json"
};
static const unsigned char file53[] = {
#embed "../../catalog/models/lg-ai-research.json"
};
static const unsigned char file54[] = {
#embed "../../catalog/models/liquid-ai.json"
};
static const unsigned char file55[] = {
#embed "../../catalog/models/llava.json"
};
static const unsigned char file56[] = {
#embed "../../catalog/models/meta.json"
};
static const unsigned char file57[] = {
#embed "../../catalog/models/microsoft.json"
};
static const unsigned char file58[] = {
#embed "../../catalog/models/minimax.json"
};
static const unsigned char file59[] = {
#embed "../../catalog/models/mistral-ai.json"
};
static const unsigned char file60[] = {
#embed "../../catalog/models/moonshot-ai.json"
};
static const unsigned char file61[] = {
#embed "../../catalog/models/nous-research.json"
};
static const unsigned char file62[] = {
#embed "../../catalog/models/nvidia.json"
};
static const unsigned char file63[] = {
#embed "../../catalog/models/openai.json"
};
static const unsigned char file64[] = {
#embed "../../catalog/models/openbmb.json"
};
static const unsigned char file65[] = {
#embed "../../catalog/models/others.json"
};
static const unsigned char file66[] = {
#embed "../../catalog/models/poolside.json"
};
static const unsigned char file67[] = {
#embed "../../catalog/models/qwen.json"
};
static const unsigned char file68[] = {
#embed "../../catalog/models/sentence-transformers.json"
};
static const unsigned char file69[] = {
#embed "../../catalog/models/snowflake.json"
};
static const unsigned char file70[] = {
#embed "../../catalog/models/tencent.json"
};
static const unsigned char file71[] = {
#embed "../../catalog/models/tii.json"
};
static const unsigned char file72[] = {
#embed "../../catalog/models/z-ai.json"
};
static const unsigned char file73[] = {
#embed "../../catalog/pci-names.ids"
};
static const unsigned char file74[] = {
#embed "../../catalog/prices.json"
};
static const unsigned char file75[] = {
#embed "../../catalog/providers.json"
};
static const unsigned char file76[] = {
#embed "../../catalog/quality.json"
};
static const unsigned char file77[] = {
#embed "../../catalog/quantization-loss.json"
};
static const unsigned char file78[] = {
#embed "../../catalog/runtimes.json"
};
static const unsigned char file79[] = {
#embed "../../catalog/serving-constants.json"
};
static const unsigned char file80[] = {
#embed "../../catalog/serving-engines.json"
};
static const unsigned char file81[] = {
#embed "../../catalog/sources.json"
};
static const unsigned char file82[] = {
#embed "../../catalog/speed-constants.json"
};
static const unsigned char file83[] = {
#embed "../../catalog/transformers.json"
};
static const unsigned char file84[] = {
#embed "../../catalog/used-cards.json"
};

static const struct plimsoll_embedded_file files[] = {
    {"assumptions.json", file0, sizeof file0},
    {"boards.json", file1, sizeof file1},
    {"catalog.json", file2, sizeof file2},
    {"energy.json", file3, sizeof file3},
    {"files/01-ai.jsonl", file4, sizeof file4},
    {"files/ai2.jsonl", file5, sizeof file5},
    {"files/baai.jsonl", file6, sizeof file6},
    {"files/baidu.jsonl", file7, sizeof file7},
    {"files/bigcode.jsonl", file8, sizeof file8},
    {"files/cohere.jsonl", file9, sizeof file9},
    {"files/deep-cogito.jsonl", file10, sizeof file10},
    {"files/deepseek.jsonl", file11, sizeof file11},
    {"files/google.jsonl", file12, sizeof file12},
    {"files/hugging-face.jsonl", file13, sizeof file13},
    {"files/ibm.jsonl", file14, sizeof file14},
    {"files/lg-ai-research.jsonl", file15, sizeof file15},
    {"files/liquid-ai.jsonl", file16, sizeof file16},
    {"files/llava.jsonl", file17, sizeof file17},
    {"files/meta.jsonl", file18, sizeof file18},
    {"files/microsoft.jsonl", file19, sizeof file19},
    {"files/minimax.jsonl", file20, sizeof file20},
    {"files/mistral-ai.jsonl", file21, sizeof file21},
    {"files/moonshot-ai.jsonl", file22, sizeof file22},
    {"files/nous-research.jsonl", file23, sizeof file23},
    {"files/nvidia.jsonl", file24, sizeof file24},
    {"files/openai.jsonl", file25, sizeof file25},
    {"files/openbmb.jsonl", file26, sizeof file26},
    {"files/others.jsonl", file27, sizeof file27},
    {"files/poolside.jsonl", file28, sizeof file28},
    {"files/qwen.jsonl", file29, sizeof file29},
    {"files/sentence-transformers.jsonl", file30, sizeof file30},
    {"files/snowflake.jsonl", file31, sizeof file31},
    {"files/tencent.jsonl", file32, sizeof file32},
    {"files/tii.jsonl", file33, sizeof file33},
    {"files/z-ai.jsonl", file34, sizeof file34},
    {"gateways.json", file35, sizeof file35},
    {"gguf.json", file36, sizeof file36},
    {"gpus.json", file37, sizeof file37},
    {"instances.json", file38, sizeof file38},
    {"licenses.json", file39, sizeof file39},
    {"memory-platforms.json", file40, sizeof file40},
    {"mixed-labels.json", file41, sizeof file41},
    {"models/01-ai.json", file42, sizeof file42},
    {"models/ai2.json", file43, sizeof file43},
    {"models/baai.json", file44, sizeof file44},
    {"models/baidu.json", file45, sizeof file45},
    {"models/bigcode.json", file46, sizeof file46},
    {"models/cohere.json", file47, sizeof file47},
    {"models/deep-cogito.json", file48, sizeof file48},
    {"models/deepseek.json", file49, sizeof file49},
    {"models/google.json", file50, sizeof file50},
    {"models/hugging-face.json", file51, sizeof file51},
    {"models/ibm.json", file52, sizeof file52},
    {"models/lg-ai-research.json", file53, sizeof file53},
    {"models/liquid-ai.json", file54, sizeof file54},
    {"models/llava.json", file55, sizeof file55},
    {"models/meta.json", file56, sizeof file56},
    {"models/microsoft.json", file57, sizeof file57},
    {"models/minimax.json", file58, sizeof file58},
    {"models/mistral-ai.json", file59, sizeof file59},
    {"models/moonshot-ai.json", file60, sizeof file60},
    {"models/nous-research.json", file61, sizeof file61},
    {"models/nvidia.json", file62, sizeof file62},
    {"models/openai.json", file63, sizeof file63},
    {"models/openbmb.json", file64, sizeof file64},
    {"models/others.json", file65, sizeof file65},
    {"models/poolside.json", file66, sizeof file66},
    {"models/qwen.json", file67, sizeof file67},
    {"models/sentence-transformers.json", file68, sizeof file68},
    {"models/snowflake.json", file69, sizeof file69},
    {"models/tencent.json", file70, sizeof file70},
    {"models/tii.json", file71, sizeof file71},
    {"models/z-ai.json", file72, sizeof file72},
    {"pci-names.ids", file73, sizeof file73},
    {"prices.json", file74, sizeof file74},
    {"providers.json", file75, sizeof file75},
    {"quality.json", file76, sizeof file76},
    {"quantization-loss.json", file77, sizeof file77},
    {"runtimes.json", file78, sizeof file78},
    {"serving-constants.json", file79, sizeof file79},
    {"serving-engines.json", file80, sizeof file80},
    {"sources.json", file81, sizeof file81},
    {"speed-constants.json", file82, sizeof file82},
    {"transformers.json", file83, sizeof file83},
    {"used-cards.json", file84, sizeof file84},
};

size_t plimsoll_embedded_file_count(void) { return sizeof files / sizeof files[0]; }

struct plimsoll_embedded_file plimsoll_embedded_file_at(size_t index) { return files[index]; }
