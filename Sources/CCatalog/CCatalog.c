/* Written by catalog/tools/embed_files.py: the catalogue's files as bytes inside the binary. */
#include "CCatalog.h"

static const unsigned char file0[] = {
#embed "../../catalog/catalog.json"
};
static const unsigned char file1[] = {
#embed "../../catalog/models/01-ai.json"
};
static const unsigned char file2[] = {
#embed "../../catalog/models/agentica.json"
};
static const unsigned char file3[] = {
#embed "../../catalog/models/ai2.json"
};
static const unsigned char file4[] = {
#embed "../../catalog/models/alibaba-aidc.json"
};
static const unsigned char file5[] = {
#embed "../../catalog/models/alibaba-qwen.json"
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
#embed "../../catalog/models/bytedance-seed.json"
};
static const unsigned char file10[] = {
#embed "../../catalog/models/cognitive-computations.json"
};
static const unsigned char file11[] = {
#embed "../../catalog/models/cohere.json"
};
static const unsigned char file12[] = {
#embed "../../catalog/models/deep-cogito.json"
};
static const unsigned char file13[] = {
#embed "../../catalog/models/deepseek.json"
};
static const unsigned char file14[] = {
#embed "../../catalog/models/essential-ai.json"
};
static const unsigned char file15[] = {
#embed "../../catalog/models/google.json"
};
static const unsigned char file16[] = {
#embed "../../catalog/models/hugging-face-h4.json"
};
static const unsigned char file17[] = {
#embed "../../catalog/models/hugging-face.json"
};
static const unsigned char file18[] = {
#embed "../../catalog/models/ibm.json"
};
static const unsigned char file19[] = {
#embed "../../catalog/models/iflytek-xhtoken.json"
};
static const unsigned char file20[] = {
#embed "../../catalog/models/inclusionai.json"
};
static const unsigned char file21[] = {
#embed "../../catalog/models/intel.json"
};
static const unsigned char file22[] = {
#embed "../../catalog/models/jetbrains.json"
};
static const unsigned char file23[] = {
#embed "../../catalog/models/lg-ai-research.json"
};
static const unsigned char file24[] = {
#embed "../../catalog/models/liquid-ai.json"
};
static const unsigned char file25[] = {
#embed "../../catalog/models/llava.json"
};
static const unsigned char file26[] = {
#embed "../../catalog/models/lmsys.json"
};
static const unsigned char file27[] = {
#embed "../../catalog/models/meta.json"
};
static const unsigned char file28[] = {
#embed "../../catalog/models/microsoft-intfloat.json"
};
static const unsigned char file29[] = {
#embed "../../catalog/models/microsoft.json"
};
static const unsigned char file30[] = {
#embed "../../catalog/models/minimax.json"
};
static const unsigned char file31[] = {
#embed "../../catalog/models/mistral-ai.json"
};
static const unsigned char file32[] = {
#embed "../../catalog/models/mixedbread.json"
};
static const unsigned char file33[] = {
#embed "../../catalog/models/moonshot-ai.json"
};
static const unsigned char file34[] = {
#embed "../../catalog/models/nexusflow.json"
};
static const unsigned char file35[] = {
#embed "../../catalog/models/nomic-ai.json"
};
static const unsigned char file36[] = {
#embed "../../catalog/models/nous-research.json"
};
static const unsigned char file37[] = {
#embed "../../catalog/models/nvidia.json"
};
static const unsigned char file38[] = {
#embed "../../catalog/models/open-thoughts.json"
};
static const unsigned char file39[] = {
#embed "../../catalog/models/openai.json"
};
static const unsigned char file40[] = {
#embed "../../catalog/models/openbmb.json"
};
static const unsigned char file41[] = {
#embed "../../catalog/models/openchat.json"
};
static const unsigned char file42[] = {
#embed "../../catalog/models/ornith-ai.json"
};
static const unsigned char file43[] = {
#embed "../../catalog/models/poolside.json"
};
static const unsigned char file44[] = {
#embed "../../catalog/models/sentence-transformers.json"
};
static const unsigned char file45[] = {
#embed "../../catalog/models/servicenow.json"
};
static const unsigned char file46[] = {
#embed "../../catalog/models/skunkworksai.json"
};
static const unsigned char file47[] = {
#embed "../../catalog/models/snowflake.json"
};
static const unsigned char file48[] = {
#embed "../../catalog/models/stepfun.json"
};
static const unsigned char file49[] = {
#embed "../../catalog/models/swiss-ai.json"
};
static const unsigned char file50[] = {
#embed "../../catalog/models/tencent.json"
};
static const unsigned char file51[] = {
#embed "../../catalog/models/tii.json"
};
static const unsigned char file52[] = {
#embed "../../catalog/models/tinyllama.json"
};
static const unsigned char file53[] = {
#embed "../../catalog/models/upstage.json"
};
static const unsigned char file54[] = {
#embed "../../catalog/models/vikhyatk.json"
};
static const unsigned char file55[] = {
#embed "../../catalog/models/weibo-ai.json"
};
static const unsigned char file56[] = {
#embed "../../catalog/models/xiaomi.json"
};
static const unsigned char file57[] = {
#embed "../../catalog/models/xtuner.json"
};
static const unsigned char file58[] = {
#embed "../../catalog/models/z-ai.json"
};

