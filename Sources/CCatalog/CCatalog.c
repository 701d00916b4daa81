/* Written by catalog/tools/embed_files.py: the catalogue's files as bytes inside the binary. */
#include "CCatalog.h"

static const unsigned char file0[] = {
#embed "../../catalog/catalog.json"
};
static const unsigned char file1[] = {
#embed "../../catalog/gpus.json"
};
static const unsigned char file2[] = {
#embed "../../catalog/licenses.json"
};
static const unsigned char file3[] = {
#embed "../../catalog/memory-platforms.json"
};
static const unsigned char file4[] = {
#embed "../../catalog/models/01-ai.json"
};
static const unsigned char file5[] = {
#embed "../../catalog/models/ai2.json"
};
static const unsigned char file6[] = {
#embed "../../catalog/models/baai.json"
};
static const unsigned char file7[] = {
#embed "../../catalog/models/baidu.json"
};
static const unsigned char file8[] = {
#embed "../../catalog/models/bigcode.json"
};
static const unsigned char file9[] = {
#embed "../../catalog/models/cohere.json"
};
static const unsigned char file10[] = {
#embed "../../catalog/models/deep-cogito.json"
};
static const unsigned char file11[] = {
#embed "../../catalog/models/deepseek.json"
};
static const unsigned char file12[] = {
#embed "../../catalog/models/google.json"
};
static const unsigned char file13[] = {
#embed "../../catalog/models/hugging-face.json"
};
static const unsigned char file14[] = {
#embed "../../catalog/models/ibm.json"
};
static const unsigned char file15[] = {
#embed "../../catalog/models/lg-ai-research.json"
};
static const unsigned char file16[] = {
#embed "../../catalog/models/liquid-ai.json"
};
static const unsigned char file17[] = {
#embed "../../catalog/models/llava.json"
};
static const unsigned char file18[] = {
#embed "../../catalog/models/meta.json"
};
static const unsigned char file19[] = {
#embed "../../catalog/models/microsoft.json"
};
static const unsigned char file20[] = {
#embed "../../catalog/models/minimax.json"
};
static const unsigned char file21[] = {
#embed "../../catalog/models/mistral-ai.json"
};
static const unsigned char file22[] = {
#embed "../../catalog/models/moonshot-ai.json"
};
static const unsigned char file23[] = {
#embed "../../catalog/models/nous-research.json"
};
static const unsigned char file24[] = {
#embed "../../catalog/models/nvidia.json"
};
static const unsigned char file25[] = {
#embed "../../catalog/models/openai.json"
};
static const unsigned char file26[] = {
#embed "../../catalog/models/openbmb.json"
};
static const unsigned char file27[] = {
#embed "../../catalog/models/others.json"
};
static const unsigned char file28[] = {
#embed "../../catalog/models/poolside.json"
};
static const unsigned char file29[] = {
#embed "../../catalog/models/qwen.json"
};
static const unsigned char file30[] = {
#embed "../../catalog/models/sentence-transformers.json"
};
static const unsigned char file31[] = {
#embed "../../catalog/models/snowflake.json"
};
static const unsigned char file32[] = {
#embed "../../catalog/models/tencent.json"
};
static const unsigned char file33[] = {
#embed "../../catalog/models/tii.json"
};
static const unsigned char file34[] = {
#embed "../../catalog/models/z-ai.json"
};
static const unsigned char file35[] = {
#embed "../../catalog/pci-names.ids"
};
static const unsigned char file36[] = {
#embed "../../catalog/quality.json"
};
static const unsigned char file37[] = {
#embed "../../catalog/quantization-loss.json"
};
static const unsigned char file38[] = {
#embed "../../catalog/sources.json"
};
static const unsigned char file39[] = {
#embed "../../catalog/speed-constants.json"
};

static const struct plimsoll_embedded_file files[] = {
    {"catalog.json", file0, sizeof file0},
    {"gpus.json", file1, sizeof file1},
    {"licenses.json", file2, sizeof file2},
    {"memory-platforms.json", file3, sizeof file3},
    {"models/01-ai.json", file4, sizeof file4},
    {"models/ai2.json", file5, sizeof file5},
    {"models/baai.json", file6, sizeof file6},
    {"models/baidu.json", file7, sizeof file7},
    {"models/bigcode.json", file8, sizeof file8},
    {"models/cohere.json", file9, sizeof file9},
    {"models/deep-cogito.json", file10, sizeof file10},
    {"models/deepseek.json", file11, sizeof file11},
    {"models/google.json", file12, sizeof file12},
    {"models/hugging-face.json", file13, sizeof file13},
    {"models/ibm.json", file14, sizeof file14},
    {"models/lg-ai-research.json", file15, sizeof file15},
    {"models/liquid-ai.json", file16, sizeof file16},
    {"models/llava.json", file17, sizeof file17},
    {"models/meta.json", file18, sizeof file18},
    {"models/microsoft.json", file19, sizeof file19},
    {"models/minimax.json", file20, sizeof file20},
    {"models/mistral-ai.json", file21, sizeof file21},
    {"models/moonshot-ai.json", file22, sizeof file22},
    {"models/nous-research.json", file23, sizeof file23},
    {"models/nvidia.json", file24, sizeof file24},
    {"models/openai.json", file25, sizeof file25},
    {"models/openbmb.json", file26, sizeof file26},
    {"models/others.json", file27, sizeof file27},
    {"models/poolside.json", file28, sizeof file28},
    {"models/qwen.json", file29, sizeof file29},
    {"models/sentence-transformers.json", file30, sizeof file30},
    {"models/snowflake.json", file31, sizeof file31},
    {"models/tencent.json", file32, sizeof file32},
    {"models/tii.json", file33, sizeof file33},
    {"models/z-ai.json", file34, sizeof file34},
    {"pci-names.ids", file35, sizeof file35},
    {"quality.json", file36, sizeof file36},
    {"quantization-loss.json", file37, sizeof file37},
    {"sources.json", file38, sizeof file38},
    {"speed-constants.json", file39, sizeof file39},
};

size_t plimsoll_embedded_file_count(void) { return sizeof files / sizeof files[0]; }

struct plimsoll_embedded_file plimsoll_embedded_file_at(size_t index) { return files[index]; }
