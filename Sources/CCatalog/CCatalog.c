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
#embed "../../catalog/compute-buffers.json"
};
static const unsigned char file4[] = {
#embed "../../catalog/energy.json"
};
static const unsigned char file5[] = {
#embed "../../catalog/files/01-ai.jsonl"
};
static const unsigned char file6[] = {
#embed "../../catalog/files/ai2.jsonl"
};
static const unsigned char file7[] = {
#embed "../../catalog/files/baai.jsonl"
};
static const unsigned char file8[] = {
#embed "../../catalog/files/baidu.jsonl"
};
static const unsigned char file9[] = {
#embed "../../catalog/files/bigcode.jsonl"
};
static const unsigned char file10[] = {
#embed "../../catalog/files/cohere.jsonl"
};
static const unsigned char file11[] = {
#embed "../../catalog/files/deep-cogito.jsonl"
};
static const unsigned char file12[] = {
#embed "../../catalog/files/deepseek.jsonl"
};
static const unsigned char file13[] = {
#embed "../../catalog/files/google.jsonl"
};
static const unsigned char file14[] = {
#embed "../../catalog/files/hugging-face.jsonl"
};
static const unsigned char file15[] = {
#embed "../../catalog/files/ibm.jsonl"
};
static const unsigned char file16[] = {
#embed "../../catalog/files/lg-ai-research.jsonl"
};
static const unsigned char file17[] = {
#embed "../../catalog/files/liquid-ai.jsonl"
};
static const unsigned char file18[] = {
#embed "../../catalog/files/llava.jsonl"
};
static const unsigned char file19[] = {
#embed "../../catalog/files/meta.jsonl"
};
static const unsigned char file20[] = {
#embed "../../catalog/files/microsoft.jsonl"
};
static const unsigned char file21[] = {
#embed "../../catalog/files/minimax.jsonl"
};
static const unsigned char file22[] = {
#embed "../../catalog/files/mistral-ai.jsonl"
};
static const unsigned char file23[] = {
#embed "../../catalog/files/moonshot-ai.jsonl"
};
static const unsigned char file24[] = {
#embed "../../catalog/files/nous-research.jsonl"
};
static const unsigned char file25[] = {
#embed "../../catalog/files/nvidia.jsonl"
};
static const unsigned char file26[] = {
#embed "../../catalog/files/openai.jsonl"
};
static const unsigned char file27[] = {
#embed "../../catalog/files/openbmb.jsonl"
};
static const unsigned char file28[] = {
#embed "../../catalog/files/others.jsonl"
};
static const unsigned char file29[] = {
#embed "../../catalog/files/poolside.jsonl"
};
static const unsigned char file30[] = {
#embed "../../catalog/files/qwen.jsonl"
};
static const unsigned char file31[] = {
#embed "../../catalog/files/sentence-transformers.jsonl"
};
static const unsigned char file32[] = {
#embed "../../catalog/files/snowflake.jsonl"
};
static const unsigned char file33[] = {
#embed "../../catalog/files/tencent.jsonl"
};
static const unsigned char file34[] = {
#embed "../../catalog/files/tii.jsonl"
};
static const unsigned char file35[] = {
#embed "../../catalog/files/z-ai.jsonl"
};
static const unsigned char file36[] = {
#embed "../../catalog/gateways.json"
};
static const unsigned char file37[] = {
#embed "../../catalog/gguf.json"
};
static const unsigned char file38[] = {
#embed "../../catalog/gpus.json"
};
static const unsigned char file39[] = {
#embed "../../catalog/instances.json"
};
static const unsigned char file40[] = {
#embed "../../catalog/licenses.json"
};
static const unsigned char file41[] = {
#embed "../../catalog/memory-platforms.json"
};
static const unsigned char file42[] = {
#embed "../../catalog/mixed-labels.json"
};
static const unsigned char file43[] = {
#embed "../../catalog/models/01-ai.json"
};
static const unsigned char file44[] = {
#embed "../../catalog/models/ai2.json"
};
static const unsigned char file45[] = {
#embed "../../catalog/models/baai.json"
};
static const unsigned char file46[] = {
#embed "../../catalog/models/baidu.json"
};
static const unsigned char file47[] = {
#embed "../../catalog/models/bigcode.json"
};
static const unsigned char file48[] = {
#embed "../../catalog/models/cohere.json"
};
static const unsigned char file49[] = {
#embed "../../catalog/models/deep-cogito.json"
};
static const unsigned char file50[] = {
#embed "../../catalog/models/deepseek.json"
};
static const unsigned char file51[] = {
#embed "../../catalog/models/google.json"
};
static const unsigned char file52[] = {
#embed "../../catalog/models/hugging-face.json"
};
static const unsigned char file53[] = {
#embed "../../catalog/models/ibm.json"
};
static const unsigned char file54[] = {
#embed "../../catalog/models/lg-ai-research.json"
};
static const unsigned char file55[] = {
#embed "../../catalog/models/liquid-ai.json"
};
static const unsigned char file56[] = {
#embed "../../catalog/models/llava.json"
};
static const unsigned char file57[] = {
#embed "../../catalog/models/meta.json"
};
static const unsigned char file58[] = {
#embed "../../catalog/models/microsoft.json"
};
static const unsigned char file59[] = {
#embed "../../catalog/models/minimax.json"
};
static const unsigned char file60[] = {
#embed "../../catalog/models/mistral-ai.json"
};
static const unsigned char file61[] = {
#embed "../../catalog/models/moonshot-ai.json"
};
static const unsigned char file62[] = {
#embed "../../catalog/models/nous-research.json"
};
static const unsigned char file63[] = {
#embed "../../catalog/models/nvidia.json"
};
static const unsigned char file64[] = {
#embed "../../catalog/models/openai.json"
};
static const unsigned char file65[] = {
#embed "../../catalog/models/openbmb.json"
};
static const unsigned char file66[] = {
#embed "../../catalog/models/others.json"
};
static const unsigned char file67[] = {
#embed "../../catalog/models/poolside.json"
};
static const unsigned char file68[] = {
#embed "../../catalog/models/qwen.json"
};
static const unsigned char file69[] = {
#embed "../../catalog/models/sentence-transformers.json"
};
static const unsigned char file70[] = {
#embed "../../catalog/models/snowflake.json"
};
static const unsigned char file71[] = {
#embed "../../catalog/models/tencent.json"
};
static const unsigned char file72[] = {
#embed "../../catalog/models/tii.json"
};
static const unsigned char file73[] = {
#embed "../../catalog/models/z-ai.json"
};
static const unsigned char file74[] = {
#embed "../../catalog/pci-names.ids"
};
static const unsigned char file75[] = {
#embed "../../catalog/prices.json"
};
static const unsigned char file76[] = {
#embed "../../catalog/providers.json"
};
static const unsigned char file77[] = {
#embed "../../catalog/quality.json"
};
static const unsigned char file78[] = {
#embed "../../catalog/quantization-loss.json"
};
static const unsigned char file79[] = {
#embed "../../catalog/runtimes.json"
};
static const unsigned char file80[] = {
#embed "../../catalog/serving-constants.json"
};
static const unsigned char file81[] = {
#embed "../../catalog/serving-engines.json"
};
static const unsigned char file82[] = {
#embed "../../catalog/sources.json"
};
static const unsigned char file83[] = {
#embed "../../catalog/speed-constants.json"
};
static const unsigned char file84[] = {
#embed "../../catalog/transformers.json"
};
static const unsigned char file85[] = {
#embed "../../catalog/used-cards.json"
};