static const struct plimsoll_embedded_file files[] = {
    {"catalog.json", file0, sizeof file0},
    {"models/01-ai.json", file1, sizeof file1},
    {"models/agentica.json", file2, sizeof file2},
    {"models/ai2.json", file3, sizeof file3},
    {"models/alibaba-aidc.json", file4, sizeof file4},
    {"models/alibaba-qwen.json", file5, sizeof file5},
    {"models/baai.json", file6, sizeof file6},
    {"models/baidu.json", file7, sizeof file7},
    {"models/bigcode.json", file8, sizeof file8},
    {"models/bytedance-seed.json", file9, sizeof file9},
    {"models/cognitive-computations.json", file10, sizeof file10},
    {"models/cohere.json", file11, sizeof file11},
    {"models/deep-cogito.json", file12, sizeof file12},
    {"models/deepseek.json", file13, sizeof file13},
    {"models/essential-ai.json", file14, sizeof file14},
    {"models/google.json", file15, sizeof file15},
    {"models/hugging-face-h4.json", file16, sizeof file16},
    {"models/hugging-face.json", file17, sizeof file17},
    {"models/ibm.json", file18, sizeof file18},
    {"models/iflytek-xhtoken.json", file19, sizeof file19},
    {"models/inclusionai.json", file20, sizeof file20},
    {"models/intel.json", file21, sizeof file21},
    {"models/jetbrains.json", file22, sizeof file22},
    {"models/lg-ai-research.json", file23, sizeof file23},
    {"models/liquid-ai.json", file24, sizeof file24},
    {"models/llava.json", file25, sizeof file25},
    {"models/lmsys.json", file26, sizeof file26},
    {"models/meta.json", file27, sizeof file27},
    {"models/microsoft-intfloat.json", file28, sizeof file28},
    {"models/microsoft.json", file29, sizeof file29},
    {"models/minimax.json", file30, sizeof file30},
    {"models/mistral-ai.json", file31, sizeof file31},
    {"models/mixedbread.json", file32, sizeof file32},
    {"models/moonshot-ai.json", file33, sizeof file33},
    {"models/nexusflow.json", file34, sizeof file34},
    {"models/nomic-ai.json", file35, sizeof file35},
    {"models/nous-research.json", file36, sizeof file36},
    {"models/nvidia.json", file37, sizeof file37},
    {"models/open-thoughts.json", file38, sizeof file38},
    {"models/openai.json", file39, sizeof file39},
    {"models/openbmb.json", file40, sizeof file40},
    {"models/openchat.json", file41, sizeof file41},
    {"models/ornith-ai.json", file42, sizeof file42},
    {"models/poolside.json", file43, sizeof file43},
    {"models/sentence-transformers.json", file44, sizeof file44},
    {"models/servicenow.json", file45, sizeof file45},
    {"models/skunkworksai.json", file46, sizeof file46},
    {"models/snowflake.json", file47, sizeof file47},
    {"models/stepfun.json", file48, sizeof file48},
    {"models/swiss-ai.json", file49, sizeof file49},
    {"models/tencent.json", file50, sizeof file50},
    {"models/tii.json", file51, sizeof file51},
    {"models/tinyllama.json", file52, sizeof file52},
    {"models/upstage.json", file53, sizeof file53},
    {"models/vikhyatk.json", file54, sizeof file54},
    {"models/weibo-ai.json", file55, sizeof file55},
    {"models/xiaomi.json", file56, sizeof file56},
    {"models/xtuner.json", file57, sizeof file57},
    {"models/z-ai.json", file58, sizeof file58},
};

size_t plimsoll_embedded_file_count(void) { return sizeof files / sizeof files[0]; }

struct plimsoll_embedded_file plimsoll_embedded_file_at(size_t index) { return files[index]; }
