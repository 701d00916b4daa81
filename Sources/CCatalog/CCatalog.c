/* Written by catalog/tools/embed_files.py: the catalogue's files as bytes inside the binary. */
#include "CCatalog.h"

static const unsigned char file0[] = {
#embed "../../catalog/catalog.json"
};
static const unsigned char file1[] = {
#embed "../../catalog/gpus.json"
};
static const unsigned char file2[] = {
#embed "../../catalog/memory-platforms.json"
};
static const unsigned char file3[] = {
#embed "../../catalog/models/01-ai.json"
};
static const unsigned char file4[] = {
#embed "../../catalog/models/agentica.json"
};
static const unsigned char file5[] = {
#embed "../../catalog/models/ai2.json"
};
static const unsigned char file6[] = {
#embed "../../catalog/models/alibaba-aidc.json"
};
static const unsigned char file7[] = {
#embed "../../catalog/models/alibaba-qwen.json"
};
static const unsigned char file8[] = {
#embed "../../catalog/models/baai.json"
};
static const unsigned char file9[] = {
#embed "../../catalog/models/baidu.json"
};
static const unsigned char file10[] = {
#embed "../../catalog/models/bigcode.json"
};
static const unsigned char file11[] = {
#embed "../../catalog/models/bytedance-seed.json"
};
static const unsigned char file12[] = {
#embed "../../catalog/models/cognitive-computations.json"
};
static const unsigned char file13[] = {
#embed "../../catalog/models/cohere.json"
};
static const unsigned char file14[] = {
#embed "../../catalog/models/deep-cogito.json"
};
static const unsigned char file15[] = {
#embed "../../catalog/models/deepseek.json"
};
static const unsigned char file16[] = {
#embed "../../catalog/models/essential-ai.json"
};
static const unsigned char file17[] = {
#embed "../../catalog/models/google.json"
};
static const unsigned char file18[] = {
#embed "../../catalog/models/hugging-face-h4.json"
};
static const unsigned char file19[] = {
#embed "../../catalog/models/hugging-face.json"
};
static const unsigned char file20[] = {
#embed "../../catalog/models/ibm.json"
};
static const unsigned char file21[] = {
#embed "../../catalog/models/iflytek-xhtoken.json"
};
static const unsigned char file22[] = {
#embed "../../catalog/models/inclusionai.json"
};
static const unsigned char file23[] = {
#embed "../../catalog/models/intel.json"
};
static const unsigned char file24[] = {
#embed "../../catalog/models/jetbrains.json"
};
static const unsigned char file25[] = {
#embed "../../catalog/models/lg-ai-research.json"
};
static const unsigned char file26[] = {
#embed "../../catalog/models/liquid-ai.json"
};
static const unsigned char file27[] = {
#embed "../../catalog/models/llava.json"
};
static const unsigned char file28[] = {
#embed "../../catalog/models/lmsys.json"
};
static const unsigned char file29[] = {
#embed "../../catalog/models/meta.json"
};
static const unsigned char file30[] = {
#embed "../../catalog/models/microsoft-intfloat.json"
};
static const unsigned char file31[] = {
#embed "../../catalog/models/microsoft.json"
};
static const unsigned char file32[] = {
#embed "../../catalog/models/minimax.json"
};
static const unsigned char file33[] = {
#embed "../../catalog/models/mistral-ai.json"
};
static const unsigned char file34[] = {
#embed "../../catalog/models/mixedbread.json"
};
static const unsigned char file35[] = {
#embed "../../catalog/models/moonshot-ai.json"
};
static const unsigned char file36[] = {
#embed "../../catalog/models/nexusflow.json"
};
static const unsigned char file37[] = {
#embed "../../catalog/models/nomic-ai.json"
};
static const unsigned char file38[] = {
#embed "../../catalog/models/nous-research.json"
};
static const unsigned char file39[] = {
#embed "../../catalog/models/nvidia.json"
};
static const unsigned char file40[] = {
#embed "../../catalog/models/open-thoughts.json"
};
static const unsigned char file41[] = {
#embed "../../catalog/models/openai.json"
};
static const unsigned char file42[] = {
#embed "../../catalog/models/openbmb.json"
};
static const unsigned char file43[] = {
#embed "../../catalog/models/openchat.json"
};
static const unsigned char file44[] = {
#embed "../../catalog/models/ornith-ai.json"
};
static const unsigned char file45[] = {
#embed "../../catalog/models/poolside.json"
};
static const unsigned char file46[] = {
#embed "../../catalog/models/sentence-transformers.json"
};
static const unsigned char file47[] = {
#embed "../../catalog/models/servicenow.json"
};
static const unsigned char file48[] = {
#embed "../../catalog/models/skunkworksai.json"
};
static const unsigned char file49[] = {
#embed "../../catalog/models/snowflake.json"
};
static const unsigned char file50[] = {
#embed "../../catalog/models/stepfun.json"
};
static const unsigned char file51[] = {
#embed "../../catalog/models/swiss-ai.json"
};
static const unsigned char file52[] = {
#embed "../../catalog/models/tencent.json"
};
static const unsigned char file53[] = {
#embed "../../catalog/models/tii.json"
};
static const unsigned char file54[] = {
#embed "../../catalog/models/tinyllama.json"
};
static const unsigned char file55[] = {
#embed "../../catalog/models/upstage.json"
};
static const unsigned char file56[] = {
#embed "../../catalog/models/vikhyatk.json"
};
static const unsigned char file57[] = {
#embed "../../catalog/models/weibo-ai.json"
};
static const unsigned char file58[] = {
#embed "../../catalog/models/xiaomi.json"
};
static const unsigned char file59[] = {
#embed "../../catalog/models/xtuner.json"
};
static const unsigned char file60[] = {
#embed "../../catalog/models/z-ai.json"
};
static const unsigned char file61[] = {
#embed "../../catalog/quality.json"
};
static const unsigned char file62[] = {
#embed "../../catalog/quantization-loss.json"
};