static const struct plimsoll_embedded_file files[] = {
    {"assumptions.json", file0, sizeof file0},
    {"boards.json", file1, sizeof file1},
    {"catalog.json", file2, sizeof file2},
    {"compute-buffers.json", file3, sizeof file3},
    {"energy.json", file4, sizeof file4},
    {"files/01-ai.jsonl", file5, sizeof file5},
    {"files/ai2.jsonl", file6, sizeof file6},
    {"files/baai.jsonl", file7, sizeof file7},
    {"files/baidu.jsonl", file8, sizeof file8},
    {"files/bigcode.jsonl", file9, sizeof file9},
    {"files/cohere.jsonl", file10, sizeof file10},
    {"files/deep-cogito.jsonl", file11, sizeof file11},
    {"files/deepseek.jsonl", file12, sizeof file12},
    {"files/google.jsonl", file13, sizeof file13},
    {"files/hugging-face.jsonl", file14, sizeof file14},
    {"files/ibm.jsonl", file15, sizeof file15},
    {"files/lg-ai-research.jsonl", file16, sizeof file16},
    {"files/liquid-ai.jsonl", file17, sizeof file17},
    {"files/llava.jsonl", file18, sizeof file18},
    {"files/meta.jsonl", file19, sizeof file19},
    {"files/microsoft.jsonl", file20, sizeof file20},
    {"files/minimax.jsonl", file21, sizeof file21},
    {"files/mistral-ai.jsonl", file22, sizeof file22},
    {"files/moonshot-ai.jsonl", file23, sizeof file23},
    {"files/nous-research.jsonl", file24, sizeof file24},
    {"files/nvidia.jsonl", file25, sizeof file25},
    {"files/openai.jsonl", file26, sizeof file26},
    {"files/openbmb.jsonl", file27, sizeof file27},
    {"files/others.jsonl", file28, sizeof file28},
    {"files/poolside.jsonl", file29, sizeof file29},
    {"files/qwen.jsonl", file30, sizeof file30},
    {"files/sentence-transformers.jsonl", file31, sizeof file31},
    {"files/snowflake.jsonl", file32, sizeof file32},
    {"files/tencent.jsonl", file33, sizeof file33},
    {"files/tii.jsonl", file34, sizeof file34},
    {"files/z-ai.jsonl", file35, sizeof file35},
    {"gateways.json", file36, sizeof file36},
    {"gguf.json", file37, sizeof file37},
    {"gpus.json", file38, sizeof file38},
    {"instances.json", file39, sizeof file39},
    {"licenses.json", file40, sizeof file40},
    {"memory-platforms.json", file41, sizeof file41},
    {"mixed-labels.json", file42, sizeof file42},
    {"models/01-ai.json", file43, sizeof file43},
    {"models/ai2.json", file44, sizeof file44},
    {"models/baai.json", file45, sizeof file45},
    {"models/baidu.json", file46, sizeof file46},
    {"models/bigcode.json", file47, sizeof file47},
    {"models/cohere.json", file48, sizeof file48},
    {"models/deep-cogito.json", file49, sizeof file49},
    {"models/deepseek.json", file50, sizeof file50},
    {"models/google.json", file51, sizeof file51},
    {"models/hugging-face.json", file52, sizeof file52},
    {"models/ibm.json", file53, sizeof file53},
    {"models/lg-ai-research.json", file54, sizeof file54},
    {"models/liquid-ai.json", file55, sizeof file55},
    {"models/llava.json", file56, sizeof file56},
    {"models/meta.json", file57, sizeof file57},
    {"models/microsoft.json", file58, sizeof file58},
    {"models/minimax.json", file59, sizeof file59},
    {"models/mistral-ai.json", file60, sizeof file60},
    {"models/moonshot-ai.json", file61, sizeof file61},
    {"models/nous-research.json", file62, sizeof file62},
    {"models/nvidia.json", file63, sizeof file63},
    {"models/openai.json", file64, sizeof file64},
    {"models/openbmb.json", file65, sizeof file65},
    {"models/others.json", file66, sizeof file66},
    {"models/poolside.json", file67, sizeof file67},
    {"models/qwen.json", file68, sizeof file68},
    {"models/sentence-transformers.json", file69, sizeof file69},
    {"models/snowflake.json", file70, sizeof file70},
    {"models/tencent.json", file71, sizeof file71},
    {"models/tii.json", file72, sizeof file72},
    {"models/z-ai.json", file73, sizeof file73},
    {"pci-names.ids", file74, sizeof file74},
    {"prices.json", file75, sizeof file75},
    {"providers.json", file76, sizeof file76},
    {"quality.json", file77, sizeof file77},
    {"quantization-loss.json", file78, sizeof file78},
    {"runtimes.json", file79, sizeof file79},
    {"serving-constants.json", file80, sizeof file80},
    {"serving-engines.json", file81, sizeof file81},
    {"sources.json", file82, sizeof file82},
    {"speed-constants.json", file83, sizeof file83},
    {"transformers.json", file84, sizeof file84},
    {"used-cards.json", file85, sizeof file85},
};

size_t plimsoll_embedded_file_count(void) { return sizeof files / sizeof files[0]; }

struct plimsoll_embedded_file plimsoll_embedded_file_at(size_t index) { return files[index]; }