static const struct plimsoll_embedded_file files[] = {
    {"catalog.json", file0, sizeof file0},
    {"gpus.json", file1, sizeof file1},
    {"memory-platforms.json", file2, sizeof file2},
    {"models/01-ai.json", file3, sizeof file3},
    {"models/agentica.json", file4, sizeof file4},
    {"models/ai2.json", file5, sizeof file5},
    {"models/alibaba-aidc.json", file6, sizeof file6},
    {"models/alibaba-qwen.json", file7, sizeof file7},
    {"models/baai.json", file8, sizeof file8},
    {"models/baidu.json", file9, sizeof file9},
    {"models/bigcode.json", file10, sizeof file10},
    {"models/bytedance-seed.json", file11, sizeof file11},
    {"models/cognitive-computations.json", file12, sizeof file12},
    {"models/cohere.json", file13, sizeof file13},
    {"models/deep-cogito.json", file14, sizeof file14},
    {"models/deepseek.json", file15, sizeof file15},
    {"models/essential-ai.json", file16, sizeof file16},
    {"models/google.json", file17, sizeof file17},
    {"models/hugging-face-h4.json", file18, sizeof file18},
    {"models/hugging-face.json", file19, sizeof file19},
    {"models/ibm.json", file20, sizeof file20},
    {"models/iflytek-xhtoken.json", file21, sizeof file21},
    {"models/inclusionai.json", file22, sizeof file22},
    {"models/intel.json", file23, sizeof file23},
    {"models/jetbrains.json", file24, sizeof file24},
    {"models/lg-ai-research.json", file25, sizeof file25},
    {"models/liquid-ai.json", file26, sizeof file26},
    {"models/llava.json", file27, sizeof file27},
    {"models/lmsys.json", file28, sizeof file28},
    {"models/meta.json", file29, sizeof file29},
    {"models/microsoft-intfloat.json", file30, sizeof file30},
    {"models/microsoft.json", file31, sizeof file31},
    {"models/minimax.json", file32, sizeof file32},
    {"models/mistral-ai.json", file33, sizeof file33},
    {"models/mixedbread.json", file34, sizeof file34},
    {"models/moonshot-ai.json", file35, sizeof file35},
    {"models/nexusflow.json", file36, sizeof file36},
    {"models/nomic-ai.json", file37, sizeof file37},
    {"models/nous-research.json", file38, sizeof file38},
    {"models/nvidia.json", file39, sizeof file39},
    {"models/open-thoughts.json", file40, sizeof file40},
    {"models/openai.json", file41, sizeof file41},
    {"models/openbmb.json", file42, sizeof file42},
    {"models/openchat.json", file43, sizeof file43},
    {"models/ornith-ai.json", file44, sizeof file44},
    {"models/poolside.json", file45, sizeof file45},
    {"models/sentence-transformers.json", file46, sizeof file46},
    {"models/servicenow.json", file47, sizeof file47},
    {"models/skunkworksai.json", file48, sizeof file48},
    {"models/snowflake.json", file49, sizeof file49},
    {"models/stepfun.json", file50, sizeof file50},
    {"models/swiss-ai.json", file51, sizeof file51},
    {"models/tencent.json", file52, sizeof file52},
    {"models/tii.json", file53, sizeof file53},
    {"models/tinyllama.json", file54, sizeof file54},
    {"models/upstage.json", file55, sizeof file55},
    {"models/vikhyatk.json", file56, sizeof file56},
    {"models/weibo-ai.json", file57, sizeof file57},
    {"models/xiaomi.json", file58, sizeof file58},
    {"models/xtuner.json", file59, sizeof file59},
    {"models/z-ai.json", file60, sizeof file60},
    {"quality.json", file61, sizeof file61},
    {"quantization-loss.json", file62, sizeof file62},
};

size_t plimsoll_embedded_file_count(void) { return sizeof files / sizeof files[0]; }

struct plimsoll_embedded_file plimsoll_embedded_file_at(size_t index) { return files[index]; }
